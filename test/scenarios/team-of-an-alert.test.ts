import { afterEach, expect, test } from '@jest/globals';
import { House } from '../harness/house.ts';
import { minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

test('what no rule, tag or source gives to a team belongs to the catch-all team, counted and shown as unrouted', async () => {
  house = await House.start({ routed: false });
  const incident = await house.elastic.fires('disk full');
  expect(await house.incident(incident)).toMatchObject({ team_id: house.catchAllTeamId, unrouted: true });
  expect(await house.entries(incident, 'opened')).toMatchObject([{ data: { team: { reason: 'unrouted' } } }]);
  expect(await house.metric('incidents_unrouted_total')).toBe(1);
  await house.settles();
  house.mailbox.expect('ada', 'disk full', 'Catch-all');
  house.mailbox.expectNothingMore();
});

test('a team: tag names the team, in any case', async () => {
  house = await House.start({ routed: false });
  const incident = await house.elastic.fires('disk full', { tags: ['apm', 'team:payments'] });
  expect(await house.incident(incident)).toMatchObject({ team: { name: 'Payments' }, unrouted: false });
  expect(await house.entries(incident, 'opened')).toMatchObject([{ data: { team: { reason: 'tag' } } }]);
  expect(await house.metric('incidents_unrouted_total')).toBe(0);
});

test('a tag that names no team leaves it to the team of the source', async () => {
  house = await House.start({ routed: false, sourceOfTeam: true });
  const incident = await house.elastic.fires('disk full', { tags: ['team:nobody knows'] });
  expect(await house.incident(incident)).toMatchObject({ team_id: house.teamId, unrouted: false });
  expect(await house.entries(incident, 'opened')).toMatchObject([{ data: { team: { reason: 'source' } } }]);
});

test('a routing rule that matches goes before tag and source; one that does not is passed over', async () => {
  house = await House.start({ routed: false, sourceOfTeam: true });
  const { id } = await house.api.ok<{ id: string }>('POST', '/v1/teams', { name: 'Storage' });
  const matchers = { service: ['store*'], environment: ['production'] };
  await house.api.ok('POST', '/v1/routing-rules', { matchers, team_id: id });

  const ruled = await house.elastic.fires('disk full', { service: 'store-eu', tags: ['team:payments'] });
  expect(await house.incident(ruled)).toMatchObject({ team: { name: 'Storage' } });
  const elsewhere = await house.elastic.fires('disk full', { service: 'store-eu', environment: 'staging' });
  expect(await house.incident(elsewhere)).toMatchObject({ team: { name: 'Payments' } });
});

test('the team that an incident opened with stays its team when the rules change', async () => {
  house = await House.start();
  const incident = await house.elastic.fires('disk full', { uuid: 'e1' });
  const { id } = await house.api.ok<{ id: string }>('POST', '/v1/teams', { name: 'Storage' });
  await house.api.ok('POST', '/v1/routing-rules', { matchers: {}, team_id: id, position: 1 });
  await house.passes(minutes(1));
  expect(await house.elastic.fires('disk full', { uuid: 'e1' })).toBe(incident);
  expect(await house.incident(incident)).toMatchObject({ team: { name: 'Payments' }, alert_count: 2 });
  expect(await house.incident(await house.elastic.fires('queue stuck'))).toMatchObject({ team: { name: 'Storage' } });
});
