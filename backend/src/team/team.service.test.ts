import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { ManualClock } from '../../../test/harness/manual-clock.ts';
import { writeCursor } from '../access/cursor.ts';
import { openHouse, type TeamHouse } from './house.fixture.ts';

let place: TestDatabase;
let house: TeamHouse;
let count = 0;
beforeAll(async () => {
  place = await testDatabase();
});
beforeEach(() => {
  house = openHouse(place.database, new ManualClock());
  count += 1;
});
afterAll(() => place.drop());

const NOBODY = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11';
const refused = (status: number, path?: string) => ({
  details: { status, ...(path !== undefined && { errors: [{ path }] }) },
});

describe('a team', () => {
  test('has plain settings unless told otherwise', async () => {
    expect(await house.teams.create({ name: `plain ${count}` })).toMatchObject({
      isCatchAll: false,
      reopenWindowSeconds: 900,
      resolveAfterRecoverySeconds: 3_600,
      resolveAfterUntrackedSeconds: 3_600,
      acknowledgementTimeoutSeconds: 1_800,
      fallbackTarget: null,
      memberIds: [],
      createdAt: house.clock.now(),
    });
  });

  test('changes what it is told to, and nothing else', async () => {
    const ada = await house.user(`ada ${count}`);
    const made = await house.teams.create({ name: `team ${count}`, member_ids: [ada, ada], reopen_window_seconds: 5 });
    expect(made.memberIds).toEqual([ada]);
    expect(await house.teams.change(made.id, {})).toEqual(made);
    const changed = { ...made, resolveAfterRecoverySeconds: null, fallbackTarget: { type: 'user' as const, id: ada } };
    const change = { resolve_after_recovery_seconds: null, fallback_target: changed.fallbackTarget };
    expect(await house.teams.change(made.id, change)).toEqual(changed);
    expect(await house.teams.get(made.id)).toEqual(changed);
  });

  test('shares its members with what the responders say of themselves', async () => {
    const ada = await house.user(`ada ${count}`);
    const { id } = await house.teams.create({ name: `team ${count}`, member_ids: [ada] });
    expect((await house.users.get(ada)).teamIds).toEqual([id]);
    await house.users.change(ada, { team_ids: [] });
    expect((await house.teams.get(id)).memberIds).toEqual([]);
    const writes = [house.users.change(ada, { team_ids: [id] }), house.teams.change(id, { member_ids: [ada] })];
    await Promise.all(writes);
    expect((await house.teams.get(id)).memberIds).toEqual([ada]);
  });

  test('has a name of its own, whatever the case, also when two are made at once', async () => {
    const names = [`Same ${count}`, `SAME ${count}`];
    const results = await Promise.allSettled(names.map((name) => house.teams.create({ name })));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(house.teams.create({ name: `same ${count}` })).rejects.toMatchObject(refused(409, '$.name'));
  });

  test('has members and a fallback that exist', async () => {
    const name = `strict ${count}`;
    await expect(house.teams.create({ name, member_ids: [NOBODY] })).rejects.toMatchObject(
      refused(422, '$.member_ids'),
    );
    const fallback = { name, fallback_target: { type: 'webhook' as const, id: NOBODY } };
    await expect(house.teams.create(fallback)).rejects.toMatchObject(refused(422, '$.fallback_target.id'));
    await expect(house.teams.change(NOBODY, { name })).rejects.toMatchObject(refused(404));
    await expect(house.teams.get(NOBODY)).rejects.toMatchObject(refused(404));
  });

  test('goes when it owns nothing', async () => {
    const ada = await house.user(`ada ${count}`);
    const { id } = await house.teams.create({ name: `team ${count}`, member_ids: [ada] });
    const rule = await house.rules.create({ team_id: id, matchers: {} });
    await expect(house.teams.delete(id)).rejects.toMatchObject(refused(409));
    await house.rules.delete(rule.id);
    await house.teams.delete(id);
    await expect(house.teams.delete(id)).rejects.toMatchObject(refused(404));
    expect((await house.users.get(ada)).teamIds).toEqual([]);
  });

  test('that owns incidents stays', async () => {
    const { id } = await house.teams.create({ name: `team ${count}` });
    const at = house.clock.now();
    await place.database('incidents').insert({
      ...{
        id: NOBODY,
        alertId: NOBODY,
        teamId: id,
        title: 'x',
        severity: 'error',
        urgency: 'high',
        status: 'resolved',
      },
      ...{ links: '{}', alertCount: 1, createdAt: at, triggeredAt: at, lastSeenAt: at },
    });
    await expect(house.teams.delete(id)).rejects.toMatchObject(refused(409));
  });

  test('that catches all stays', async () => {
    const { catchAllTeamId } = await house.directory.directory(place.database);
    await expect(house.teams.delete(catchAllTeamId)).rejects.toMatchObject(refused(409));
  });

  test('is listed by name, each once, over all pages', async () => {
    for (const name of ['b', 'A', 'ä', 'a2']) await house.teams.create({ name: `${name} ${count}` });
    const whole = await house.teams.page({ limit: 200 });
    const paged: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await house.teams.page({ limit: 3, ...(cursor !== null && { cursor }) });
      paged.push(...page.items.map(({ id }) => id));
      cursor = writeCursor(page.next);
    } while (cursor !== null);
    expect(paged).toEqual(whole.items.map(({ id }) => id));
    expect(new Set(paged).size).toBe(paged.length);
  });
});

