import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { addDelivery, addIncident } from '../../../test/harness/rows.ts';
import { SlackMessageRepository } from './slack-message.repository.ts';

const ROOM = 'C024BE91L';
const PLACE = { channel: ROOM, ts: '1799119440.000001' };

let place: TestDatabase;
let messages: SlackMessageRepository;
let incident: { readonly id: string };
beforeAll(async () => {
  place = await testDatabase();
  messages = new SlackMessageRepository(place.database);
});
beforeEach(async () => {
  incident = await addIncident(place.database);
});
afterAll(() => place.drop());

const delivery = (status: string) => addDelivery(place.database, incident, { delivery: { status, channel: 'slack' } });
const first = (id: string, conversation = ROOM) => messages.first(incident.id, conversation, id);
const keep = (id: string) => place.database.transaction((transaction) => messages.keep(transaction, id, PLACE));

describe("an incident's message in a conversation", () => {
  test('is for the first that asks, however often; others wait', async () => {
    const [one, two] = [await delivery('sending'), await delivery('sending')];
    expect(await first(one)).toEqual({ kind: 'yours' });
    expect(await first(two)).toEqual({ kind: 'on_its_way' });
    expect(await first(one)).toEqual({ kind: 'yours' });
  });

  test('is there for all once it was posted, and stays where it is', async () => {
    const [one, two] = [await delivery('sending'), await delivery('sending')];
    await first(one);
    await keep(one);
    await place.database.transaction((transaction) => messages.keep(transaction, one, { channel: ROOM, ts: '2' }));
    for (const id of [one, two]) expect(await first(id)).toEqual({ kind: 'there', place: PLACE, isShared: false });
  });

  test.each(['failed', 'suppressed'])('goes to the next when the first has %s', async (status) => {
    const [one, two] = [await delivery('sending'), await delivery('sending')];
    await first(one);
    await place.database('deliveries').where({ id: one }).update({ status });
    expect(await first(two)).toEqual({ kind: 'yours' });
    await keep(one);
    expect(await first(two)).toEqual({ kind: 'yours' });
  });

  test('is another in another conversation, and of another incident', async () => {
    const one = await delivery('sending');
    await first(one);
    expect(await first(await delivery('sending'), 'U024BE7LH')).toEqual({ kind: 'yours' });
    incident = await addIncident(place.database);
    expect(await first(await delivery('sending'))).toEqual({ kind: 'yours' });
  });

  test('of many that ask at once is for one', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => delivery('sending')));
    const answers = await Promise.all(ids.map((id) => first(id)));
    expect(answers.filter(({ kind }) => kind === 'yours')).toHaveLength(1);
    expect(answers.filter(({ kind }) => kind === 'on_its_way')).toHaveLength(7);
  });
});

test('a message about several incidents stands for those that have none there, and is not taken for their own', async () => {
  const own = await addDelivery(place.database, incident);
  const leader = await addDelivery(place.database, incident);
  await messages.first(incident.id, ROOM, own);
  await keep(own);
  const other = await addIncident(place.database);
  const shared = { ...PLACE, ts: '9', conversation: ROOM, deliveryId: leader };
  await place.database.transaction((transaction) => messages.keepShared(transaction, shared, [incident.id, other.id]));
  expect(await messages.first(incident.id, ROOM, leader)).toEqual({ kind: 'there', place: PLACE, isShared: false });
  expect(await messages.first(other.id, ROOM, leader)).toEqual({
    kind: 'there',
    place: { ...PLACE, ts: '9' },
    isShared: true,
  });
});
