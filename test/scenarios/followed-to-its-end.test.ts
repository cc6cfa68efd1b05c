import { afterEach, expect, test } from '@jest/globals';
import type {
  FiguresAnswer,
  IntakeAnswer,
  LedgerDetail,
  LedgerEntryAnswer,
  RefusedPostsAnswer,
  ServiceLevelAnswer,
} from 'incident-core';
import { FakeWebhook } from '../harness/fake-webhook.ts';
import { House, step } from '../harness/house.ts';
import { hours, minutes, OPENED } from '../harness/manual-clock.ts';
import { startPulledHouse } from '../harness/pulled-house.ts';
import { silence } from '../harness/suppressions.ts';

let house: House;
let others: (() => Promise<void>) | null = null;
afterEach(async () => {
  await house.stop();
  await others?.();
  others = null;
});

type Page<Item> = { readonly items: readonly Item[]; readonly next_cursor: string | null };

const ledger = (query = ''): Promise<Page<LedgerEntryAnswer>> => house.api.ok('GET', `/v1/ledger?${query}`);
const follow = (id: string): Promise<LedgerDetail> => house.api.ok('GET', `/v1/ledger/${id}`);
const post = (body: unknown): Promise<IntakeAnswer> => house.elastic.posts(body);
const at = (seconds: number) => new Date(OPENED.getTime() + seconds * 1000).toISOString();

test('an alert is followed from its post to the receipt of its message, with every time', async () => {
  const pager = await FakeWebhook.start();
  others = () => pager.stop();
  house = await House.start({ policy: null });
  const webhook = await house.addWebhook(pager.url);
  await house.setPolicy([step(`webhook:${webhook.id}`).after(minutes(2))]);
  const sent = house.elastic.active('disk <b>full</b>');
  const { raw_event_id: id, results } = await post(sent);
  expect((await follow(id)).entries).toMatchObject([
    {
      outcome: 'opened',
      end: 'waiting',
      end_at: null,
      escalations: [{ run: 1, status: 'pending' }],
      notifications: [],
    },
  ]);
  await house.passes(minutes(2));
  const detail = await follow(id);
  expect(detail).toMatchObject({
    ...{ raw_event_id: id, received_at: at(0), via: 'push', source: { name: 'kibana' }, truncated: false },
    // As it came: whoever shows it sees to it that it stays text.
    body: { form: 'text', content: JSON.stringify(sent) },
    body_hidden: null,
    entries: [
      {
        ...{ outcome: 'opened', incident: { id: results[0]?.incident_id, number: 1, status: 'triggered' } },
        team: { name: 'Payments' },
        escalations: [{ run: 1, status: 'notified', passages: [{ step: 1, due_at: at(minutes(2)) }] }],
        notifications: [{ channel: 'webhook', status: 'delivered', sent_at: at(minutes(2)) }],
        ...{ end: 'told', end_at: at(minutes(2)) },
      },
    ],
  });
  expect(await ledger(`event=${id}`)).toMatchObject({ items: [{ raw_event_id: id, position: 0 }], next_cursor: null });
});

test('a duplicate is dropped, a refresh is noted, a recovery of nothing is ignored: each says why', async () => {
  house = await House.start();
  const sent = house.elastic.active('disk full', { uuid: 'u-1' });
  const opened = await post(sent);
  await house.settles();
  const duplicate = await post(sent);
  house.clock.forward(60);
  const refreshed = await post(house.elastic.active('disk full', { uuid: 'u-1' }));
  const nothing = await post(house.elastic.recovery('never seen'));
  const ends = [opened, duplicate, refreshed, nothing].map(async ({ raw_event_id: id }) => {
    const [entry] = (await follow(id)).entries;
    return [entry?.outcome, entry?.end, entry?.end_reason];
  });
  expect(await Promise.all(ends)).toEqual([
    ['opened', 'told', null],
    ['duplicate', 'dropped', 'duplicate'],
    ['refreshed', 'noted', null],
    ['ignored', 'dropped', 'nothing_to_recover'],
  ]);
  const incident = opened.results[0]?.incident_id ?? '';
  expect((await ledger(`incident=${incident}`)).items.map(({ outcome }) => outcome)).toEqual([
    'refreshed',
    'duplicate',
    'opened',
  ]);
  expect((await ledger('outcome=duplicate,ignored')).items.map(({ outcome }) => outcome)).toEqual([
    'ignored',
    'duplicate',
  ]);
});

test('what was told nobody says why: acknowledged in time, or nobody to be reached', async () => {
  house = await House.start({ policy: [step('ada').after(minutes(5)), step('grace')], unreachable: ['grace'] });
  const taken = await post(house.elastic.active('taken'));
  await house.settles();
  await house.acknowledge(taken.results[0]?.incident_id ?? '', 'ada');
  expect((await follow(taken.raw_event_id)).entries).toMatchObject([
    { end: 'answered', end_at: at(0), end_reason: 'acknowledged' },
  ]);
  await house.setPolicy([step('grace')]);
  const unheard = await post(house.elastic.active('unheard'));
  await house.settles();
  expect((await follow(unheard.raw_event_id)).entries).toMatchObject([{ end: 'nobody_told' }]);
});

