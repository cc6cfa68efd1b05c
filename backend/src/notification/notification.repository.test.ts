import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { addDelivery, addIncident, AT, later } from '../../../test/harness/rows.ts';
import type { Transaction } from '../platform/database.ts';
import { NotificationRepository, type NotificationRow } from './notification.repository.ts';

const notifications = new NotificationRepository();

let place: TestDatabase;
let incident: { readonly id: string };
beforeAll(async () => {
  place = await testDatabase();
});
beforeEach(async () => {
  await place.database('deliveries').delete();
  await place.database('incidents').delete();
  incident = await addIncident(place.database);
});
afterAll(() => place.drop());

const within = <Result>(act: (transaction: Transaction) => Promise<Result>) => place.database.transaction(act);

function row(uniqueKey: string): NotificationRow {
  const recipient = { type: 'user', id: randomUUID() } as const;
  const what = {
    event: 'escalation_step',
    channel: 'email',
    contactMethodId: null,
    reason: null,
    onCall: false,
  } as const;
  const passage = { escalationId: null, run: 1, round: 1, step: 1 };
  return { id: randomUUID(), uniqueKey, incidentId: incident.id, ...passage, ...what, recipient, createdAt: AT };
}

describe('a notification', () => {
  test('is planned once, whoever plans it again', async () => {
    const [first, again, other] = [row('a'), row('a'), row('b')];
    expect(await within((transaction) => notifications.insertNew(transaction, [first]))).toEqual(new Set([first.id]));
    expect(await within((transaction) => notifications.insertNew(transaction, [again, other]))).toEqual(
      new Set([other.id]),
    );
    expect(await within((transaction) => notifications.insertNew(transaction, []))).toEqual(new Set());
  });

  test('that two plan at once is planned by one of them', async () => {
    const plans = Array.from({ length: 8 }, () =>
      within((transaction) => notifications.insertNew(transaction, [row('a'), row('b')])),
    );
    const planned = (await Promise.all(plans)).map((ids) => ids.size);
    expect(planned.reduce((sum, count) => sum + count, 0)).toBe(2);
  });

  test('of 10,000 recipients takes more than one statement', async () => {
    const rows = Array.from({ length: 10_000 }, (_, at) => row(`n${at}`));
    expect((await within((transaction) => notifications.insertNew(transaction, rows))).size).toBe(10_000);
  });
});

describe('who was told', () => {
  const told = () => within((transaction) => notifications.toldOf(transaction, [incident.id]));

  test('is who got it, or may have got it, since the incident was last opened', async () => {
    const people = Array.from({ length: 9 }, () => randomUUID());
    const add = (at: number, status: string, over = {}, sentAt: Date | null = null) =>
      addDelivery(place.database, incident, {
        delivery: { status, sentAt },
        notification: { recipientId: people[at], ...over },
      });
    await add(0, 'sent', {}, AT);
    await add(0, 'sent', {}, AT);
    await add(1, 'delivered', { channel: 'webhook', recipientType: 'webhook' }, AT);
    await add(2, 'sending');
    await add(3, 'failed', {}, AT);
    await add(4, 'pending');
    await add(5, 'failed');
    await add(6, 'suppressed');
    await add(7, 'sent', { event: 'resolved' }, AT);
    await add(8, 'sent', { createdAt: later(-1) }, AT);
    const answer = await told();
    expect(new Set(answer.map(({ recipient }) => recipient.id))).toEqual(new Set(people.slice(0, 4)));
    expect(answer).toHaveLength(4);
    expect(answer).toContainEqual({
      incidentId: incident.id,
      recipient: { type: 'webhook', id: people[1] },
      channel: 'webhook',
      contactMethodId: null,
      isHolder: false,
      isOnCall: false,
    });
  });

  test('is nobody for an incident that told nobody', async () => {
    expect(await told()).toEqual([]);
  });
});

describe('what waits', () => {
  test('is what has not been tried and is held by nothing but quiet hours', async () => {
    const add = (delivery: Readonly<Record<string, unknown>>) => addDelivery(place.database, incident, { delivery });
    await add({ dueAt: later(60) });
    await add({ dueAt: later(60), holdReason: 'quiet_hours' });
    await add({ dueAt: later(60), holdReason: 'throttle' });
    await add({ attempts: 1 });
    await add({ status: 'sent' });
    const waiting = await within((transaction) => notifications.waitingOf(transaction, [incident.id]));
    expect(waiting.map(({ isHeld }) => isHeld).sort()).toEqual([false, true]);
    expect(waiting[0]).toMatchObject({ incidentId: incident.id, event: 'escalation_step', channel: 'email', step: 1 });
    expect(await within((transaction) => notifications.waitingOf(transaction, []))).toEqual([]);
  });

  test('says why it comes sooner, beside what it said before', async () => {
    const rows = [row('a'), { ...row('b'), reason: 'on call' }];
    await within((transaction) => notifications.insertNew(transaction, rows));
    const ids = rows.map(({ id }) => id);
    await within((transaction) => notifications.addReason(transaction, ids, 'it rose'));
    const reasons: readonly string[] = await place.database('notifications').whereIn('id', ids).pluck('reason');
    expect([...reasons].sort()).toEqual(['it rose', 'on call; it rose']);
  });
});
