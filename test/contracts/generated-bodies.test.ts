import { Agent, request } from 'node:http';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { BackendProcess, environmentOf } from '../harness/backend-process.ts';
import { hostileBodies } from '../harness/hostile-bodies.ts';
import { House } from '../harness/house.ts';
import { lostEvents } from '../harness/kept.ts';

/** `BODIES=200000` is the proof; by default as many as a run of all tests can bear. */
const COUNT = Number(process.env['BODIES'] ?? 2_000);
const SEED = Number(process.env['SEED'] ?? 20_261_128);
const PIECE = 500;
const CONNECTIONS = 32;
const MIB = 1024 * 1024;
/** What is resident of a backend, at any time; and how much more at the end than after the first fifth. */
const MOST_MIB = 450;
const MOST_GROWTH_MIB = 48;

// On a machine that does other work beside, the whole of it takes its time.
jest.setTimeout(7_200_000);

let house: House;
let running: BackendProcess;
let base: string;
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

beforeAll(async () => {
  house = await House.start();
  house.clock.set(new Date());
  const env = environmentOf({ databaseUrl: house.database.url, smtpPort: house.mailbox.server.smtpPort });
  const given = { ...env, DATABASE_POOL: '10', ROLE: 'api', INTAKE_RATE_PER_SECOND: '0' };
  ({ process: running, base } = await BackendProcess.listening(given));
});
afterAll(async () => {
  agent.destroy();
  await running.ended('SIGTERM');
  await house.stop();
});

test(`${COUNT} generated bodies: no answer of 5xx, memory is flat, and each that was kept is in the ledger`, async () => {
  const statuses = new Map<number, number>();
  const outcomes = new Map<string, number>();
  const resident: number[] = [];
  const begun = performance.now();
  let kept = 0;
  for (let sent = 0; sent < COUNT; sent += PIECE) {
    const bodies = hostileBodies(Math.min(PIECE, COUNT - sent), SEED + sent);
    const answers = await inParallel(bodies, post);
    answers.forEach(({ status, results }, at) => {
      count(statuses, status);
      for (const { outcome } of results) count(outcomes, outcome);
      const expected = bodies[at]?.length === 0 ? 400 : (bodies[at]?.length ?? 0) > MIB ? 413 : 202;
      if (status !== expected) throw new Error(`${status} for ${JSON.stringify(bodies[at]?.toString('latin1'))}`);
    });
    expect(await inLedger(answers)).toEqual([]);
    kept += answers.length;
    resident.push(await residentMiB());
  }
  const fifth = Math.ceil(resident.length / 5);
  const early = median(resident.slice(fifth - 1, 2 * fifth));
  const late = median(resident.slice(-fifth));
  const figures = {
    bodies: COUNT,
    seed: SEED,
    seconds: Math.round((performance.now() - begun) / 1000),
    statuses: Object.fromEntries(statuses),
    outcomes: Object.fromEntries(outcomes),
    resident_mib: { early, late, most: Math.max(...resident) },
  };
  process.stdout.write(`generated bodies: ${JSON.stringify(figures)}\n`);
  expect(await house.count('raw_events')).toBe(kept);
  expect(await lostEvents(house.database.database)).toEqual([]);
  expect(Math.max(...resident)).toBeLessThan(MOST_MIB);
  // A few thousand are over before the heap has found its size.
  if (COUNT >= 20_000) expect(late - early).toBeLessThan(MOST_GROWTH_MIB);
});

interface Answered {
  readonly status: number;
  readonly raw_event_id: string;
  readonly results: readonly { readonly outcome: string }[];
}

function post(body: Buffer): Promise<Answered> {
  const headers = { authorization: `Bearer ${house.sourceToken}`, 'content-length': String(body.length) };
  return new Promise((resolve, reject) => {
    const call = request(`${base}/v1/alerts/elastic`, { method: 'POST', headers, agent }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const told = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Omit<Answered, 'status'>;
        resolve({ raw_event_id: told.raw_event_id, results: told.results ?? [], status: answer.statusCode ?? 0 });
      });
    });
    call.on('error', reject);
    call.end(body);
  });
}

/** As many at once as there are connections; the answers in the order of what was asked. */
async function inParallel<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const at = next;
      next += 1;
      results[at] = await act(items[at] as Item);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  return results;
}

/** Those of which the ledger does not hold each result. */
async function inLedger(answers: readonly Answered[]): Promise<readonly string[]> {
  const { database } = house.database;
  const rows = (await database('ledger_entries')
    .whereIn(
      'rawEventId',
      answers.map(({ raw_event_id }) => raw_event_id),
    )
    .groupBy('rawEventId')
    .select('rawEventId', database.raw('count(*)::int as entries'))) as readonly {
    readonly rawEventId: string;
    readonly entries: number;
  }[];
  const entries = new Map(rows.map((row) => [row.rawEventId, row.entries]));
  return answers.flatMap(({ raw_event_id: id, results }) =>
    results.length > 0 && entries.get(id) === results.length ? [] : [id],
  );
}

async function residentMiB(): Promise<number> {
  const text = await (await fetch(`${base}/metrics`)).text();
  return Math.round(Number(/^\S*process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]) / MIB);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
