import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { addDelivery, addIncident, AT, later, runRow } from '../../../test/harness/rows.ts';
import type { Transaction } from '../platform/database.ts';
import { EscalationRepository, type Passage, type StoredEscalation } from './escalation.repository.ts';

const escalations = new EscalationRepository();

let place: TestDatabase;
beforeAll(async () => {
  place = await testDatabase();
});
beforeEach(async () => {
  await place.database('deliveries').delete();
  await place.database('incidents').delete();
});
afterAll(() => place.drop());

const within = <Result>(act: (transaction: Transaction) => Promise<Result>) => place.database.transaction(act);

async function addRun(over: Partial<StoredEscalation> = {}): Promise<StoredEscalation> {
  const run = runRow(await addIncident(place.database), over);
  await within((transaction) => escalations.insert(transaction, [run]));
  return run;
}

function passageOf(run: StoredEscalation, over: Partial<Passage> = {}): Passage {
  const { id: escalationId, round, step } = run;
  const times = { activatedAt: null, notifiedAt: null, endedAt: null };
  return { escalationId, round, step, status: 'pending', dueAt: AT, ...times, reason: null, unreachable: [], ...over };
}

describe('what is due', () => {
  const claim = (transaction: Transaction, limit = 10, only: string | null = null) =>
    escalations.claimDue(transaction, AT, limit, only);

  test('comes the urgent first, then by time, with its incident; what is later, ended or parked does not come', async () => {
    const low = await addRun({ urgency: 'low', dueAt: later(-9) });
    const second = await addRun({ dueAt: AT });
    const first = await addRun({ dueAt: later(-1) });
    await addRun({ dueAt: later(1) });
    await addRun({ status: 'resolved', dueAt: later(-5) });
    const parked = await addRun({ dueAt: later(-5) });
    await place.database('escalations').where({ id: parked.id }).update({ parkedAt: AT });
    const due = await within((transaction) => claim(transaction));
    expect(due.map(({ id }) => id)).toEqual([first.id, second.id, low.id]);
    expect(due[0]).toMatchObject({
      ...first,
      incidentStatus: 'triggered',
      service: 'checkout',
      tags: ['a', 'b'],
      reopenCount: 0,
    });
    expect((await within((transaction) => claim(transaction, 10, low.id))).map(({ id }) => id)).toEqual([low.id]);
  });

  test('goes to one of two who ask at once, and neither waits', async () => {
    const runs = [];
    for (let count = 0; count < 6; count += 1) runs.push(await addRun());
    const [one, two] = [await place.database.transaction(), await place.database.transaction()];
    const [first, second] = [await claim(one, 4), await claim(two, 4)];
    expect([first.length, second.length]).toEqual([4, 2]);
    expect(new Set([...first, ...second].map(({ id }) => id))).toEqual(new Set(runs.map(({ id }) => id)));
    await Promise.all([one.rollback(), two.rollback()]);
    expect(await within((transaction) => claim(transaction))).toHaveLength(6);
  });

  test('is passed over while a person acts on its incident', async () => {
    const run = await addRun();
    const person = await place.database.transaction();
    await person('incidents').where({ id: run.incidentId }).forUpdate().first('id');
    expect(await within((transaction) => claim(transaction))).toEqual([]);
    await person.commit();
    expect(await within((transaction) => claim(transaction))).toHaveLength(1);
  });
});

describe('what has been heard of', () => {
  const heard = () => within((transaction) => escalations.claimHeardOf(transaction, 10, null));

  async function told(over: Partial<StoredEscalation>, deliveries: readonly Readonly<Record<string, unknown>>[]) {
    const run = await addRun({ status: 'active', dueAt: later(300), ...over });
    for (const delivery of deliveries) {
      await addDelivery(place.database, { id: run.incidentId }, { delivery, notification: { escalationId: run.id } });
    }
    return run;
  }

  test('a step that reached somebody, and one that can reach nobody any more', async () => {
    const sent = { status: 'sent', sentAt: AT, endedAt: AT };
    const failed = { status: 'failed', endedAt: AT };
    const reached = await told({}, [failed, sent, {}]);
    const unheard = await told({}, [failed, { status: 'suppressed', endedAt: AT }]);
    await told({}, [failed, {}]);
    await told({}, []);
    await told({ nobodyNotified: true }, [failed]);
    // What another step sent says nothing about this one.
    const second = await told({ step: 2 }, [sent]);
    const rows = await heard();
    expect(new Map(rows.map((row) => [row.id, row.reached]))).toEqual(
      new Map([
        [reached.id, true],
        [unheard.id, false],
      ]),
    );
    expect(rows.map(({ id }) => id)).not.toContain(second.id);
  });

  test('a step that was noted as told and has reached nobody after all, once, and not while anything may get through', async () => {
    const sent = { status: 'sent', sentAt: AT, endedAt: AT };
    const bounced = { status: 'failed', sentAt: AT, endedAt: later(5) };
    const notified = { status: 'notified' } as const;
    const unheard = await told(notified, [bounced, { status: 'suppressed', endedAt: AT }]);
    const early = await told({}, [bounced]);
    await told(notified, [bounced, sent]);
    await told(notified, [bounced, { status: 'delivered', sentAt: AT, endedAt: AT }]);
    // A fallback that is under way, and one that is tried again.
    await told(notified, [bounced, {}]);
    await told(notified, [bounced, { status: 'sending' }]);
    await told(notified, [sent]);
    await told({ ...notified, nobodyNotified: true }, [bounced]);
    await told({ ...notified, step: 2 }, [bounced]);
    await told({ ...notified, round: 2 }, [bounced]);
    await told({ status: 'pending', step: 2 }, [bounced]);
    await told({ status: 'resolved' }, [bounced]);
    expect(new Map((await heard()).map((row) => [row.id, row.reached]))).toEqual(
      new Map([
        [unheard.id, false],
        [early.id, false],
      ]),
    );
  });

  test('is not said of the step after it, to which somebody has moved the run while we looked', async () => {
    const { database } = place;
    const run = await told({}, [{ status: 'failed', sentAt: AT, endedAt: AT }]);
    await database.raw(`create schema slow`);
    await database.raw(
      `create view slow.deliveries as
         select * from public.deliveries where pg_advisory_xact_lock_shared(1) is not null`,
    );
    const [gate, looking] = [await database.transaction(), await database.transaction()];
    await gate.raw('select pg_advisory_xact_lock(1)');
    await looking.raw('set local search_path to slow, public');
    const looked = escalations.claimHeardOf(looking, 10, null).finally(() => looking.rollback());
    await untilOneWaits();
    await within((transaction) => escalations.update(transaction, [{ ...run, step: 2 }]));
    await gate.rollback();
    const found = await looked;
    await database.raw('drop schema slow cascade');
    expect(found).toEqual([]);
  });

  async function untilOneWaits(): Promise<void> {
    for (let looks = 0; looks < 1_000; looks += 1) {
      const { rows } = await place.database.raw(
        `select from pg_locks where locktype = 'advisory' and not granted
            and database = (select oid from pg_database where datname = current_database())`,
      );
      if (rows.length > 0) return;
    }
    throw new Error('nobody waits');
  }

  test('goes to one of two who ask at once', async () => {
    await told({}, [{ status: 'sent', sentAt: AT, endedAt: AT }]);
    const [one, two] = [await place.database.transaction(), await place.database.transaction()];
    expect(await escalations.claimHeardOf(one, 10, null)).toHaveLength(1);
    expect(await escalations.claimHeardOf(two, 10, null)).toEqual([]);
    await Promise.all([one.rollback(), two.rollback()]);
  });
});