describe('a responder', () => {
  test('has a user name of their own, whatever the case, and teams that exist', async () => {
    const name = `ada ${count}`;
    await house.user(name);
    await expect(house.users.create({ name, username: name.toUpperCase() })).rejects.toMatchObject(
      refused(409, '$.username'),
    );
    const wrong = { name, username: `other ${count}`, team_ids: [NOBODY] };
    await expect(house.users.create(wrong)).rejects.toMatchObject(refused(422, '$.team_ids'));
    await expect(house.users.change(NOBODY, { name })).rejects.toMatchObject(refused(404));
  });

  test('changes what they are told to, and nothing else', async () => {
    const id = await house.user(`ada ${count}`);
    const made = await house.users.get(id);
    expect(made).toMatchObject({ timeZone: 'UTC', contactMethods: [], teamIds: [] });
    expect(await house.users.change(id, { time_zone: 'Asia/Tokyo' })).toEqual({ ...made, timeZone: 'Asia/Tokyo' });
    expect((await house.users.page({ limit: 200 })).items).toContainEqual({ ...made, timeZone: 'Asia/Tokyo' });
  });
});

describe('a contact method', () => {
  test('goes last unless placed, and is unverified unless vouched for', async () => {
    const ada = await house.user(`ada ${count}`);
    const make = (address: string, rest = {}) =>
      house.contactMethods.create(ada, { channel: 'email', address, ...rest });
    await make('b@example.com', { position: 3 });
    await make('c@example.com', { verified: true });
    await make('a@example.com', { position: 0 });
    const { contactMethods } = await house.users.get(ada);
    expect(contactMethods.map(({ address, position, verifiedAt }) => [address, position, verifiedAt])).toEqual([
      ['a@example.com', 0, null],
      ['b@example.com', 3, null],
      ['c@example.com', 4, house.clock.now()],
    ]);
    await expect(
      house.contactMethods.create(NOBODY, { channel: 'email', address: 'x@example.com' }),
    ).rejects.toMatchObject(refused(404));
  });

  test('is verified for its address only', async () => {
    const ada = await house.user(`ada ${count}`);
    const { id } = await house.contactMethods.create(ada, {
      channel: 'email',
      address: 'a@example.com',
      verified: true,
    });
    const change = async (given: { address?: string; verified?: boolean; position?: number }) =>
      (await house.contactMethods.change(id, given)).verifiedAt !== null;
    expect(await change({ position: 2 })).toBe(true);
    expect(await change({ address: 'a@example.com' })).toBe(true);
    expect(await change({ address: 'b@example.com' })).toBe(false);
    expect(await change({ verified: true })).toBe(true);
    expect(await change({ address: 'c@example.com', verified: true })).toBe(true);
    expect(await change({ verified: false })).toBe(false);
    expect((await house.users.get(ada)).contactMethods).toMatchObject([
      { address: 'c@example.com', position: 2, verifiedAt: null },
    ]);
  });

  test('goes once', async () => {
    const ada = await house.user(`ada ${count}`);
    const { id } = await house.contactMethods.create(ada, { channel: 'email', address: 'a@example.com' });
    await house.contactMethods.delete(id);
    await expect(house.contactMethods.delete(id)).rejects.toMatchObject(refused(404));
    await expect(house.contactMethods.change(id, {})).rejects.toMatchObject(refused(404));
  });
});

