import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { quantile } from './figures.mjs';
import { postAtPace, postFor } from './load.mjs';
import { alertOf, startStand } from './stand.mjs';

const CONNECTIONS = 32;
const SAMPLES = 60;
/** Long enough for what is compiled on the way to be compiled. */
const WARM_SECONDS = 10;
/** What each alert of the load does: it comes, comes again, changes, and is over. */
const LIFE = /** @type {const} */ (['active', 'again', 'active', 'recovered']);

/** @typedef {{ readonly megabytes: number, readonly connections: number, readonly lagSeconds: number, readonly bytes: number, readonly posted: number }} Sample */

/**
 * Half of the rate that it can take, for so many seconds: does memory grow, do connections leak, do tables and indices
 * grow by more than what is kept, does work pile up? People are told of each incident meanwhile.
 */
export async function soak(seconds = 1_800) {
  const stand = await startStand(1);
  const [person = ''] = await stand.addPeople(1);
  await stand.api.call('POST', '/v1/escalation-policies', {
    name: 'one',
    is_default: true,
    steps: [{ timeout_seconds: 3_600, targets: [{ type: 'user', id: person }] }],
  });
  // What one person is told would be merged: here each is to be sent.
  const { people, ...limits } = await stand.api.call('GET', '/v1/throttles');
  const none = Object.fromEntries(Object.keys(/** @type {object} */ (people)).map((channel) => [channel, null]));
  await stand.api.call('PUT', '/v1/throttles', { ...limits, merge_above: null, people: none });
  /** @type {Set<string>} */
  const answered = new Set();
  const load = {
    ...{ url: stand.url, token: stand.sourceToken, connections: CONNECTIONS, body: livesOf() },
    onAnswer: (/** @type {{ raw_event_id: string }} */ { raw_event_id: id }) => answered.add(id),
  };

  return {
    async round() {
      const { per_second: most } = await postFor({ ...load, seconds: WARM_SECONDS });
      await untilTold();
      const began = answered.size;
      /** @type {Sample[]} */
      const samples = [];
      let isOver = false;
      const watching = (async () => {
        for (let next = performance.now(); !isOver; next += (seconds * 1000) / SAMPLES) {
          samples.push(await look(answered.size - began));
          while (!isOver && performance.now() < next) await pause(100);
        }
      })();
      const { took, per_second } = await postAtPace({ ...load, seconds, perSecond: most / 2 });
      isOver = true;
      await watching;
      await untilTold();
      samples.push(await look(answered.size - began));
      return {
        per_second,
        most_per_second: most,
        posted: answered.size - began,
        lost: await countLost(),
        ...figures(samples, took),
      };
    },
    summary: (/** @type {Readonly<Record<string, number>>} */ median) =>
      Object.fromEntries(['per_second', 'lost', ...Object.keys(BOUNDS)].map((name) => [name, median[name]])),
    rounds: 1,
    bounds: { lost: 0, ...BOUNDS },
  };

  /** @param {number} posted @returns {Promise<Sample>} */
  async function look(posted) {
    const [row] = await stand.rows(
      `select (select count(*)::int from pg_stat_activity where datname = current_database() and backend_type = 'client backend') as connections,
              (select coalesce(extract(epoch from now() - min(created_at)), 0)::float8
                 from deliveries where status in ('pending', 'sending')) as lag,
              (select sum(pg_total_relation_size(c.oid))::float8
                 from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname = 'public' and c.relkind = 'r') as bytes`,
    );
    const { connections, lag: lagSeconds, bytes } = row;
    return { megabytes: await stand.megabytes(), connections, lagSeconds, bytes, posted };
  }

  async function untilTold() {
    while (!(await stand.isAllWritten())) await pause(200);
  }

  async function countLost() {
    const [row] = await stand.rows(
      `select count(*)::int from unnest($1::uuid[]) as given (id)
        where not exists (select from ledger_entries l where l.raw_event_id = given.id)`,
      [[...answered]],
    );
    return row.count;
  }
}

/** What may not be passed; growth is that of the last third over the first. */
const BOUNDS = {
  megabytes: 250,
  memory_growth: 1.25,
  connections: 40,
  lag_seconds: 10,
  bytes_per_alert_growth: 1.2,
  p99_growth: 2,
};

/** @param {readonly Sample[]} samples @param {readonly number[]} took milliseconds, in their order */
function figures(samples, took) {
  const third = Math.floor(samples.length / 3);
  const [early, late] = [samples.slice(1, 1 + third), samples.slice(-third)];
  const most = (/** @type {readonly Sample[]} */ of, /** @type {keyof Sample} */ name) =>
    Math.max(...of.map((sample) => sample[name]));
  const perAlert = (/** @type {readonly Sample[]} */ of) => {
    const [first, last] = [of[0], of.at(-1)];
    return first && last ? (last.bytes - first.bytes) / (last.posted - first.posted) : NaN;
  };
  const p99 = (/** @type {readonly number[]} */ of) => quantile(of, 0.99);
  const part = Math.floor(took.length / 3);
  return {
    megabytes: most(samples, 'megabytes'),
    memory_growth: most(late, 'megabytes') / most(early, 'megabytes'),
    connections: most(samples, 'connections'),
    lag_seconds: most(samples, 'lagSeconds'),
    bytes_per_alert: perAlert(samples),
    bytes_per_alert_growth: perAlert(late) / perAlert(early),
    p99_ms: p99(took),
    p99_growth: p99(took.slice(-part)) / p99(took.slice(0, part)),
  };
}

/** Alerts that live as they do in Kibana, many at once. */
function livesOf() {
  let number = 0;
  /** @type {{ readonly alert: ReturnType<typeof alertOf>, at: number }[]} */
  const living = [];
  return () => {
    const life = number % 2 === 0 || living.length === 0 ? undefined : living[number % living.length];
    number += 1;
    if (!life) {
      const alert = { ...alertOf(`soak-${number}`), alert: { id: `soak-${number}`, uuid: randomUUID() } };
      living.push({ alert, at: 1 });
      return JSON.stringify(alert);
    }
    const stage = LIFE[life.at] ?? 'recovered';
    life.at += 1;
    if (stage === 'recovered') living.splice(living.indexOf(life), 1);
    if (stage === 'again') return JSON.stringify(life.alert);
    return JSON.stringify({ ...life.alert, status: stage, timestamp: new Date().toISOString() });
  };
}
