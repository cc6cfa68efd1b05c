import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { intakeAnswerSchema, type AlertResult, type IntakeAnswer } from 'incident-core';
import { House } from '../harness/house.ts';
import { keptEvent, ledgerOf, lostEvents } from '../harness/kept.ts';

const FOLDER = join(__dirname, '../fixtures/payloads');

/** What the bodies come to when a fresh backend gets them one after another. All but the lists carry one and the same date. */
const OUTCOMES: readonly (readonly [string, string, readonly string[]])[] = [
  ['01', 'failed transaction rate, active', ['opened']],
  ['02', 'its recovery by Kibana 8.12, without any context', ['resolved']],
  ['03', 'its recovery once more, with a context', ['duplicate']],
  ['04', 'its first alert once more, flapping', ['duplicate']],
  ['05', 'latency of a service without an environment', ['opened']],
  ['06', 'its recovery', ['resolved']],
  ['07', 'error count', ['opened']],
  ['08', 'anomaly', ['opened']],
  ['09', 'SLO burn rate', ['opened']],
  ['10', 'its recovery', ['resolved']],
  ['11', 'custom threshold', ['opened']],
  ['12', 'the same alert of the same time, without a value', ['duplicate']],
  ['13', 'Elasticsearch query', ['opened']],
  ['14', 'metrics threshold', ['opened']],
  ['15', 'synthetics monitor', ['opened']],
  ['16', 'the first alert once more, from a Kibana without a public address', ['duplicate']],
  ['17', 'a summary: a new episode of the first alert, and another service', ['reopened', 'opened']],
  ['18', 'documents of a time before it, and a third service', ['refreshed: late', 'refreshed: late', 'opened']],
  ['19', 'two of the same documents, on lists', ['duplicate', 'duplicate']],
  ['20', 'a hole in the JSON', ['unreadable: not_json at line 1, column 15']],
  ['21', "Mustache's error text", ['unreadable: mustache_error at template, character 21']],
  ['22', 'no status', ['unreadable: not_an_alert at $.status']],
  ['23', 'quotes that nobody escaped', ['unreadable: not_json at line 1, column 21']],
];

let house: House;
const posts = new Map<string, { readonly body: Buffer; readonly status: number; readonly answer: IntakeAnswer }>();

beforeAll(async () => {
  house = await House.start();
  for (const [number] of OUTCOMES) {
    const body = readFileSync(join(FOLDER, `${number}.body.txt`));
    const { status, body: answer } = await house.elastic.tries(body);
    posts.set(number, { body, status, answer: answer as IntakeAnswer });
  }
});
afterAll(() => house.stop());

test('the table names every body that a Kibana rendered', () => {
  const numbers = readdirSync(FOLDER).flatMap((name) => /^(\d+)\.body\.txt$/.exec(name)?.[1] ?? []);
  expect(OUTCOMES.map(([number]) => number)).toEqual(numbers.sort());
});

describe('each body is answered 202 with what became of it, and kept byte for byte', () => {
  test.each(OUTCOMES)('%s: %s', async (number, _title, outcomes) => {
    const { body, status, answer } = post(number);
    expect(status).toBe(202);
    expect(intakeAnswerSchema.parse(answer)).toEqual(answer);
    expect(answer.results.map(told)).toEqual(outcomes);

    const kept = await keptEvent(house.database.database, answer.raw_event_id);
    expect(kept.body.equals(body)).toBe(true);
    expect(kept).toMatchObject({ bodySize: body.length, truncated: false });
    expect(kept.bodySha256).toEqual(createHash('sha256').update(body).digest());

    const ledger = await ledgerOf(house.database.database, answer.raw_event_id);
    expect(ledger.map(({ position }) => position)).toEqual(answer.results.map((_, at) => at));
    expect(ledger.map(({ outcome, reason, dedupKey, incidentId }) => [outcome, reason, dedupKey, incidentId])).toEqual(
      answer.results.map(({ outcome, reason, dedup_key, incident_id }) => [outcome, reason, dedup_key, incident_id]),
    );
  });
});

test('all that is unreadable is in one incident of its source, which says where, what was found and what was expected', async () => {
  const results = ['20', '21', '22', '23'].flatMap((number) => post(number).answer.results);
  const [id, ...others] = new Set(results.map(({ incident_id }) => incident_id));
  expect(others).toEqual([]);
  for (const { path, found, expected } of results) expect([path, found, expected]).not.toContain(null);
  expect(await house.incident(String(id))).toMatchObject({
    title: 'kibana sends alerts that we cannot read',
    status: 'triggered',
    alerts: [{ metadata: { path: 'line 1, column 15', raw_text: post('20').body.toString() } }],
  });
});

test('nothing was lost, and there is one incident for each problem', async () => {
  expect(await lostEvents(house.database.database)).toEqual([]);
  const opened = OUTCOMES.flatMap(([, , outcomes]) => outcomes).filter((outcome) => outcome === 'opened').length;
  expect(await house.incidents()).toHaveLength(opened + 1);
});

function post(number: string) {
  const found = posts.get(number);
  if (!found) throw new Error(`${number} was not posted`);
  return found;
}

function told({ outcome, reason, path }: AlertResult): string {
  if (outcome === 'unreadable') return `${outcome}: ${reason} at ${path}`;
  return reason === null || reason === outcome ? outcome : `${outcome}: ${reason}`;
}