test('what a silence holds waits with its reason, and what is over inside it was suppressed; no promise is broken by it', async () => {
  house = await House.start();
  await silence(house, hours(1));
  const { raw_event_id: id } = await post(house.elastic.active('disk full'));
  await house.passes(minutes(5));
  expect((await follow(id)).entries).toMatchObject([{ outcome: 'opened', end: 'waiting', end_reason: 'we deploy' }]);
  const level = () => house.api.ok<ServiceLevelAnswer>('GET', '/v1/metrics/service-level');
  expect(await level()).toMatchObject({ bad: 0, pending: 1 });
  await house.elastic.recovers('disk full');
  await house.passes(minutes(5));
  expect((await follow(id)).entries).toMatchObject([
    { end: 'suppressed', end_at: at(minutes(5)), end_reason: 'we deploy', notifications: [] },
  ]);
  expect(await level()).toMatchObject({ good: 0, bad: 0, excused: 1 });
});

test('posts that are rejected are listed with what is known of them, and count against the success of webhooks', async () => {
  house = await House.start();
  const { elastic, api } = house;
  await elastic.fires('disk full');
  const rejected = [await elastic.tries(''), await elastic.tries('x'.repeat(1_100_000))];
  expect(rejected.map(({ status }) => status)).toEqual([400, 413]);
  const stranger = api.as('iks_nobody');
  for (let turn = 0; turn < 3; turn += 1) expect((await elastic.tries({}, stranger)).status).toBe(401);
  const { id, token } = await api.ok<{ id: string; token: string }>('POST', `/v1/sources/${house.sourceId}/tokens`, {});
  await api.ok('DELETE', `/v1/sources/${house.sourceId}/tokens/${id}`);
  expect((await elastic.tries({}, api.as(token))).status).toBe(401);

  const { items } = await ledger('outcome=rejected');
  expect(items.map(({ outcome, reason, source }) => [outcome, reason, source?.name])).toEqual([
    ['rejected', 'body_too_large', 'kibana'],
    ['rejected', 'empty_body', 'kibana'],
  ]);
  expect((await ledger('outcome=unreadable')).items).toEqual([]);
  const large = await follow(items[0]?.raw_event_id ?? '');
  expect(large).toMatchObject({ truncated: true, body_size: 1_100_000, body: { form: 'text' } });
  expect(large.body?.content).toHaveLength(65_536);

  const refused = await api.ok<Page<RefusedPostsAnswer>>('GET', '/v1/ledger/refused');
  expect(refused.items.map(({ reason, count, source }) => [reason, count, source?.name ?? null]).sort()).toEqual([
    ['dead_token', 1, 'kibana'],
    ['unknown_token', 3, null],
  ]);
  const summary = await api.ok<FiguresAnswer>('GET', '/v1/metrics/summary?to=2027-01-05T04:00:00.000Z');
  expect(summary.by_source).toMatchObject([
    { source: { name: 'kibana' }, accepted: 1, refused: 3, webhook_success_rate: 1 / 4 },
    { source: null, accepted: 0, refused: 3, webhook_success_rate: 0 },
  ]);
});

test('bytes that are no text are shown as bytes', async () => {
  house = await House.start();
  const answer = await house.elastic.tries(new Uint8Array([0, 255, 1]));
  const { raw_event_id: id } = answer.body as IntakeAnswer;
  expect(await follow(id)).toMatchObject({
    body: { form: 'base64', content: 'AP8B' },
    entries: [{ outcome: 'unreadable', found: expect.any(String), end: 'waiting' }],
  });
});

test('what no webhook brought is told apart, and counts against their success', async () => {
  const place = await startPulledHouse();
  ({ house } = place);
  others = () => place.elasticsearch.stop();
  place.elasticsearch.shows(house.elastic.active('lost', { tags: ['incidents-for-kibana'] }));
  await house.elastic.fires('came');
  await house.passes(minutes(3));
  const { items } = await ledger();
  expect(items.map(({ via, outcome }) => [via, outcome])).toEqual([
    ['pull', 'opened'],
    ['push', 'opened'],
  ]);
  expect(await follow(items[0]?.raw_event_id ?? '')).toMatchObject({ via: 'pull', entries: [{ end: 'told' }] });
  const to = new Date(house.clock.now().getTime() + 1).toISOString();
  const { by_source: sources } = await house.api.ok<FiguresAnswer>('GET', `/v1/metrics/summary?to=${to}`);
  expect(sources).toMatchObject([{ accepted: 1, found_by_pull: 1, webhook_success_rate: 1 / 2 }]);
});

