import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DEFAULT_THROTTLES, fromThrottles, type Throttles } from 'incident-core';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { addDelivery, addIncident, addUser, AT, later } from '../../../test/harness/rows.ts';
import { isTransient, type Transaction } from '../platform/database.ts';
import { ClaimRepository } from './claim.repository.ts';
import { claimsOn } from './claims.fixture.ts';
import type { Claims } from './claims.ts';
import { ThrottleRepository } from './throttle.repository.ts';

let place: TestDatabase;
let claims: Claims;
let incident: { readonly id: string };
let ada: string;
beforeAll(async () => {
  place = await testDatabase();
  claims = claimsOn(place.database);
  ada = await addUser(place.database, 'ada');
});
beforeEach(async () => {
  for (const table of ['deliveries', 'incidents', 'throttle_buckets', 'throttle_settings'])
    await place.database(table).delete();
  incident = await addIncident(place.database);
});
afterAll(() => place.drop());

const MAIL = randomUUID();
const add = (delivery: Readonly<Record<string, unknown>> = {}) => addDelivery(place.database, incident, { delivery });
/** To one person, by one contact method. */
const toAda = (delivery: Readonly<Record<string, unknown>> = {}) =>
  addDelivery(place.database, incident, {
    delivery: { contactMethodId: MAIL, ...delivery },
    notification: { recipientId: ada, contactMethodId: MAIL },
  });
const many = async (count: number, one: () => Promise<string>) => {
  const ids: string[] = [];
  for (let at = 0; at < count; at += 1) ids.push(await one());
  return ids;
};
const mail = { channel: 'email', byServer: new Map() } as const;
const take = async (now = AT, limit = 50) => (await claims.take(mail, now, 60, limit)).deliveries;
const lockDue = (transaction: Transaction, limit: number) =>
  new ClaimRepository(place.database).lockDue(transaction, { channel: 'email', now: AT, limit, most: 1_000 });
const row = (id: string) => place.database('deliveries').where({ id }).first('*');
const set = (over: Partial<Throttles>) =>
  place.database.transaction((transaction) =>
    new ThrottleRepository(place.database).replace(transaction, fromThrottles({ ...DEFAULT_THROTTLES, ...over }), AT),
  );

describe('a claim', () => {
  test('takes what is due on its channel: the urgent first, then by time, no more than asked', async () => {
    const low = await add({ urgency: 'low', dueAt: later(-9) });
    const second = await add({ dueAt: later(-1) });
    const first = await add({ dueAt: later(-2) });
    await add({ dueAt: later(1) });
    await add({ channel: 'webhook' });
    await add({ parkedAt: AT });
    for (const status of ['sent', 'delivered', 'failed', 'suppressed']) await add({ status });
    expect(new Set((await take(AT, 2)).map(({ id }) => id))).toEqual(new Set([first, second]));
    expect(await take(AT, 2)).toMatchObject([{ id: low, attempts: 1, fence: 1, firstAttemptAt: AT, members: [] }]);
    expect(await take(AT, 2)).toEqual([]);
  });

  test('that races with others takes each row once', async () => {
    await many(40, add);
    const raced = await Promise.all(Array.from({ length: 8 }, () => take(AT, 10)));
    const ids = raced.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const rest = await take();
    expect(new Set([...ids, ...rest.map(({ id }) => id)]).size).toBe(40);
  });

  test('waits for one that stands still no longer than some seconds, and takes what that one did not', async () => {
    const id = await add();
    let [hasLock, goOn] = [() => {}, () => {}];
    const locked = new Promise<void>((resolve) => (hasLock = resolve));
    const thaw = new Promise<void>((resolve) => (goOn = resolve));
    const frozen = place.database.transaction(async (transaction) => {
      await new ClaimRepository(place.database).lock(transaction, 'email');
      hasLock();
      await thaw;
      await lockDue(transaction, 1);
    });
    const failure = frozen.catch((error: unknown) => error);
    await locked;
    expect(await take()).toMatchObject([{ id }]);
    goOn();
    expect(isTransient(await failure)).toBe(true);
  });

  test('takes again what somebody held for longer than the lease, with a higher fence', async () => {
    const id = await add();
    await take();
    expect(await take(later(59))).toEqual([]);
    expect(await take(later(60))).toMatchObject([{ id, attempts: 2, fence: 2, firstAttemptAt: AT }]);
  });
});

