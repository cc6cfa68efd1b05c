import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { EscalationTarget } from 'incident-core';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { ManualClock } from '../../../test/harness/manual-clock.ts';
import { openHouse, type TeamHouse } from './house.fixture.ts';

let place: TestDatabase;
let house: TeamHouse;
beforeAll(async () => {
  place = await testDatabase();
});
beforeEach(() => {
  house = openHouse(place.database, new ManualClock());
});
afterAll(() => place.drop());

const NOBODY = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11';

describe('the directory', () => {
  test('has the rules in their order, the teams with their settings, and the catch-all team', async () => {
    const team = await house.teams.create({
      name: 'Directory',
      reopen_window_seconds: 60,
      resolve_after_recovery_seconds: null,
    });
    const rule = await house.rules.create({ team_id: team.id, matchers: { service: ['checkout*'] } });
    const first = await house.rules.create({ team_id: team.id, matchers: { tags: ['vip'] }, position: 1 });
    const { rules, teams, catchAllTeamId } = await house.directory.directory(place.database);
    expect(rules.slice(0, 1)).toEqual([{ id: first.id, position: 1, matchers: { tags: ['vip'] }, teamId: team.id }]);
    expect(rules.find(({ id }) => id === rule.id)?.matchers).toEqual({ service: ['checkout*'] });
    expect(teams.find(({ id }) => id === team.id)).toEqual({
      id: team.id,
      name: 'Directory',
      isCatchAll: false,
      settings: {
        reopenWindowSeconds: 60,
        resolveAfterRecoverySeconds: null,
        resolveAfterUntrackedSeconds: 3_600,
        acknowledgementTimeoutSeconds: 1_800,
        groupingWindowSeconds: null,
        urgencies: { critical: 'high', error: 'high', warning: 'low', info: 'low' },
        supportHours: [],
      },
    });
    expect(teams.find(({ id }) => id === catchAllTeamId)).toMatchObject({ name: 'Catch-all', isCatchAll: true });
  });

  test('works in a transaction, on what that one wrote', async () => {
    const transaction = await place.database.transaction();
    await transaction('teams').insert({ id: NOBODY, name: 'unseen' });
    expect((await house.directory.directory(transaction)).teams.map(({ name }) => name)).toContain('unseen');
    await transaction.rollback();
    expect((await house.directory.directory(place.database)).teams.map(({ name }) => name)).not.toContain('unseen');
  });
});

describe('reach', () => {
  test('has contact methods in order, states of webhooks, and leaves out what does not exist', async () => {
    const ada = await house.user('ada');
    const silent = await house.user('silent');
    const second = await house.contactMethods.create(ada, {
      channel: 'email',
      address: 'two@example.com',
      position: 5,
    });
    const first = await house.contactMethods.create(ada, {
      channel: 'email',
      address: 'one@example.com',
      verified: true,
      position: 1,
    });
    const on = await house.webhook('on');
    const off = await house.webhook('off');
    await house.directory.turnOffWebhook(place.database, off, 'it answered 410', house.clock.now());
    const targets: readonly EscalationTarget[] = [
      { type: 'user', id: ada },
      { type: 'user', id: silent },
      { type: 'user', id: NOBODY },
      { type: 'webhook', id: on },
      { type: 'webhook', id: off },
      { type: 'webhook', id: NOBODY },
      { type: 'user', id: ada },
    ];
    const { userIds, contactMethods, webhooks } = await house.directory.reach(
      place.database,
      targets,
      house.clock.now(),
    );
    expect([...userIds].sort()).toEqual([ada, silent].sort());
    expect(contactMethods).toEqual([
      { id: first.id, userId: ada, channel: 'email', address: 'one@example.com', verified: true },
      { id: second.id, userId: ada, channel: 'email', address: 'two@example.com', verified: false },
    ]);
    expect([...webhooks].sort((a, b) => Number(b.enabled) - Number(a.enabled))).toEqual([
      { id: on, kind: 'standard', enabled: true },
      { id: off, kind: 'standard', enabled: false },
    ]);
    expect(await house.directory.reach(place.database, [], house.clock.now())).toEqual({
      at: house.clock.now(),
      userIds: [],
      contactMethods: [],
      preferences: [],
      webhooks: [],
      slackChannels: [],
      schedules: [],
      teams: [],
    });
  });

  test('of one contact method is its address and owner', async () => {
    const ada = await house.user('ada contact');
    const { id } = await house.contactMethods.create(ada, {
      channel: 'email',
      address: 'ada@example.com',
      verified: true,
    });
    expect(await house.directory.contact(place.database, id)).toEqual({
      userId: ada,
      name: 'ada contact',
      channel: 'email',
      address: 'ada@example.com',
      verified: true,
    });
    expect(await house.directory.contact(place.database, NOBODY)).toBeNull();
  });
});

