import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { addDelivery, addIncident, addUser, AT, later } from '../../../test/harness/rows.ts';
import { FallbackRepository } from './fallback.repository.ts';

const tellings = new FallbackRepository();

let place: TestDatabase;
let incident: { readonly id: string };
let userId: string;
beforeAll(async () => {
  place = await testDatabase();
});
beforeEach(async () => {
  incident = await addIncident(place.database);
  userId = await addUser(place.database, randomUUID());
});
afterAll(() => place.drop());

/** Answers the id of its notification. */
async function tell(channel: string, about: string, delivery: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const id = await addDelivery(place.database, incident, {
    delivery: { channel, ...delivery },
    notification: { channel, recipientId: userId, uniqueKey: `v1:${incident.id}:${about}:user:${userId}:${channel}` },
  });
  const row = (await place.database('deliveries').where({ id }).first('notificationId')) as { notificationId: string };
  return row.notificationId;
}

test('a telling is all channels of one passage to one recipient, and nothing else', async () => {
  const slack = await tell('slack', 'run:1:1:escalation_step', { status: 'sending', attempts: 1 });
  await tell('email', 'run:1:1:escalation_step', { status: 'sent', attempts: 2 });
  await tell('email', 'run:1:2:escalation_step', { status: 'failed' });
  userId = await addUser(place.database, randomUUID());
  await tell('email', 'run:1:1:escalation_step', { status: 'failed' });
  const telling = await place.database.transaction((transaction) => tellings.lock(transaction, slack, AT));
  expect(telling).toMatchObject({ channel: 'slack', urgency: 'high', event: 'escalation_step' });
  expect(telling?.others).toMatchObject([{ channel: 'email', status: 'sent', attempts: 2, isDelayed: false }]);
});

test('a channel that waits for its own delay is told apart from one that is held, is due, or was tried', async () => {
  const sms = await tell('sms', 'run:1:1:escalation_step', { dueAt: later(120) });
  await tell('voice', 'run:1:1:escalation_step', { dueAt: later(120), holdReason: 'throttle' });
  await tell('email', 'run:1:1:escalation_step', { dueAt: later(120), attempts: 1 });
  const slack = await tell('slack', 'run:1:1:escalation_step', { status: 'failed', dueAt: null, attempts: 1 });
  const delayed = async (now: Date) => {
    const telling = await place.database.transaction((transaction) => tellings.lock(transaction, slack, now));
    return telling?.others.filter(({ isDelayed }) => isDelayed).map(({ id }) => id);
  };
  expect(await delayed(AT)).toEqual([sms]);
  expect(await delayed(later(120))).toEqual([]);
});

test('two channels that fail at once are seen one after the other: the second knows of the first', async () => {
  const ids = [await tell('slack', 'step', { status: 'sending' }), await tell('email', 'step', { status: 'sending' })];
  const seen = await Promise.all(
    ids.map((notificationId) =>
      place.database.transaction(async (transaction) => {
        await transaction('deliveries').where({ notificationId }).update({ status: 'failed' });
        return (await tellings.lock(transaction, notificationId, AT))?.others.map(({ status }) => status);
      }),
    ),
  );
  expect(seen.flat().sort()).toEqual(['failed', 'sending']);
});

test('what is gone has none', async () => {
  const telling = await place.database.transaction((transaction) =>
    tellings.lock(transaction, '01890a5d-ac96-774b-bcce-b302099a8057', AT),
  );
  expect(telling).toBeNull();
});
