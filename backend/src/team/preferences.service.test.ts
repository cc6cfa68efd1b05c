import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { givenPreferencesSchema, type GivenPreferences } from 'incident-core';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { ManualClock } from '../../../test/harness/manual-clock.ts';
import { openHouse, type TeamHouse } from './house.fixture.ts';

let place: TestDatabase;
let house: TeamHouse;
let ada: string;
beforeAll(async () => {
  place = await testDatabase();
  house = openHouse(place.database, new ManualClock());
});
beforeEach(async () => {
  ada = await house.user(randomUUID());
});
afterAll(() => place.drop());

const GIVEN: GivenPreferences = {
  high: [
    { channel: 'email', delay_seconds: 0 },
    { channel: 'sms', delay_seconds: 120 },
  ],
  low: [{ channel: 'email', delay_seconds: 0 }],
  quiet_hours: { from: '22:00', until: '07:00' },
  working_days: ['monday'],
  status_updates: true,
  time_zone: 'Europe/Berlin',
};

describe('preferences', () => {
  test('are those of everybody until something is said, and then what was said', async () => {
    expect(await house.preferences.get(ada)).toMatchObject({ isDefault: true, timeZone: 'UTC' });
    const given = await house.preferences.replace(ada, GIVEN);
    expect(given).toMatchObject({ isDefault: false, timeZone: 'Europe/Berlin' });
    expect(given.preferences).toMatchObject({
      high: [
        { channel: 'email', delaySeconds: 0 },
        { channel: 'sms', delaySeconds: 120 },
      ],
      quietHours: { from: '22:00', until: '07:00' },
      workingDays: ['monday'],
      statusUpdates: true,
    });
    expect(await house.preferences.get(ada)).toEqual(given);
  });

  test('are replaced whole, but for the zone when none is given', async () => {
    await house.preferences.replace(ada, GIVEN);
    const { time_zone: _, ...rest } = { ...GIVEN, quiet_hours: null, working_days: null };
    expect(await house.preferences.replace(ada, rest)).toMatchObject({
      timeZone: 'Europe/Berlin',
      preferences: { quietHours: null, workingDays: null },
    });
  });

  test('of two who write at once are those of one of them, whole', async () => {
    const others: readonly GivenPreferences[] = [GIVEN, { ...GIVEN, high: GIVEN.low, status_updates: false }];
    await Promise.all(others.map((given) => house.preferences.replace(ada, given)));
    const { high, statusUpdates } = (await house.preferences.get(ada)).preferences;
    expect(high.length === 2).toBe(statusUpdates);
  });

  test('of nobody are none', async () => {
    await expect(house.preferences.get(randomUUID())).rejects.toMatchObject({ status: 404 });
    await expect(house.preferences.replace(randomUUID(), GIVEN)).rejects.toMatchObject({ status: 404 });
  });

  test('are part of how somebody is reached, with quiet hours from now on, unless they are on call', async () => {
    const now = house.clock.now();
    await house.preferences.replace(ada, { ...GIVEN, working_days: null });
    const ben = await house.user(randomUUID());
    const targets = [ada, ben].map((id) => ({ type: 'user', id }) as const);
    const reach = () => house.directory.reach(place.database, targets, now);
    const until = new Date('2027-01-05T06:00:00.000Z');
    const [first] = (await reach()).preferences;
    expect((await reach()).preferences).toMatchObject([{ userId: ada, preferences: { statusUpdates: true } }]);
    expect(first?.quiet[0]).toEqual({ from: new Date('2027-01-04T21:00:00.000Z'), until });
    const team = await house.teams.create({ name: randomUUID() });
    const silent = {
      handoff_notices: false,
      handoff_channels: [],
      handoff_tells: [],
      handoff_slack_channel_id: null,
      handoff_webhook_id: null,
    };
    const empty = { name: 'Primary', team_id: team.id, time_zone: 'UTC', ...silent, layers: [] };
    const { id: scheduleId } = await house.schedules.create(empty);
    const around = { startsAt: new Date(now.getTime() - 1_000), endsAt: new Date(now.getTime() + 1_000) };
    const override = { id: randomUUID(), scheduleId, userId: ada, ...around, createdAt: now };
    await place.database('schedule_overrides').insert(override);
    expect((await reach()).preferences).toMatchObject([{ userId: ada, quiet: [] }]);
  });
});

describe('of what is given', () => {
  const at = (channel: string, delay_seconds: unknown) => ({ channel, delay_seconds });
  const email = at('email', 0);

  test.each<readonly [string, object, readonly (string | number)[]]>([
    ['a channel that there is not', { high: [at('pigeon', 0)] }, ['high', 0, 'channel']],
    ['a channel on which nobody has an address', { low: [at('webhook', 0)] }, ['low', 0, 'channel']],
    ['a delay before now', { high: [at('email', -1)] }, ['high', 0, 'delay_seconds']],
    ['a delay of more than a day', { high: [at('email', 86_401)] }, ['high', 0, 'delay_seconds']],
    ['a delay of parts of a second', { high: [at('email', 0.5)] }, ['high', 0, 'delay_seconds']],
    ['a channel twice', { high: [email, at('email', 60)] }, ['high', 1, 'channel']],
    ['a delay before that of the one before', { high: [at('sms', 60), email] }, ['high', 1, 'delay_seconds']],
    ['no channel', { low: [] }, ['low']],
    ['quiet hours without length', { quiet_hours: { from: '22:00', until: '22:00' } }, ['quiet_hours', 'until']],
    ['a time that no clock shows', { quiet_hours: { from: '24:00', until: '07:00' } }, ['quiet_hours', 'from']],
    ['no working days', { working_days: [] }, ['working_days']],
    ['a weekday twice', { working_days: ['monday', 'monday'] }, ['working_days']],
    ['a weekday that there is not', { working_days: ['funday'] }, ['working_days', 0]],
    ['a zone that there is not', { time_zone: 'Europe/Atlantis' }, ['time_zone']],
    ['a field that is unknown', { snooze: true }, []],
  ])('%s is refused, with its place', (_, over, path) => {
    const parsed = givenPreferencesSchema.safeParse({ ...GIVEN, ...over });
    expect(parsed.error?.issues.map((issue) => issue.path)).toEqual([path]);
  });

  test.each(['high', 'low', 'quiet_hours', 'working_days', 'status_updates'])('%s must be said', (field) => {
    const parsed = givenPreferencesSchema.safeParse({ ...GIVEN, [field]: undefined });
    expect(parsed.error?.issues.map((issue) => issue.path)).toEqual([[field]]);
  });
});