test("a team falls back on its own target, then on the catch-all team's; on nobody where there is neither", async () => {
  const grace = await house.user('grace');
  const linus = await house.user('linus');
  const own = await house.teams.create({ name: 'own', fallback_target: { type: 'user', id: grace } });
  const without = await house.teams.create({ name: 'without' });
  const { catchAllTeamId } = await house.directory.directory(place.database);
  const ids = [own.id, without.id, catchAllTeamId];
  const fallbacks = async () => {
    const found = await house.directory.fallbackTargets(place.database, ids);
    return ids.map((id) => found.get(id));
  };
  const itsOwn = { type: 'user' as const, id: grace };
  expect(await fallbacks()).toEqual([[itsOwn], [], []]);
  const target = { type: 'user' as const, id: linus };
  await house.teams.change(catchAllTeamId, { fallback_target: target });
  expect(await fallbacks()).toEqual([[itsOwn, target], [target], [target]]);
  await house.teams.change(catchAllTeamId, { fallback_target: null });
  expect(await fallbacks()).toEqual([[itsOwn], [], []]);
});

describe('a webhook', () => {
  test('comes with its secrets open, the newest first, the last two only', async () => {
    const made = await house.webhooks.create({ name: 'x', url: 'https://example.com' });
    const [second] = (await house.webhooks.rotate(made.id)).secrets;
    const secrets = async () => (await house.directory.webhook(place.database, made.id))?.secrets;
    expect(await secrets()).toEqual([second, made.secrets[0]]);
    const [third] = (await house.webhooks.rotate(made.id)).secrets;
    expect(await secrets()).toEqual([third, second]);
    expect(third).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const [row] = await place.database('webhooks').where({ id: made.id }).select('sealedSecrets');
    expect(JSON.stringify(row)).not.toContain('whsec_');
    expect(await house.directory.webhook(place.database, NOBODY)).toBeNull();
  });

  test('that is turned off keeps its first reason, and none once it is on again', async () => {
    const id = await house.webhook('gone');
    await house.directory.turnOffWebhook(place.database, id, 'it answered 410', house.clock.now());
    await house.webhooks.change(id, { enabled: false });
    expect(await house.webhooks.get(id)).toMatchObject({
      turnedOffReason: 'it answered 410',
      turnedOffAt: house.clock.now(),
    });
    expect((await house.directory.webhook(place.database, id))?.enabled).toBe(false);
    await house.webhooks.change(id, { enabled: true });
    expect(await house.webhooks.get(id)).toMatchObject({ turnedOffReason: null, turnedOffAt: null });
  });
});

test('names are given for what exists', async () => {
  const ada = await house.user('ada named');
  const { catchAllTeamId } = await house.directory.directory(place.database);
  const names = await house.directory.names(place.database, { teamIds: [catchAllTeamId, NOBODY], userIds: [ada] });
  expect([...names.teams]).toEqual([[catchAllTeamId, 'Catch-all']]);
  expect([...names.users]).toEqual([[ada, 'ada named']]);
});