describe('a webhook', () => {
  test('keeps the secrets that it was given, and a team that exists', async () => {
    const secrets = [
      `whsec_${Buffer.alloc(24, 1).toString('base64')}`,
      `whsec_${Buffer.alloc(24, 2).toString('base64')}`,
    ];
    const made = await house.webhooks.create({ name: 'w', url: 'https://example.com', secrets });
    expect(made.secrets).toEqual(secrets);
    expect((await house.directory.webhook(place.database, made.id))?.secrets).toEqual(secrets);
    await expect(house.webhooks.change(made.id, { team_id: NOBODY })).rejects.toMatchObject(refused(422, '$.team_id'));
    await expect(house.webhooks.rotate(NOBODY)).rejects.toMatchObject(refused(404));
    await expect(house.webhooks.change(NOBODY, { enabled: false })).rejects.toMatchObject(refused(404));
    const { secrets: _, ...row } = made;
    expect((await house.webhooks.page({ limit: 200 })).items).toContainEqual(row);
  });
});

describe('whom a policy or a team names', () => {
  test('stays until named no more, and the answer says where', async () => {
    const ada = await house.user(`ada ${count}`);
    const hook = await house.webhook(`hook ${count}`);
    const team = await house.teams.create({ name: `team ${count}`, fallback_target: { type: 'user', id: ada } });
    const targets = [
      { type: 'user', id: ada },
      { type: 'webhook', id: hook },
    ];
    const steps = JSON.stringify([
      { delaySeconds: 0, timeoutSeconds: 1, targets: [] },
      { delaySeconds: 0, timeoutSeconds: 1, targets },
    ]);
    const policy = { id: NOBODY, name: 'night', matchers: '{}', steps };
    await place.database('escalation_policies').insert(policy);
    const [{ id }] = await place.database('escalation_policies').select('id');
    const byPolicy = { type: 'escalation_policy', id, name: 'night' };
    const byTeam = { type: 'fallback_of_team', id: team.id, name: team.name };
    await expect(house.deletion.deleteUser(ada)).rejects.toMatchObject({
      details: { status: 409, named_by: [byPolicy, byTeam] },
    });
    await expect(house.deletion.deleteWebhook(hook)).rejects.toMatchObject({
      details: { status: 409, named_by: [byPolicy] },
    });
    await place.database('escalation_policies').delete();
    await house.teams.delete(team.id);
    await house.deletion.deleteUser(ada);
    await house.deletion.deleteWebhook(hook);
    await expect(house.deletion.deleteUser(ada)).rejects.toMatchObject(refused(404));
    await expect(house.deletion.deleteWebhook(hook)).rejects.toMatchObject(refused(404));
  });

  test('either goes or is named, when both are asked at once', async () => {
    const users = await Promise.all([1, 2, 3, 4].map((number) => house.user(`racer ${count} ${number}`)));
    const outcomes = await Promise.all(
      users.map(async (id) => {
        const naming = house.teams.create({ name: `names ${id}`, fallback_target: { type: 'user', id } });
        const results = await Promise.allSettled([naming, house.deletion.deleteUser(id)]);
        return results.map(({ status }) => status).sort();
      }),
    );
    expect(outcomes).toEqual(users.map(() => ['fulfilled', 'rejected']));
  });
});

test('a responder with the last live admin token stays; with another, their token goes too', async () => {
  const ada = await house.user(`ada ${count}`);
  const made = await house.tokens.create({ name: 'ada', scopes: ['admin'], user_id: ada });
  await expect(house.deletion.deleteUser(ada)).rejects.toMatchObject(refused(409));
  expect(await house.callers.authenticate(`Bearer ${made.token}`)).not.toBeNull();
  await house.tokens.create({ name: 'other', scopes: ['admin'] });
  await house.deletion.deleteUser(ada);
  expect(await house.callers.authenticate(`Bearer ${made.token}`)).toBeNull();
});