const WAITING = 3_000;
/** Due at the same moment: to a conversation, or to as many people. */
async function addAtOnce(count: number, channel: 'email' | 'slack', conversation: string | null = null): Promise<void> {
  await place.database.raw(
    `with told as (
       insert into notifications (id, unique_key, incident_id, run, round, step, event, recipient_type, recipient_id, channel,
                                  contact_method_id, created_at)
       select gen_random_uuid(), 'key ' || number, :incidentId, 1, 1, 1, 'escalation_step', :type,
              coalesce(:conversation, gen_random_uuid()), :channel,
              case when :conversation::uuid is null then gen_random_uuid() end, :now
         from generate_series(1, :count) as number
       returning *)
     insert into deliveries (id, notification_id, incident_id, channel, contact_method_id, urgency, status, due_at, created_at)
     select gen_random_uuid(), id, incident_id, channel, contact_method_id, 'high', 'pending', created_at, created_at from told`,
    {
      incidentId: incident.id,
      type: conversation === null ? 'user' : 'slack_channel',
      conversation,
      channel,
      now: AT,
      count,
    },
  );
}

test('a claim does not read all that waits for each of its people, whatever the planner believes of that', async () => {
  const { database } = place;
  // The planner last heard of an empty table, as it has when a storm breaks out.
  await database.raw('analyze deliveries');
  await addAtOnce(WAITING, 'email');
  expect(await readFor((transaction) => lockDue(transaction, 25))).toBeLessThanOrEqual(2 * WAITING);
  expect(await take(AT, 25)).toHaveLength(25);
});

/** How many rows of deliveries a query looks at. */
async function readFor(ask: (transaction: Transaction) => Promise<unknown>): Promise<number> {
  const { database } = place;
  return database.transaction(async (transaction) => {
    const asked: { readonly sql: string; readonly bindings: readonly unknown[] }[] = [];
    transaction.on('query', (query: (typeof asked)[number]) => asked.push(query));
    await ask(transaction);
    const [{ sql, bindings } = { sql: '', bindings: [] }] = asked;
    const connection = await database.client.acquireConnection();
    try {
      const { rows } = await connection.query(`explain (analyze, format json) ${sql}`, bindings);
      return readIn(rows[0]['QUERY PLAN'][0].Plan as PlanNode);
    } finally {
      await database.client.releaseConnection(connection);
    }
  });
}

interface PlanNode {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

function readIn(node: PlanNode): number {
  const each = node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0);
  const own = node['Relation Name'] === 'deliveries' ? each * node['Actual Loops'] : 0;
  return (node.Plans ?? []).reduce((sum, plan) => sum + readIn(plan), own);
}

