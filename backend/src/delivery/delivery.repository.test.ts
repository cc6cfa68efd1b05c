import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { addDelivery, addIncident, addUser, AT, later, runRow } from '../../../test/harness/rows.ts';
import { EscalationRepository } from '../escalation/escalation.repository.ts';
import { DeliveryRepository, type ClaimedDelivery, type DeliveryEnd } from './delivery.repository.ts';

const NOBODY = '01890a5d-ac96-774b-bcce-b302099a8057';
const SENT: DeliveryEnd = { status: 'sent', reason: null, providerId: 'p', dueAt: null };

let place: TestDatabase;
let deliveries: DeliveryRepository;
let incident: { readonly id: string };
beforeAll(async () => {
  place = await testDatabase();
  deliveries = new DeliveryRepository(place.database);
});
beforeEach(async () => {
  await place.database('deliveries').delete();
  await place.database('incidents').delete();
  incident = await addIncident(place.database);
});
afterAll(() => place.drop());

const add = (delivery: Readonly<Record<string, unknown>> = {}) => addDelivery(place.database, incident, { delivery });
const row = (id: string) => place.database('deliveries').where({ id }).first('*');
const end = (claimed: ClaimedDelivery, how: DeliveryEnd) =>
  place.database.transaction((transaction) => deliveries.end(transaction, claimed, how, later(2)));

async function claimOne(now = AT): Promise<ClaimedDelivery> {
  const [claimed] = await deliveries.claim('email', now, 60, 1);
  if (!claimed) throw new Error('nothing was due');
  return claimed;
}

describe('a claim', () => {
  test('takes what is due on its channel: the urgent first, then by time, no more than asked', async () => {
    const low = await add({ urgency: 'low', dueAt: later(-9) });
    const second = await add({ dueAt: later(-1) });
    const first = await add({ dueAt: later(-2) });
    await add({ dueAt: later(1) });
    await add({ channel: 'webhook' });
    await add({ parkedAt: AT });
    for (const status of ['sent', 'delivered', 'failed', 'suppressed']) await add({ status });
    const two = await deliveries.claim('email', AT, 60, 2);
    expect(new Set(two.map(({ id }) => id))).toEqual(new Set([first, second]));
    expect(await deliveries.claim('email', AT, 60, 2)).toMatchObject([
      { id: low, attempts: 1, fence: 1, firstAttemptAt: AT },
    ]);
    expect(await deliveries.claim('email', AT, 60, 2)).toEqual([]);
  });

  test('that races with others takes each row once', async () => {
    for (let count = 0; count < 40; count += 1) await add();
    const claims = await Promise.all(Array.from({ length: 8 }, () => deliveries.claim('email', AT, 60, 10)));
    const ids = claims.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    // Who meets rows that others hold passes over them, so some may be left for the next tick.
    const rest = await deliveries.claim('email', AT, 60, 40);
    expect(new Set([...ids, ...rest.map(({ id }) => id)]).size).toBe(40);
  });

  test('takes again what somebody held for longer than the lease, with a higher fence', async () => {
    const id = await add();
    await deliveries.claim('email', AT, 60, 1);
    expect(await deliveries.claim('email', later(59), 60, 1)).toEqual([]);
    expect(await deliveries.claim('email', later(60), 60, 1)).toMatchObject([
      { id, attempts: 2, fence: 2, firstAttemptAt: AT },
    ]);
  });
});

