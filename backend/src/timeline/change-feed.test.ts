import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import type { TimelineKind } from 'incident-core';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { ManualClock, OPENED } from '../../../test/harness/manual-clock.ts';
import { Bells } from '../platform/bells.ts';
import { createDatabase, type Database, type Transaction } from '../platform/database.ts';
import { createLogger } from '../platform/logger.ts';
import { Random } from '../platform/random.ts';
import { noRedis } from '../platform/shared-cache.fixture.ts';
import { ChangeFeed } from './change-feed.ts';
import { ChangeRelay } from './change-relay.ts';
import { ChangeRepository } from './change.repository.ts';
import type { ChangePlace, IncidentChange } from './incident-change.ts';
import { SYSTEM } from './timeline.ts';
import { TimelineRepository } from './timeline.repository.ts';

let place: TestDatabase;
let pool: Database;
let bells: Bells;
let feed: ChangeFeed;
let timeline: TimelineRepository;
let incident: string;
beforeEach(async () => {
  place = await testDatabase();
  pool = createDatabase(place.url, 20);
  const logger = createLogger('silent');
  bells = new Bells(pool, logger);
  feed = new ChangeFeed(
    new ChangeRepository(pool),
    bells,
    new ChangeRelay(noRedis(), new Random(new ManualClock())),
    logger,
  );
  timeline = new TimelineRepository(pool);
  incident = v7();
  const team = await pool('teams').first('id');
  await pool('incidents').insert({
    ...{ id: incident, title: 'x', severity: 'error', urgency: 'high', links: '{}', teamId: team.id, alertId: v7() },
    ...{ status: 'triggered', alertCount: 1, createdAt: OPENED, triggeredAt: OPENED, lastSeenAt: OPENED },
  });
});
afterEach(async () => {
  await feed.beforeApplicationShutdown();
  await bells.beforeApplicationShutdown();
  await pool.destroy();
  await place.drop();
});

/** Notes all that it is given, and says when there is enough. */
class Listener {
  readonly seen: string[] = [];
  place: ChangePlace | null = null;
  private enough: { readonly isIt: () => boolean; readonly done: () => void } | null = null;

  begin(at: ChangePlace): void {
    this.place = at;
  }
  take(changes: readonly IncidentChange[]): void {
    this.seen.push(...changes.map(({ change }) => change));
    this.place = changes.at(-1)?.place ?? this.place;
    if (this.enough?.isIt()) this.enough.done();
  }
  has(count: number): Promise<readonly string[]> {
    return this.until(() => this.seen.length >= count);
  }
  hasSeen(change: string): Promise<readonly string[]> {
    return this.until(() => this.seen.includes(change));
  }
  private async until(isIt: () => boolean): Promise<readonly string[]> {
    if (!isIt()) await new Promise<void>((done) => (this.enough = { isIt, done }));
    return this.seen;
  }
}

async function note(transaction: Transaction, kind: string): Promise<void> {
  const entry = { incidentId: incident, at: OPENED, kind: kind as TimelineKind, actor: SYSTEM, data: {} };
  await timeline.append(transaction, [entry]);
}

test('a transaction that began earlier and commits later is not skipped', async () => {
  const listener = new Listener();
  await feed.watch(null, listener);
  const early = await pool.transaction();
  await note(early, 'early');
  await pool.transaction((late) => note(late, 'late'));
  const later = await pool.transaction();
  await note(later, 'later');
  await early.commit();
  expect(await listener.has(2)).toEqual(['early', 'late']);
  await later.commit();
  expect(await listener.has(3)).toEqual(['early', 'late', 'later']);
});

test('numbers that were never used, of transactions that came to nothing, hold up nobody', async () => {
  const listener = new Listener();
  await feed.watch(null, listener);
  const failed = await pool.transaction();
  await note(failed, 'failed');
  await pool.transaction((transaction) => note(transaction, 'done'));
  await failed.rollback();
  expect(await listener.has(1)).toEqual(['done']);
});

test('an open transaction that changes no incident only delays', async () => {
  const listener = new Listener();
  await feed.watch(null, listener);
  const other = await pool.transaction();
  await other.raw('select pg_current_xact_id()');
  await pool.transaction((transaction) => note(transaction, 'waits'));
  await other.commit();
  // It rings no bell: the reader looks again by itself.
  expect(await listener.has(1)).toEqual(['waits']);
});

test('many transactions that commit in any order are all seen, once, in one order, however often a reader comes and goes', async () => {
  const steady = new Listener();
  await feed.watch(null, steady);
  const restless = new Listener();
  let stop = await feed.watch(null, restless);
  const writers = Array.from({ length: 12 }, async (_, writer) => {
    for (let turn = 0; turn < 15; turn += 1) {
      const transaction = await pool.transaction();
      await note(transaction, `${writer}.${turn}`);
      // A few statements more make the commits overlap.
      for (let more = 0; more < (writer * 7 + turn) % 5; more += 1) await transaction.raw('select 1');
      await transaction.commit();
      if (writer === 0) {
        stop();
        stop = await feed.watch(restless.place, restless);
      }
    }
  });
  await Promise.all(writers);
  const all = [...(await steady.has(180))];
  expect(new Set(all).size).toBe(180);
  expect(all).toHaveLength(180);
  expect([...(await restless.has(180))]).toEqual(all);
});

test('a batch of entries is one change for each incident and kind', async () => {
  const listener = new Listener();
  await feed.watch(null, listener);
  const entry = { incidentId: incident, at: OPENED, kind: 'note' as const, actor: SYSTEM, data: {} };
  const ids = await pool.transaction((transaction) =>
    timeline.append(transaction, [entry, entry, { ...entry, kind: 'resolved' }]),
  );
  expect(ids).toHaveLength(3);
  expect(await listener.has(2)).toEqual(['note', 'resolved']);
});

test('a listener whose connection was cut hears what it missed', async () => {
  const listener = new Listener();
  await feed.watch(null, listener);
  await place.database.raw(
    `select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen %' and pid <> pg_backend_pid()`,
  );
  await pool.transaction((transaction) => note(transaction, 'missed'));
  expect(await listener.has(1)).toEqual(['missed']);
});

test('who begins anew sees what comes from then on, though others came and went before', async () => {
  const gone = new Listener();
  const stop = await feed.watch(null, gone);
  stop();
  await pool.transaction((transaction) => note(transaction, 'between'));
  const listener = new Listener();
  await feed.watch(null, listener);
  await pool.transaction((transaction) => note(transaction, 'seen'));
  // What was committed while an older transaction was open, of anybody on the server, comes once more.
  expect((await listener.hasSeen('seen')).filter((change) => change !== 'between')).toEqual(['seen']);
  expect(gone.seen).toEqual([]);
});
