import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { IntakeAnswer } from 'incident-core';
import { BackendProcess, environmentOf, eventually } from '../harness/backend-process.ts';
import { House } from '../harness/house.ts';
import { lostEvents } from '../harness/kept.ts';
import { setThrottles, UNTHROTTLED } from '../harness/throttles.ts';

/** `STORM_ALERTS=50000 STORM_KEYS=5000` is the storm that must be survived; by default a tenth of it, at the same pace. */
const ALERTS = Number(process.env['STORM_ALERTS'] ?? 5_000);
const KEYS = Number(process.env['STORM_KEYS'] ?? ALERTS / 10);
const PER_SECOND = 50_000 / 60;
const CONNECTIONS = 64;
const RATE = 100;
/** What another source posts meanwhile. */
const OTHERS_EVERY_MS = 100;
const OTHERS_BEFORE = 30;

// On a machine that does other work beside, the whole storm takes its time.
jest.setTimeout(1_800_000);

let house: House;
let running: BackendProcess;
let base: string;
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
const otherAgent = new Agent({ keepAlive: true, maxSockets: 4 });

/** People come from a backend in here, whose workers rest; the alerts go to one of its own. */
beforeAll(async () => {
  house = await House.start({ stormRate: RATE });
  await setThrottles(house.api, UNTHROTTLED);
  house.clock.set(new Date());
  const env = environmentOf({ databaseUrl: house.database.url, smtpPort: house.mailbox.server.smtpPort });
  ({ process: running, base } = await BackendProcess.listening(env));
});
afterAll(async () => {
  agent.destroy();
  otherAgent.destroy();
  await running.ended('SIGTERM');
  await house.stop();
});

test('a storm of one source is kept, is one incident, told once, and other sources are served as ever', async () => {
  const made = await house.api.ok<{ id: string }>('POST', '/v1/sources', { name: 'other', storm_rate: null });
  const { token } = await house.api.ok<{ token: string }>('POST', `/v1/sources/${made.id}/tokens`, {});
  const others: number[] = [];
  let named = 0;
  const postAnother = async () => {
    const body = house.elastic.active(`theirs ${(named += 1)}`, {
      service: 'search',
      severity: 'info',
      at: new Date(),
    });
    const begun = performance.now();
    const { results } = await post(body, token, otherAgent);
    others.push(performance.now() - begun);
    expect(results).toMatchObject([{ outcome: 'opened', reason: null }]);
  };
  for (let count = 0; count < OTHERS_BEFORE; count += 1) {
    await postAnother();
    await pause(OTHERS_EVERY_MS / 2);
  }
  const unloaded = others.splice(0);

  const begun = performance.now();
  let isOver = false;
  const meanwhile = (async () => {
    while (!isOver) {
      await postAnother();
      await pause(OTHERS_EVERY_MS);
    }
  })();
  const outcomes = await storm(begun);
  const seconds = (performance.now() - begun) / 1000;
  isOver = true;
  await meanwhile;

  const { database } = house.database;
  const figures = {
    alerts: ALERTS,
    keys: KEYS,
    seconds: round(seconds),
    per_second: Math.round(ALERTS / seconds),
    others: others.length,
    others_p50_ms: round(percentile(others, 0.5)),
    others_p95_ms: round(percentile(others, 0.95)),
    others_p99_ms: round(percentile(others, 0.99)),
    unloaded_p50_ms: round(percentile(unloaded, 0.5)),
    unloaded_p95_ms: round(percentile(unloaded, 0.95)),
    outcomes: Object.fromEntries(outcomes),
  };
  process.stdout.write(`storm: ${JSON.stringify(figures)}\n`);

  // All kept, each with its end.
  const ofStorm = `source_id = '${house.sourceId}'`;
  expect(await house.count(`raw_events where ${ofStorm}`)).toBe(ALERTS);
  expect(await house.count(`ledger_entries where ${ofStorm}`)).toBe(ALERTS);
  expect(await lostEvents(database)).toEqual([]);
  expect([...outcomes.keys()].filter((outcome) => !['opened', 'attached', 'refreshed'].includes(outcome))).toEqual([]);

  // One storm; nothing else but what was below the rate.
  expect(await house.count('incidents where is_storm')).toBe(1);
  expect(await house.count(`incidents where not is_storm and service <> 'search'`)).toBe(Math.min(RATE, KEYS));
  const [storming] = await house.rows<{ id: string }>('select id from incidents where is_storm');
  const id = storming?.id ?? '';
  expect(await house.incident(id)).toMatchObject({
    status: 'triggered',
    alerts_total: KEYS - RATE,
    collected: { keys: KEYS - RATE, active: KEYS - RATE, rate: RATE },
  });
  expect((await house.incident(id)).alerts.length).toBeLessThanOrEqual(200);
  expect((await house.timeline(id)).length).toBeLessThan(20);

  // People are told of it, and once.
  await eventually(async () => (await house.count(`deliveries where status in ('pending', 'sending')`)) === 0);
  expect(await house.count(`notifications where incident_id = '${id}'`)).toBe(1);
  const titles = house.mailbox.takeTitles('ada');
  expect(titles.filter((title) => title.includes('Storm of alerts'))).toHaveLength(1);

  // The others hardly notice; how much a busy machine shows in the figures above.
  expect(percentile(others, 0.95)).toBeLessThan(Math.max(500, percentile(unloaded, 0.95) * 5));
});

/** Posts all alerts at their pace, over so many connections as one Kibana has. */
async function storm(begun: number): Promise<ReadonlyMap<string, number>> {
  const outcomes = new Map<string, number>();
  let next = 0;
  const episodes = Array.from({ length: KEYS }, (_, key) => `episode-${key}`);
  const connection = async () => {
    for (let number = next++; number < ALERTS; number = next++) {
      const due = begun + (number / PER_SECOND) * 1000;
      const early = due - performance.now();
      if (early > 1) await pause(early);
      const key = number % KEYS;
      const service = `service-${key % 50}`;
      const body = house.elastic.active(`problem ${key}`, { service, uuid: episodes[key] ?? '', at: new Date() });
      const { results } = await post(body, house.sourceToken, agent);
      for (const { outcome } of results) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  return outcomes;
}

function post(body: object, token: string, by: Agent): Promise<IntakeAnswer> {
  const text = JSON.stringify(body);
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(text)),
  };
  return new Promise((resolve, reject) => {
    const call = request(`${base}/v1/alerts/elastic`, { method: 'POST', agent: by, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const said = Buffer.concat(chunks).toString('utf8');
        if (answer.statusCode === 202) resolve(JSON.parse(said) as IntakeAnswer);
        else reject(new Error(`a post was answered ${answer.statusCode ?? 0}: ${said}`));
      });
    });
    call.on('error', reject);
    call.end(text);
  });
}

function percentile(times: readonly number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
