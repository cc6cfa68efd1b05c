import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { addDelivery, addIncident, addUser, AT, later, runRow } from '../../../test/harness/rows.ts';
import { EscalationRepository } from '../escalation/escalation.repository.ts';
import { refusedForNow } from './channel.ts';
import { claimsOn } from './claims.fixture.ts';
import type { Claims } from './claims.ts';
import { DeliveryRepository, type ClaimedDelivery, type DeliveryEnd } from './delivery.repository.ts';

const NOBODY = '01890a5d-ac96-774b-bcce-b302099a8057';
const SENT: DeliveryEnd = { status: 'sent', reason: null, providerId: 'p', dueAt: null, receiptDueAt: null };

let place: TestDatabase;
let deliveries: DeliveryRepository;
let claims: Claims;
let incident: { readonly id: string };
beforeAll(async () => {
  place = await testDatabase();
  deliveries = new DeliveryRepository(place.database);
  claims = claimsOn(place.database);
});
beforeEach(async () => {
  await place.database('deliveries').delete();
  await place.database('incidents').delete();
  incident = await addIncident(place.database);
});
afterAll(() => place.drop());

const add = (delivery: Readonly<Record<string, unknown>> = {}) => addDelivery(place.database, incident, { delivery });
const row = (id: string) => place.database('deliveries').where({ id }).first('*');
const end = async (claimed: ClaimedDelivery, how: DeliveryEnd) => {
  const rows = [{ claimed, end: how, at: later(2) }];
  const ended = await place.database.transaction((transaction) => deliveries.end(transaction, rows));
  return ended.has(claimed.id);
};

const mail = { channel: 'email', byServer: new Map() } as const;
const take = async (limit: number) => (await claims.take(mail, AT, 60, limit)).deliveries;

async function claimOne(now = AT): Promise<ClaimedDelivery> {
  const [claimed] = (await claims.take(mail, now, 60, 1)).deliveries;
  if (!claimed) throw new Error('nothing was due');
  return claimed;
}

describe('brought forward', () => {
  const bring = async (id: string, dueAt: Date, holdReason: 'quiet_hours' | null = null) => {
    const { notificationId } = (await row(id)) as { notificationId: string };
    const rows = [{ notificationId, urgency: 'high' as const, dueAt, holdReason }];
    return (await place.database.transaction((transaction) => deliveries.bringForward(transaction, rows))).length;
  };

  test('what waits for its delay is never later than it was, what is held is when it is said', async () => {
    const delayed = await add({ urgency: 'low', dueAt: later(60) });
    expect(await bring(delayed, later(120))).toBe(1);
    expect(await row(delayed)).toMatchObject({ urgency: 'high', dueAt: later(60) });
    expect(await bring(delayed, AT)).toBe(1);
    expect(await row(delayed)).toMatchObject({ dueAt: AT });
    const held = await add({ dueAt: later(60), holdReason: 'quiet_hours' });
    expect(await bring(held, later(120), 'quiet_hours')).toBe(1);
    expect(await row(held)).toMatchObject({ dueAt: later(120), holdReason: 'quiet_hours' });
    expect(await bring(held, AT)).toBe(1);
    expect(await row(held)).toMatchObject({ dueAt: AT, holdReason: null });
  });

  test('is not what was tried, is under way, has ended, or is held for another reason', async () => {
    const others = [{ attempts: 1 }, { status: 'sending' }, { status: 'sent' }, { holdReason: 'throttle' }];
    for (const over of others) {
      const id = await add({ dueAt: later(60), ...over });
      expect([over, await bring(id, AT)]).toEqual([over, 0]);
      expect(await row(id)).toMatchObject({ dueAt: later(60), ...over });
    }
  });

  test('while it is claimed, it is one or the other', async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, () => add({ dueAt: AT })));
    const [claimed, ...moved] = await Promise.all([take(10), ...ids.map((id) => bring(id, AT))]);
    const rest = await take(10);
    expect(moved.every((count) => count <= 1)).toBe(true);
    expect(new Set([...claimed, ...rest].map(({ id }) => id)).size).toBe(10);
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
    await end(await claimOne(), { status, reason: 'because', providerId: null, dueAt, receiptDueAt: null });
    expect(await row(id)).toMatchObject({ status, reason: 'because', leasedUntil: null, dueAt, ...times });
  });

  test('is written together with others, each under its own lease: one that is lost is left out', async () => {
    const ids = await Promise.all([add(), add(), add()]);
    const lost = await claimOne();
    await place.database('deliveries').where({ id: lost.id }).update({ fence: 9 });
    const claimed = [lost, ...(await take(9))];
    const rows = claimed.map((each, at) => ({ claimed: each, end: { ...SENT, providerId: `p${at}` }, at: later(at) }));
    const ended = await place.database.transaction((transaction) => deliveries.end(transaction, rows));
    expect([...ended].sort()).toEqual(ids.filter((id) => id !== lost.id).sort());
    expect(await row(lost.id)).toMatchObject({ status: 'sending', providerId: null, sentAt: null });
    for (const at of [1, 2]) {
      const { id = '' } = claimed[at] ?? {};
      expect(await row(id)).toMatchObject({ status: 'sent', providerId: `p${at}`, sentAt: later(at) });
    }
  });

  test('is that of those that went in the message too, but not of what ended otherwise meanwhile', async () => {
    const leader = await add();
    const went = await add({ status: 'sending', mergedInto: leader });
    const others = [
      await add({ status: 'suppressed', mergedInto: leader }),
      await add({ status: 'sending', mergedInto: await add() }),
    ];
    const before = await Promise.all(others.map(row));
    const rows = [went, ...others].map((id) => ({ id, leaderId: leader, end: SENT, at: later(2) }));
    const ended = await place.database.transaction((transaction) => deliveries.endMembers(transaction, rows));
    expect([...ended]).toEqual([went]);
    expect(await row(went)).toMatchObject({ status: 'sent', sentAt: later(2) });
    expect(await Promise.all(others.map(row))).toEqual(before);
  });

  test('is kept with its attempt, which begins once', async () => {
    await add();
    const claimed = await claimOne();
    await deliveries.beginAttempts([{ ...claimed, at: AT }]);
    await deliveries.beginAttempts([{ ...claimed, at: later(5) }]);
    await place.database.transaction((transaction) =>
      deliveries.endAttempts(transaction, [
        { claimed, outcome: refusedForNow('it said 421'), latencyMs: 17, at: later(1) },
      ]),
    );
    expect(await place.database('delivery_attempts').select('*')).toEqual([
      {
        deliveryId: claimed.id,
        attempt: 1,
        startedAt: AT,
        endedAt: later(1),
        outcome: 'refused',
        error: 'it said 421',
        latencyMs: 17,
        providerId: null,
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
    expect((await claims.take(mail, later(9_999), 60, 1)).deliveries).toEqual([]);
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