describe('the end of an attempt', () => {
  test('is written by who holds the lease, and by nobody whose lease was lost', async () => {
    const id = await add();
    const lost = await claimOne();
    const holder = await claimOne(later(60));
    expect(await end(lost, { ...SENT, status: 'failed' })).toBe(false);
    expect(await row(id)).toMatchObject({ status: 'sending', fence: 2 });
    expect(await end(holder, SENT)).toBe(true);
    expect(await row(id)).toMatchObject({
      status: 'sent',
      providerId: 'p',
      sentAt: later(2),
      endedAt: later(2),
      leasedUntil: null,
    });
    expect(await end(holder, { ...SENT, status: 'failed' })).toBe(false);
  });

  test.each([
    ['sent', { sentAt: later(2), deliveredAt: null, endedAt: later(2) }],
    ['delivered', { sentAt: later(2), deliveredAt: later(2), endedAt: later(2) }],
    ['failed', { sentAt: null, deliveredAt: null, endedAt: later(2) }],
    ['suppressed', { sentAt: null, deliveredAt: null, endedAt: later(2) }],
    ['pending', { sentAt: null, deliveredAt: null, endedAt: null, dueAt: later(9) }],
  ] as const)('%s says when', async (status, times) => {
    const id = await add();
    const dueAt = status === 'pending' ? later(9) : null;
    await end(await claimOne(), { status, reason: 'because', providerId: null, dueAt });
    expect(await row(id)).toMatchObject({ status, reason: 'because', leasedUntil: null, dueAt, ...times });
  });

  test('is kept with its attempt, which begins once', async () => {
    await add();
    const claimed = await claimOne();
    await deliveries.beginAttempt(claimed.id, 1, AT);
    await deliveries.beginAttempt(claimed.id, 1, later(5));
    await place.database.transaction((transaction) =>
      deliveries.endAttempt(transaction, claimed, 'refused', 'it said 421', later(1)),
    );
    expect(await place.database('delivery_attempts').select('*')).toEqual([
      {
        deliveryId: claimed.id,
        attempt: 1,
        startedAt: AT,
        endedAt: later(1),
        outcome: 'refused',
        error: 'it said 421',
      },
    ]);
  });
});

describe('a failure of our own', () => {
  test('is counted, tried later, and parked at the limit', async () => {
    const id = await add();
    for (let failure = 1; failure <= 3; failure += 1) {
      const claimed = await claimOne(later(30 * failure));
      expect(await deliveries.countFailure(claimed, 3, later(30 * failure + 30), later(30 * failure))).toBe(
        failure === 3,
      );
    }
    expect(await row(id)).toMatchObject({ status: 'pending', failures: 3, parkedAt: later(90), leasedUntil: null });
    expect(await deliveries.claim('email', later(9_999), 60, 1)).toEqual([]);
  });

  test('of one who lost the lease counts nothing', async () => {
    const id = await add();
    const lost = await claimOne();
    await claimOne(later(60));
    expect(await deliveries.countFailure(lost, 1, AT, AT)).toBe(false);
    expect(await row(id)).toMatchObject({ status: 'sending', failures: 0, parkedAt: null });
  });
});

describe('what still waits when an escalation ends', () => {
  test('is suppressed: pending ones of its incidents that a run asked for, and no others', async () => {
    const run = runRow(incident);
    await place.database.transaction((transaction) => new EscalationRepository().insert(transaction, [run]));
    const other = await addIncident(place.database);
    const asked = (delivery = {}, of = incident) =>
      addDelivery(place.database, of, { delivery, notification: { escalationId: run.id } });
    const waiting = await asked();
    const kept = [
      await asked({ status: 'sending' }),
      await asked({ status: 'sent' }),
      await asked({}, other),
      await add(),
    ];
    const before = await Promise.all(kept.map(row));
    await place.database.transaction((transaction) =>
      deliveries.suppressWaiting(transaction, [incident.id], 'acknowledged', later(3)),
    );
    expect(await row(waiting)).toMatchObject({
      status: 'suppressed',
      reason: 'acknowledged',
      endedAt: later(3),
      dueAt: null,
    });
    expect(await Promise.all(kept.map(row))).toEqual(before);
  });
});

describe('the context of a delivery', () => {
  test('is the world as it is now: incident, run, recipient and address', async () => {
    const userId = await addUser(place.database, 'context-ada');
    const method = { id: NOBODY, userId, channel: 'email', address: 'ada@example.com', position: 0, verifiedAt: AT };
    await place.database('contact_methods').insert(method);
    const id = await addDelivery(place.database, incident, {
      notification: { recipientId: userId, contactMethodId: method.id },
    });
    await place.database('incidents').where({ id: incident.id }).update({ status: 'resolved', assigneeId: userId });
    expect(await deliveries.contexts([id])).toMatchObject([
      {
        deliveryId: id,
        event: 'escalation_step',
        status: 'resolved',
        userName: 'context-ada',
        assigneeName: 'context-ada',
        address: 'ada@example.com',
        verifiedAt: AT,
        runStatus: null,
        stepCount: null,
        teamName: 'Catch-all',
        title: 'Disk full',
      },
    ]);
    await place.database('users').where({ id: userId }).delete();
    expect(await deliveries.contexts([id])).toMatchObject([{ userName: null, address: null, assigneeName: null }]);
  });
});
