import { median, quantile } from './figures.mjs';
import { addIncidents, SERVICES } from './many-incidents.mjs';
import { startStand } from './stand.mjs';

const SIZES = [10_000, 100_000, 1_000_000];
/** How often each question is asked in a round. */
const ASKED = 20;

/**
 * The incidents API beside itself: the same questions to three backends that hold ten thousand, a hundred thousand and a
 * million incidents, asked in turn, so that what disturbs one disturbs all.
 */
export async function list(largest = SIZES.at(-1)) {
  const sizes = SIZES.filter((size) => size <= (largest ?? 0));
  /** @type {{ readonly size: number, readonly stand: import('./stand.mjs').Stand, readonly ids: readonly string[] }[]} */
  const stands = [];
  for (const size of sizes) {
    const stand = await startStand(1);
    stands.push({ size, stand, ids: await addIncidents(stand, size) });
    process.stdout.write(`${size} incidents are there\n`);
  }
  return {
    async round() {
      /** @type {Record<string, number>} */
      const round = {};
      const took = new Map(sizes.map((size) => [size, /** @type {Map<string, number[]>} */ (new Map())]));
      for (let time = 0; time < ASKED; time += 1) {
        for (const { size, stand, ids } of stands) {
          for (const [name, path] of Object.entries(questions(time, ids))) {
            const asked = performance.now();
            await stand.api.call('GET', path);
            const of = took.get(size);
            of?.set(name, [...(of.get(name) ?? []), performance.now() - asked]);
          }
        }
      }
      for (const [size, ofSize] of took) {
        for (const [name, times] of ofSize) round[`${name}_${size}_p95_ms`] = quantile(times, 0.95);
        round[`all_${size}_p95_ms`] = quantile([...ofSize.values()].flat(), 0.95);
        round[`all_${size}_p50_ms`] = median([...ofSize.values()].flat());
      }
      const [small, large] = [sizes[0], sizes.at(-1)];
      round['ratio'] = (round[`all_${large}_p95_ms`] ?? NaN) / (round[`all_${small}_p95_ms`] ?? NaN);
      return round;
    },
    summary: (/** @type {Readonly<Record<string, number>>} */ medians) => ({
      p95_ms_1m: medians[`all_${sizes.at(-1)}_p95_ms`],
      ratio_1m_to_10k: medians['ratio'],
    }),
  };
}

/** What responders ask of the list, each time about something else. @param {number} time @param {readonly string[]} ids @returns {Readonly<Record<string, string>>} */
function questions(time, ids) {
  const service = `service-${(time * 37) % SERVICES}`;
  const id = ids[time % ids.length];
  return {
    first_page: '/v1/incidents?limit=50',
    open: '/v1/incidents?status=triggered,acknowledged&limit=50',
    severe: '/v1/incidents?severity=critical&status=triggered&limit=50',
    service: `/v1/incidents?service=${service}&limit=50`,
    environment: `/v1/incidents?environment=staging&limit=50`,
    words: `/v1/incidents?q=${encodeURIComponent(`latency ${service}`)}&limit=50`,
    number: `/v1/incidents?q=${encodeURIComponent(`#${1 + time * 97}`)}&limit=50`,
    nothing: '/v1/incidents?q=zebra&limit=50',
    summary: '/v1/incidents/summary',
    one: `/v1/incidents/${id}`,
    timeline: `/v1/incidents/${id}/timeline`,
  };
}
