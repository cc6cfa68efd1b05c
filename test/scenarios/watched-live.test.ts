import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Pruning } from '../../backend/src/platform/pruning.ts';
import { House, step } from '../harness/house.ts';
import { Live } from '../harness/live.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
const opened: Live[] = [];
beforeEach(async () => {
  house = await House.start({ policy: [step('ada').waits(minutes(15)), step('grace')] });
});
afterEach(async () => {
  for (const live of opened.splice(0)) live.close();
  await house.stop();
});

async function watch(
  lastId: string | null = null,
  token = house.person('ada').token,
  base = house.api.base,
): Promise<Live> {
  const live = await Live.open(base, token, lastId);
  opened.push(live);
  return live;
}

test('what happens to an incident is seen as it happens, with the state that it is in', async () => {
  const live = await watch();
  expect(live.answer.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-content-type-options': 'nosniff',
  });
  const id = await house.elastic.fires('disk full', { severity: 'critical' });
  expect(await live.sees('opened')).toEqual([
    {
      id,
      number: 1,
      status: 'triggered',
      severity: 'critical',
      team_id: house.teamId,
      updated_at: house.clock.now().toISOString(),
      change: 'opened',
    },
  ]);
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
  await live.sees('notification_sent');
  await house.acknowledge(id, 'ada');
  expect(await live.sees('acknowledged')).toMatchObject([{ id, status: 'acknowledged' }]);
  await house.elastic.recovers('disk full');
  expect(await live.sees('resolved')).toMatchObject([{ id, status: 'resolved' }]);
  expect(live.changes).toEqual([
    '1 opened',
    '1 escalation_started',
    '1 step_activated',
    '1 notification_sent',
    '1 escalation_ended',
    '1 acknowledged',
    '1 resolved',
  ]);
});

test('it is seen at every backend, whichever made it, and by all who watch', async () => {
  const other = await house.another();
  const watchers = [await watch(), await watch(), await watch(null, house.person('ada').token, other.base)];
  await house.elastic.fires('here');
  await house.elastic.posts(house.elastic.active('there'), house.sourceApi(other));
  for (const live of watchers) {
    await live.sees('opened', 2);
    await live.sees('escalation_started', 2);
    expect(live.changes.filter((change) => change.endsWith('opened'))).toEqual(['1 opened', '2 opened']);
  }
});

test('who comes back goes on where they were, at another backend too, and misses and doubles nothing', async () => {
  const other = await house.another();
  const first = await watch();
  await house.elastic.fires('before');
  await first.sees('escalation_started');
  first.close();
  const missed = await house.elastic.fires('meanwhile');
  await house.acknowledge(missed, 'ada');
  const again = await watch(first.lastId, house.person('ada').token, other.base);
  await again.sees('acknowledged');
  await house.elastic.fires('after');
  await again.sees('opened', 2);
  expect(again.changes.slice(0, 5)).toEqual([
    '2 opened',
    '2 escalation_started',
    '2 escalation_ended',
    '2 acknowledged',
    '3 opened',
  ]);
  expect(again.events.map(({ event }) => event)).not.toContain('reset');
});

test('who comes back before anything happened misses nothing either', async () => {
  const first = await watch();
  first.close();
  await house.elastic.fires('meanwhile');
  const again = await watch(first.lastId);
  await again.sees('opened');
});

test('who comes back after what they missed was thrown away is told to look at everything anew, and then goes on', async () => {
  const first = await watch();
  await house.elastic.fires('long ago');
  await first.sees('opened');
  first.close();
  await house.elastic.fires('missed');
  house.clock.forward(hours(25));
  const { incident_changes: pruned } = await house.backend.app.get(Pruning).prune();
  expect(pruned).toBeGreaterThan(0);
  const late = await watch(first.lastId);
  await late.until(() => late.events.length > 0);
  expect(late.events).toMatchObject([{ event: 'reset' }]);
  const next = await house.elastic.fires('now');
  expect(await late.sees('opened')).toMatchObject([{ id: next }]);
  late.close();
  const again = await watch(late.lastId);
  const last = await house.elastic.fires('and now');
  expect((await again.sees('opened')).at(-1)).toMatchObject({ id: last });
  expect(again.events.map(({ event }) => event)).not.toContain('reset');
});

test('what is younger than a day is kept', async () => {
  const first = await watch();
  first.close();
  await house.elastic.fires('yesterday');
  house.clock.forward(hours(23));
  expect(await house.backend.app.get(Pruning).prune()).toMatchObject({ incident_changes: 0 });
  const again = await watch(first.lastId);
  await again.sees('opened');
});

test.each([
  'made up',
  '1',
  '-1-1',
  '99999999999999999999-1',
  '18446744073709551615-1',
  '1-999999999999999999999',
  'x'.repeat(500),
])('the place %p, which nobody was at, is answered with a reset', async (place) => {
  const live = await watch(place);
  await live.until(() => live.events.length > 0);
  expect(live.events).toMatchObject([{ event: 'reset' }]);
});

test('a reader of one team sees the incidents of that team alone', async () => {
  const { api } = house;
  const other = await api.ok<{ id: string }>('POST', '/v1/teams', { name: 'Other' });
  const rule = { matchers: { service: ['other'] }, team_id: other.id, position: 1 };
  await api.ok('POST', '/v1/routing-rules', rule);
  const user = await api.ok<{ id: string }>('POST', '/v1/users', { name: 'viewer', username: 'viewer' });
  await api.ok('PUT', `/v1/users/${user.id}/roles`, { roles: [{ role: 'viewer', team_id: other.id }] });
  const { token } = await api.ok<{ token: string }>('POST', '/v1/tokens', { name: 'viewer', user_id: user.id });
  const live = await watch(null, token);
  await house.elastic.fires('foreign');
  const own = await house.elastic.fires('own', { service: 'other' });
  expect(await live.sees('opened')).toMatchObject([{ id: own, team_id: other.id }]);
});

test('who may not look is refused before anything is sent, and a mere question for headers ends', async () => {
  const user = await house.api.ok<{ id: string }>('POST', '/v1/users', { name: 'no role', username: 'no-role' });
  const { token } = await house.api.ok<{ token: string }>('POST', '/v1/tokens', { name: 'x', user_id: user.id });
  expect((await house.api.as(token).call('GET', '/v1/stream')).status).toBe(403);
  expect((await house.api.as(null).call('GET', '/v1/stream')).status).toBe(401);
  expect((await house.api.call('HEAD', '/v1/stream')).status).toBe(200);
});

test('a client that does not read is let go; others go on', async () => {
  const live = await watch();
  const slow = await Live.connect(house.api.base, house.person('ada').token);
  opened.push(slow);
  slow.answer.pause();
  const id = await house.elastic.fires('much to say');
  await live.sees('opened');
  await house.rows(
    `insert into incident_changes (incident_id, change, at)
     select ?::uuid, 'note', now() from generate_series(1, 60000)`,
    [id],
  );
  await house.rows(`select pg_notify('incidents_changes', '')`);
  await live.sees('note', 60_000);
  slow.answer.resume();
  await slow.isLetGo();
  expect(slow.changes.length).toBeLessThan(60_000);
});

test('a shutdown ends what is open, without waiting', async () => {
  const other = await house.another();
  const live = await watch(null, house.person('ada').token, other.base);
  await other.app.close();
  await live.isLetGo();
});