test('an event of which nothing became is open until the auditor has seen to it', async () => {
  house = await House.start();
  const { raw_event_id: id } = await post(house.elastic.active('disk full'));
  await house.database.database.raw('delete from ledger_entries; delete from incidents; delete from alert_episodes');
  expect((await ledger('outcome=open')).items).toMatchObject([{ raw_event_id: id, outcome: 'open' }]);
  expect((await ledger(`event=${id}`)).items).toMatchObject([{ raw_event_id: id, outcome: 'open' }]);
  expect((await follow(id)).entries).toEqual([]);
  await house.passes(hours(1));
  await house.audits();
  expect((await ledger('outcome=open')).items).toEqual([]);
  expect((await follow(id)).entries).toMatchObject([{ outcome: 'opened', end: 'told' }]);
});

test('who sees one team sees what became of its alerts; a body is for those who respond', async () => {
  house = await House.start();
  const own = await post(house.elastic.active('disk full'));
  const { items: rules } = await house.api.ok<Page<{ id: string }>>('GET', '/v1/routing-rules');
  await house.api.ok('PATCH', `/v1/routing-rules/${rules[0]?.id ?? ''}`, { matchers: { service: ['checkout'] } });
  const foreign = await post(house.elastic.active('no rule', { service: 'other' }));
  const roles = [{ role: 'viewer', team_id: house.teamId }];
  await house.api.ok('PUT', `/v1/users/${house.person('ada').id}/roles`, { roles });
  const user_id = house.person('ada').id;
  const { token } = await house.api.ok<{ token: string }>('POST', '/v1/tokens', { name: 'ada looks', user_id });
  const ada = house.api.as(token);
  const { items } = await ada.ok<Page<LedgerEntryAnswer>>('GET', '/v1/ledger');
  expect(items.map(({ raw_event_id: id }) => id)).toEqual([own.raw_event_id]);
  const detail = await ada.ok<LedgerDetail>('GET', `/v1/ledger/${own.raw_event_id}`);
  expect(detail).toMatchObject({ body: null, body_hidden: 'role', entries: [{ outcome: 'opened' }] });
  expect((await ada.call('GET', `/v1/ledger/${foreign.raw_event_id}`)).status).toBe(404);
  expect((await ada.call('GET', `/v1/ledger?incident=${foreign.results[0]?.incident_id ?? ''}`)).body).toMatchObject({
    items: [],
  });
  await house.database.database('ledger_entries').where({ rawEventId: foreign.raw_event_id }).delete();
  const incident = own.results[0]?.incident_id ?? '';
  expect((await ada.call('GET', `/v1/ledger?incident=${incident}&outcome=open`)).body).toMatchObject({ items: [] });
});

/** A house with twelve events, several at one instant; answers them, the latest first. */
async function twelve(): Promise<readonly string[]> {
  house = await House.start();
  for (let turn = 0; turn < 12; turn += 1) {
    await house.elastic.fires(`problem ${turn % 5}`);
    house.clock.forward(turn % 3);
  }
  const all = (await ledger('limit=200')).items.map(({ raw_event_id: id }) => id);
  expect(all).toHaveLength(12);
  return all;
}

/** The events of all pages. */
async function leaf(query: string, limit: number): Promise<readonly string[]> {
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const from = cursor === '' ? '' : `&cursor=${cursor}`;
    const page: Page<LedgerEntryAnswer> = await ledger(`${query}&limit=${limit}${from}`);
    seen.push(...page.items.map(({ raw_event_id: id }) => id));
    cursor = page.next_cursor;
  }
  return seen;
}

test('pages of the ledger are whole, whatever they are asked for, and a made-up cursor is refused', async () => {
  const all = await twelve();
  for (const query of [
    '',
    `source=${house.sourceId}`,
    'outcome=opened,refreshed',
    `source=${house.sourceId}&outcome=opened,refreshed`,
  ]) {
    expect(await leaf(query, 5)).toEqual(all);
  }
  const cursor = Buffer.from(JSON.stringify(['2027-01-05', house.sourceId])).toString('base64url');
  expect((await house.api.call('GET', `/v1/ledger?cursor=${cursor}`)).status).toBe(400);
  expect((await house.api.call('GET', '/v1/ledger?outcome=lost')).status).toBe(400);
  expect((await house.api.call('GET', '/v1/metrics/summary?bucket=hour&from=2026-01-01T00:00:00.000Z')).status).toBe(
    400,
  );
});

test('so they are where some events are open and others have their end', async () => {
  const all = await twelve();
  const open = all.filter((_, at) => at % 4 < 2);
  await house.database.database('ledger_entries').whereIn('rawEventId', open).delete();
  for (const limit of [1, 2, 6, 200]) {
    expect(await leaf('outcome=open,opened,refreshed', limit)).toEqual(all);
    expect(await leaf('outcome=open', limit)).toEqual(open);
  }
});
