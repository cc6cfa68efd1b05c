import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { FakeElasticsearch } from '../harness/fake-elasticsearch.ts';
import { refusal } from '../harness/fake-elasticsearch.ts';
import { hours, minutes } from '../harness/manual-clock.ts';
import { startPulledHouse, type PulledHouse } from '../harness/pulled-house.ts';

let place: PulledHouse;
beforeEach(async () => {
  place = await startPulledHouse();
});
afterEach(() => place.stop());

type Breaks = (elasticsearch: FakeElasticsearch) => void;

/** What goes wrong, how it is called, what people read, and whether they read it at once. */
const faults: readonly (readonly [title: string, kind: string, says: RegExp, breaks: Breaks, atOnce: boolean])[] = [
  ['a key that is wrong', 'unauthorized', /401/, (e) => e.revokesKey(), true],
  [
    'another product',
    'other_product',
    /another product/,
    (e) => e.answers({ kind: 'status', status: 200, body: '{}' }),
    true,
  ],
  ['missing indices', 'indices_missing', /has none of the alert indices/, (e) => e.hasNoIndices(), true],
  ['404 for its indices', 'indices_missing', /404/, (e) => e.answers(refusal(404, 'index_not_found_exception')), true],
  ['403', 'forbidden', /403/, (e) => e.answers(refusal(403, 'security_exception')), true],
  ['429', 'overloaded', /429/, (e) => e.answers(refusal(429, 'es_rejected_execution_exception')), false],
  ['503', 'server_error', /503/, (e) => e.answers(refusal(503, 'unavailable_shards_exception')), false],
  [
    'an answer that is cut off',
    'unreachable',
    /cannot be reached/,
    (e) => e.answers({ kind: 'cut_body', status: 200 }),
    false,
  ],
  ['no HTTP at all', 'unreachable', /cannot be reached/, (e) => e.answers({ kind: 'garbage' }), false],
  ['a connection that is reset', 'unreachable', /cannot be reached/, (e) => e.answers({ kind: 'reset' }), false],
];

test.each(faults)(
  '%s: a degraded source that says so (%s), and all is found once it is over',
  async (_title, kind, says, breaks, atOnce) => {
    const { house, elasticsearch } = place;
    breaks(elasticsearch);
    elasticsearch.shows(house.elastic.active('disk full', { tags: ['incidents-for-kibana'] }));
    const asked = elasticsearch.requests.length;
    await house.passes(minutes(1));
    expect(await place.pull()).toMatchObject({ fault: { kind, text: expect.stringMatching(says) } });
    expect(await place.source()).toMatchObject({ health: { status: 'degraded', reason: expect.stringMatching(says) } });
    expect((await house.incidents()).map(({ title }) => title)).toEqual(atOnce ? ['kibana cannot be pulled'] : []);

    await house.passes(hours(1));
    // 30 s, 1, 2, 4, 8 and then each 15 minutes: no stuck loop.
    expect(elasticsearch.requests.length - asked).toBeLessThan(12);
    const [problem, ...others] = await house.incidents();
    expect(problem).toMatchObject({ title: 'kibana cannot be pulled', description: expect.stringMatching(says) });
    expect(others).toEqual([]);

    elasticsearch.answers(null);
    elasticsearch.acceptsKey();
    if (kind === 'indices_missing') elasticsearch.hasIndices();
    await house.passes(minutes(20));
    expect((await house.incidents()).map(({ title, status }) => [title, status])).toEqual([
      ['disk full (checkout, production)', 'triggered'],
      ['kibana cannot be pulled', 'resolved'],
    ]);
    expect(await place.source()).toMatchObject({ health: { status: 'active', reason: null } });
  },
);

test('one that answers too slowly is given up on in time', async () => {
  const { house, elasticsearch } = place;
  elasticsearch.answersOnce({ kind: 'silence' });
  await house.passes(30);
  expect(await place.pull()).toMatchObject({ fault: { kind: 'timeout', text: expect.stringMatching(/in time/) } });
  await house.passes(minutes(2));
  expect(await place.pull()).toMatchObject({ fault: null });
});

test('Retry-After is honoured', async () => {
  const { house, elasticsearch } = place;
  elasticsearch.answersOnce(refusal(429, 'es_rejected_execution_exception', { 'retry-after': '600' }));
  await house.passes(30);
  const asked = elasticsearch.requests.length;
  await house.passes(590);
  expect(elasticsearch.requests).toHaveLength(asked);
  await house.passes(10);
  expect(elasticsearch.requests.length).toBeGreaterThan(asked);
});

test('what passes within minutes is nobody’s business', async () => {
  const { house, elasticsearch } = place;
  elasticsearch.answers(refusal(503, 'unavailable_shards_exception'));
  await house.passes(minutes(2));
  elasticsearch.answers(null);
  await house.passes(minutes(10));
  expect(await house.incidents()).toEqual([]);
  house.mailbox.expectNothingMore();
});

test('a source that fails holds up no other', async () => {
  const { house, elasticsearch } = place;
  const { id } = await house.api.ok<{ id: string }>('POST', '/v1/sources', { name: 'broken' });
  const broken = { elasticsearch_url: 'http://127.0.0.1:1', api_key: 'bm9ib2R5' };
  await house.api.ok('PUT', `/v1/sources/${id}/pull`, broken);
  elasticsearch.shows(house.elastic.active('disk full', { tags: ['incidents-for-kibana'] }));
  await house.passes(minutes(3));
  expect((await house.incidents()).map(({ title }) => title)).toEqual(['disk full (checkout, production)']);
  const { items } = await house.api.ok<{ items: { name: string; health: { status: string } }[] }>('GET', '/v1/sources');
  expect(items.map(({ name, health }) => [name, health.status])).toEqual([
    ['broken', 'degraded'],
    ['kibana', 'active'],
  ]);
});

test('no key stands in answers, incidents, logs of the ledger or the table', async () => {
  const { house, elasticsearch } = place;
  const key = 'c2VjcmV0LWtleS1vZi10aGUtc291cmNl';
  await place.pulls({ api_key: key });
  elasticsearch.revokesKey();
  await house.passes(minutes(1));
  const shown = [await place.pull(), await place.source(), await house.incidents()];
  const kept = await house.rows('select * from source_pulls');
  expect(JSON.stringify([shown, kept])).not.toContain(key);
  expect(elasticsearch.requests.at(-1)?.headers.authorization).toBe(`ApiKey ${key}`);
});