describe('runs', () => {
  test('of one incident: one lives at a time, each has its number', async () => {
    const incident = await addIncident(place.database);
    const insert = (over: Partial<StoredEscalation>) =>
      within((transaction) => escalations.insert(transaction, [runRow(incident, over)]));
    await insert({ status: 'resolved' });
    await expect(insert({ status: 'resolved' })).rejects.toThrow('escalations_incident_id_run_unique');
    await insert({ run: 2 });
    await expect(insert({ run: 3 })).rejects.toThrow('escalations_one_live');
    const other = await addRun();
    await within(async (transaction) => {
      const ids = [incident.id, other.incidentId, randomUUID()];
      expect(await escalations.lastRuns(transaction, ids)).toEqual(
        new Map([
          [incident.id, 2],
          [other.incidentId, 1],
        ]),
      );
      const live = await escalations.lockLive(transaction, ids);
      expect(live.map(({ run, incidentId }) => [incidentId, run]).sort()).toEqual(
        [
          [incident.id, 2],
          [other.incidentId, 1],
        ].sort(),
      );
      expect([...(await escalations.teamsOf(transaction, ids)).keys()].sort()).toEqual(
        [incident.id, other.incidentId].sort(),
      );
    });
  });

  test('two who start a run at once: one does', async () => {
    const incident = await addIncident(place.database);
    const started = await Promise.allSettled(
      [1, 2].map((run) => within((transaction) => escalations.insert(transaction, [runRow(incident, { run })]))),
    );
    expect(started.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('are written whole, and a run that moved has no failures', async () => {
    const run = await addRun();
    await escalations.countFailure(place.database, run.id, 5, AT, AT);
    const step = { delaySeconds: 0, timeoutSeconds: 60, targets: [] };
    const policy = { id: randomUUID(), name: '"quoted"', teamId: null, matchers: {}, position: 0, isDefault: true };
    const moved: StoredEscalation = {
      ...run,
      snapshot: { ...policy, repeat: 0, steps: [step] },
      urgency: 'low',
      round: 2,
      step: 3,
      status: 'active',
      dueAt: later(60),
      activatedAt: later(1),
      roundStartedAt: later(2),
      nobodyNotified: true,
    };
    await within((transaction) => escalations.update(transaction, [moved]));
    expect(await place.database('escalations').first('*')).toEqual({
      ...moved,
      failures: 0,
      parkedAt: null,
      unparkedAt: null,
    });
  });

  test('have one passage for each round and step, of which the present one is found', async () => {
    const run = await addRun({ round: 2, step: 1 });
    const present = passageOf(run, {
      status: 'active',
      unreachable: [{ target: { type: 'user', id: randomUUID() }, reason: 'unknown_user' }],
    });
    await within(async (transaction) => {
      await escalations.savePassages(transaction, [passageOf({ ...run, round: 1 }), passageOf(run)]);
      await escalations.savePassages(transaction, [present]);
      expect(await escalations.currentPassages(transaction, [run.id])).toEqual(new Map([[run.id, present]]));
    });
    expect(await place.database('escalation_steps').select('round')).toHaveLength(2);
  });

  test('that keep failing wait longer and are parked at the limit', async () => {
    const run = await addRun({ dueAt: AT });
    for (let failure = 1; failure <= 3; failure += 1) {
      expect(await escalations.countFailure(place.database, run.id, 3, later(30), later(1))).toBe(failure === 3);
    }
    expect(await place.database('escalations').first('*')).toMatchObject({
      failures: 3,
      dueAt: later(30),
      parkedAt: later(1),
    });
    expect(await within((transaction) => escalations.claimDue(transaction, later(99), 9, null))).toEqual([]);
    expect(await escalations.countFailure(place.database, randomUUID(), 1, AT, AT)).toBe(false);
  });
});
