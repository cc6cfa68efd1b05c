import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { FakeKibanaRules } from '../harness/fake-kibana-rules.ts';
import type { WebhookAnswer } from '../harness/fake-webhook.ts';
import { hours, minutes } from '../harness/manual-clock.ts';
import { startPulledHouse, type PulledHouse } from '../harness/pulled-house.ts';

let place: PulledHouse;
let kibana: FakeKibanaRules;
beforeEach(async () => {
  kibana = await FakeKibanaRules.start();
  place = await startPulledHouse({}, { kibana_url: kibana.url, connector_ids: ['ours'] });
});
afterEach(async () => {
  await place.stop();
  await kibana.stop();
});

/** An alert that has been active for long enough, and what its rule is like. */
async function stands(
  name: string,
  given: { tags?: readonly string[]; fields?: Record<string, unknown>; rule?: Record<string, unknown> | null },
): Promise<void> {
  const { house, elasticsearch } = place;
  const { tags = ['incidents-for-kibana'], fields = {}, rule = {} } = given;
  kibana.rules.set(`default/rule-${name.replaceAll(' ', '-')}`, rule === null ? null : { tags, ...rule });
  elasticsearch.shows(house.elastic.active(name, { tags }), fields);
}

const soon = () => new Date(place.house.clock.now().getTime() + hours(4) * 1000).toISOString();

test.each<readonly [string, Parameters<typeof stands>[1]]>([
  ['a maintained alert', { fields: { 'kibana.alert.maintenance_window_ids': ['mw-1'] } }],
  ['an alert that its document calls muted', { fields: { 'kibana.alert.muted': true } }],
  ['an alert of a muted rule', { rule: { mute_all: true } }],
  ['a muted alert', { rule: { muted_alert_ids: ['checkout_production_a-muted-alert'] } }],
  ['an alert of a rule without our tag and connector', { tags: ['theirs'], rule: { actions: [{ id: 'theirs' }] } }],
  ['an alert of a deleted rule', { rule: null }],
])('%s opens nothing', async (name, given) => {
  const { house } = place;
  await stands(name, given);
  await stands('control', {});
  await house.passes(minutes(10));
  expect((await house.incidents()).map(({ title }) => title)).toEqual(['control (checkout, production)']);
  house.mailbox.expect('ada', 'control');
  await house.passes(minutes(4));
  house.mailbox.expectNothingMore();
  expect(await house.count('raw_events')).toBe(1);
});

test.each([
  ['is_snoozed_until', () => ({ is_snoozed_until: soon() })],
  ['active_snoozes', () => ({ active_snoozes: ['s-1'] })],
  [
    'a schedule',
    () => ({
      snooze_schedule: [
        { duration: 14_400_000, rRule: { dtstart: place.house.clock.now().toISOString(), tzid: 'UTC', count: 1 } },
      ],
    }),
  ],
])('an alert of a snoozed rule (by %s) opens nothing until that is over', async (_by, rule) => {
  const { house, elasticsearch } = place;
  await stands('snoozed', { rule: rule() });
  await house.passes(minutes(10));
  expect(await house.incidents()).toEqual([]);
  kibana.rules.set('default/rule-snoozed', { tags: ['incidents-for-kibana'] });
  const [uuid = ''] = [...elasticsearch.documents.keys()];
  // The next run of the rule writes the document anew.
  elasticsearch.field(uuid, '@timestamp', house.clock.now().toISOString());
  await house.passes(minutes(1));
  expect(await house.incidents()).toHaveLength(1);
});

test("an alert whose rule has our connector's action opens an incident without our tag", async () => {
  const { house } = place;
  await stands('connected', { tags: [], rule: { actions: [{ id: 'theirs' }, { id: 'ours' }] } });
  await house.passes(minutes(3));
  expect(await house.incidents()).toHaveLength(1);
});

test('one that the filter matches does so without either; what it leaves out does not', async () => {
  const { house, elasticsearch } = place;
  await place.pulls({ filter: { service: ['check*'] }, tags: [], connector_ids: [] });
  for (const service of ['checkout', 'cart']) {
    elasticsearch.shows(house.elastic.active('disk full', { service, tags: [] }));
  }
  await house.passes(minutes(3));
  expect((await house.incidents()).map(({ service }) => service)).toEqual(['checkout']);
});

test('while Kibana cannot be asked nothing opens, people hear of it, and then it opens after all', async () => {
  const { house } = place;
  kibana.answers({ kind: 'status', status: 403 });
  await stands('disk full', {});
  await house.passes(minutes(10));
  expect(await place.source()).toMatchObject({ health: { status: 'degraded', reason: expect.stringMatching(/403/) } });
  expect((await house.incidents()).map(({ title }) => title)).toEqual(['kibana cannot be pulled']);
  kibana.answers(null);
  await house.passes(minutes(1));
  const incidents = await house.incidents();
  expect(incidents.map(({ title, status }) => [title, status])).toEqual([
    ['disk full (checkout, production)', 'triggered'],
    ['kibana cannot be pulled', 'resolved'],
  ]);
  expect(await place.source()).toMatchObject({ health: { status: 'active', reason: null } });
});

test.each<readonly [string, WebhookAnswer]>([
  ['a connection that is reset', { kind: 'reset' }],
  ['no HTTP', { kind: 'garbage' }],
  ['half an answer', { kind: 'cut_body', status: 200 }],
  ['silence', { kind: 'silence' }],
  ['text that is no JSON', { kind: 'status', status: 200, body: '<html>' }],
  ['something else than a rule', { kind: 'status', status: 200, body: '[]' }],
  ['a redirect', { kind: 'status', status: 302, headers: { location: 'http://127.0.0.1:1/' } }],
  ['503', { kind: 'status', status: 503 }],
])('a Kibana that answers with %s is told of only when it lasts', async (_title, answer) => {
  const { house } = place;
  kibana.answers(answer);
  await stands('disk full', {});
  await house.passes(minutes(4));
  expect(await place.pull()).toMatchObject({ fault: { kind: 'kibana' } });
  expect(await house.incidents()).toEqual([]);
  kibana.answers(null);
  await house.passes(minutes(1));
  expect((await house.incidents()).map(({ title }) => title)).toEqual(['disk full (checkout, production)']);
  expect(await place.pull()).toMatchObject({ fault: null });
});

test('Kibana is asked of what would open something, and of nothing else', async () => {
  const { house } = place;
  await stands('disk full', {});
  await stands('maintained', { fields: { 'kibana.alert.maintenance_window_ids': ['mw-1'] } });
  await house.passes(minutes(30));
  expect(kibana.requests.map(({ path }) => path)).toEqual(['/api/alerting/rule/rule-disk-full']);
});
