import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ManualClock } from '../../../test/harness/manual-clock.ts';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { openHouse, type TeamHouse } from './house.fixture.ts';

const NOBODY = '01890a5d-ac96-774b-bcce-b302099a8057';

let place: TestDatabase;
let house: TeamHouse;
beforeAll(async () => {
  place = await testDatabase();
  house = openHouse(place.database, new ManualClock());
});
afterAll(() => place.drop());

const status = (details: Promise<unknown>) =>
  details.then(
    () => 200,
    (error: { details?: { status: number } }) => error.details?.status,
  );

test('a Slack channel is known once, can be turned off, and is found by who tells it', async () => {
  const { id } = await house.slackChannels.create({ name: 'alerts', channel_id: 'C0001' });
  expect(await house.slackChannels.get(id)).toMatchObject({ name: 'alerts', channelId: 'C0001', enabled: true });
  expect(await status(house.slackChannels.create({ name: 'again', channel_id: 'C0001' }))).toBe(409);
  await house.slackChannels.change(id, { enabled: false, name: 'quiet' });
  const target = { type: 'slack_channel', id } as const;
  const { slackChannels } = await house.directory.reach(place.database, [target], house.clock.now());
  expect(slackChannels).toEqual([{ id, enabled: false }]);
  const nameOf = await house.directory.nameTargets(place.database, [target]);
  expect(nameOf(target)).toEqual({ ...target, name: 'quiet' });
});

test('what is not there is said: the channel, the team', async () => {
  expect(await status(house.slackChannels.get(NOBODY))).toBe(404);
  expect(await status(house.slackChannels.change(NOBODY, { name: 'x' }))).toBe(404);
  expect(await status(house.deletion.deleteSlackChannel(NOBODY))).toBe(404);
  expect(await status(house.slackChannels.create({ name: 'x', channel_id: 'C0002', team_id: NOBODY }))).toBe(422);
});

test('one that a team falls back on is kept', async () => {
  const { id } = await house.slackChannels.create({ name: 'last', channel_id: 'C0003' });
  const target = { type: 'slack_channel', id } as const;
  const team = await house.teams.create({ name: 'last', fallback_target: target });
  expect(await status(house.deletion.deleteSlackChannel(id))).toBe(409);
  await house.teams.change(team.id, { fallback_target: null });
  expect(await status(house.deletion.deleteSlackChannel(id))).toBe(200);
  const missing = await place.database.transaction((transaction) =>
    house.directory.missingTargets(transaction, [target]),
  );
  expect(missing).toEqual([target]);
});

test('an address is looked for among the verified ones only, on the channels that are asked for', async () => {
  const ada = await house.user('ada of slack');
  const grace = await house.user('grace of slack');
  await house.contactMethods.create(ada, { channel: 'slack', address: 'U111', verified: true });
  await house.contactMethods.create(grace, { channel: 'slack', address: 'U111' });
  await house.contactMethods.create(grace, { channel: 'voice', address: '+4915112345678', verified: true });
  const owners = (channels: readonly ('slack' | 'sms' | 'voice')[], address: string) =>
    house.directory.ownersOf(place.database, channels, address);
  expect(await owners(['slack'], 'U111')).toEqual([{ id: ada, name: 'ada of slack' }]);
  expect(await owners(['sms', 'voice'], '+4915112345678')).toEqual([{ id: grace, name: 'grace of slack' }]);
  expect(await owners(['sms'], '+4915112345678')).toEqual([]);
});

test('a contact method takes only an address of its channel', async () => {
  const ada = await house.user('ada of phones');
  const method = await house.contactMethods.create(ada, { channel: 'sms', address: '+4915112345678', verified: true });
  expect(await status(house.contactMethods.change(method.id, { address: 'ada@example.com' }))).toBe(400);
  const changed = await house.contactMethods.change(method.id, { address: '+4915112345679' });
  expect(changed).toMatchObject({ address: '+4915112345679', verifiedAt: null });
});