describe('what is too much for one person', () => {
  test('goes in one message, and the row of each says in whose, before anything is sent', async () => {
    const ids = await many(6, toAda);
    const [message, ...more] = await take();
    expect(more).toEqual([]);
    expect(message?.members).toHaveLength(5);
    for (const id of ids.filter((each) => each !== message?.id)) {
      expect(await row(id)).toMatchObject({ status: 'sending', mergedInto: message?.id, attempts: 1 });
    }
  });

  test('is taken whole, however small the batch', async () => {
    await many(6, toAda);
    const [message] = await take(AT, 1);
    expect(message?.members).toHaveLength(5);
  });

  test('goes again as it was when its sender has vanished, whatever has come since', async () => {
    await many(6, toAda);
    const [first] = await take();
    await many(2, toAda);
    const again = await take(later(60));
    const same = again.find(({ id }) => id === first?.id);
    expect(same?.attempts).toBe(2);
    expect(same?.members.map(({ id }) => id).sort()).toEqual(first?.members.map(({ id }) => id).sort());
    expect(again).toHaveLength(3);
  });

  test('is in one message even when two backends claim at the same time', async () => {
    await many(40, toAda);
    const raced = (
      await Promise.all([take(AT, 20), take(AT, 20), claimsOn(place.database).take(mail, AT, 60, 20)])
    ).flatMap((claimed) => ('deliveries' in claimed ? claimed.deliveries : claimed));
    expect(raced).toHaveLength(1);
    expect(raced[0]?.members).toHaveLength(39);
  });

  test('waits when the bucket is empty, with its reason in the history once, and comes together', async () => {
    await set({ people: { ...DEFAULT_THROTTLES.people, email: { messages: 1, seconds: 30, burst: 1 } } });
    await toAda();
    expect(await take()).toHaveLength(1);
    const [one = '', other = ''] = await many(2, toAda);
    expect(await take()).toEqual([]);
    expect(await row(one)).toMatchObject({ status: 'pending', holdReason: 'throttle', dueAt: later(30), attempts: 0 });
    const third = await toAda({ dueAt: later(10) });
    expect(await take(later(10))).toEqual([]);
    const held = () => place.database('timeline_entries').where({ kind: 'notification_held' }).select('data');
    expect(await held()).toHaveLength(3);
    expect(await held()).toMatchObject([{ data: { reason: 'throttle', to: { name: 'ada' } } }, {}, {}]);

    const [message, ...more] = await take(later(30));
    expect(more).toEqual([]);
    expect([message?.id, ...(message?.members ?? []).map(({ id }) => id)].sort()).toEqual([one, other, third].sort());
    expect(await row(one)).toMatchObject({ holdReason: null });
  });

  test('of two backends neither gives more than both may', async () => {
    await set({
      mergeAbove: null,
      people: { ...DEFAULT_THROTTLES.people, email: { messages: 1, seconds: 30, burst: 3 } },
    });
    const sent: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      await toAda();
      sent.push((await (round % 2 === 0 ? claims : claimsOn(place.database)).take(mail, AT, 60, 10)).deliveries.length);
    }
    expect(sent).toEqual([1, 1, 1, 0, 0, 0]);
  });
});

describe('what is too much for a provider', () => {
  test('waits, goes later, and is not lost', async () => {
    await set({ providers: { ...DEFAULT_THROTTLES.providers, email: { messages: 2, seconds: 1, burst: 2 } } });
    const ids = await many(5, add);
    const taken: string[] = [];
    for (const seconds of [0, 0.5, 1, 1.5, 2]) taken.push(...(await take(later(seconds))).map(({ id }) => id));
    expect([...taken].sort()).toEqual([...ids].sort());
    expect(await place.database('timeline_entries').where({ kind: 'notification_held' })).toEqual([]);
  });

  test('is asked about no further than there is room: the tick ends', async () => {
    await set({ providers: { ...DEFAULT_THROTTLES.providers, email: { messages: 1, seconds: 60, burst: 1 } } });
    await many(3, add);
    expect((await claims.take(mail, AT, 60, 50)).isMore).toBe(true);
    expect((await claims.take(mail, later(59), 60, 50)).isMore).toBe(false);
  });

  test('is not what is too much for one place: whoever comes behind it goes, and nobody in it is looked at twice', async () => {
    await addAtOnce(WAITING, 'slack', randomUUID());
    const page = await add({ channel: 'slack', dueAt: later(1) });
    const taken: string[] = [];
    let isMore = true;
    for (let claimed = 0; isMore; claimed += 1) {
      expect(claimed).toBeLessThanOrEqual(WAITING / 25 + 2);
      const one = await claims.take({ channel: 'slack', byServer: new Map() }, later(1), 60, 25);
      taken.push(...one.deliveries.map(({ id }) => id));
      isMore = one.isMore;
    }
    expect(taken).toContain(page);
    expect(await place.database('deliveries').where({ status: 'pending' }).where('dueAt', '<=', later(1))).toEqual([]);
  }, 60_000);
});
