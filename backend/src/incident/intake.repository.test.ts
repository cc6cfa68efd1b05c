import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { addIncident, alertRow, AT, catchAllTeam, incidentRow, later } from '../../../test/harness/rows.ts';
import type { Transaction } from '../platform/database.ts';
import { IntakeRepository, type StoredIncident } from './intake.repository.ts';

const intake = new IntakeRepository();

let place: TestDatabase;
let teamId: string;
beforeAll(async () => {
  place = await testDatabase();
  teamId = await catchAllTeam(place.database);
});
beforeEach(async () => {
  await place.database('incidents').delete();
  await place.database('alert_episodes').delete();
});
afterAll(() => place.drop());

const within = <Result>(act: (transaction: Transaction) => Promise<Result>) => place.database.transaction(act);
const episode = (dedupKey: string, name: string, date = AT) => ({
  dedupKey,
  episode: name,
  incidentId: null,
  activeDates: [date],
  recoveredAt: null,
  ended: null,
  lastDate: date,
});

/** One of the same key, of a later date. */
const after = (name: string) => episode('k', name, later(60));

async function add(key: string, over: Partial<StoredIncident> = {}, unresolved = true): Promise<StoredIncident> {
  const incident = await addIncident(place.database, over);
  await within((transaction) => intake.saveAlerts(transaction, [alertRow(incident, key, { unresolved })]));
  return incident;
}

describe('a key', () => {
  test('nothing is known of gives an empty state', async () => {
    const known = await within((transaction) => intake.load(transaction, ['k'], []));
    expect(known.keys.get('k')).toEqual({
      state: {
        ...{ dedupKey: 'k', incident: null, alert: null, otherActive: 0, otherUntracked: 0 },
        ...{ episodes: {}, latestEpisode: null },
      },
      incident: null,
      alert: null,
    });
  });

  test("gives its latest incident with the team's settings, what else is active there, and its episodes", async () => {
    const old = await add('k', { status: 'resolved', resolvedAt: AT }, false);
    const incident = await addIncident(place.database);
    await within(async (transaction) => {
      await intake.saveAlerts(transaction, [
        alertRow(incident, 'k', { lastSeenAt: later(60) }),
        alertRow(incident, 'warned', { severity: 'warning' }),
        alertRow(incident, 'worst', { severity: 'critical', untrackedAt: AT }),
        alertRow(incident, 'over', { severity: 'critical', status: 'recovered', untrackedAt: AT }),
      ]);
      await intake.saveEpisodes(transaction, [
        episode('k', 'e0', later(-60)),
        episode('k', 'e1'),
        episode('k', 'e2', later(60)),
        episode('other', 'e3', later(90)),
      ]);
    });
    const named = [{ dedupKey: 'k', episode: 'e0' }];
    const { keys, active } = await within((transaction) => intake.load(transaction, ['k', 'unknown'], named));
    const known = keys.get('k');
    expect(known?.incident?.id).toBe(incident.id);
    expect(known?.incident?.id).not.toBe(old.id);
    expect(known).toMatchObject({
      state: {
        incident: { settings: { reopenWindowSeconds: 900, resolveAfterRecoverySeconds: 3_600 } },
        alert: { episode: 'e1', status: 'active' },
        latestEpisode: 'e2',
      },
    });
    const bySeverity = new Map(Object.entries({ error: 1, warning: 1, critical: 1 }));
    expect(active.get(incident.id)).toEqual({ bySeverity, untracked: 1 });
    expect(Object.keys(known?.state.episodes ?? {}).sort()).toEqual(['e0', 'e1', 'e2']);
  });

  test('gives its open incident, also where one that is over was seen later', async () => {
    const open = await add('k');
    const over = await addIncident(place.database, { status: 'resolved', resolvedAt: AT });
    await within(async (transaction) => {
      await intake.saveAlerts(transaction, [alertRow(over, 'k', { unresolved: false, lastSeenAt: later(60) })]);
      await intake.saveEpisodes(transaction, [episode('k', 'e1'), ...['e2', 'e3', 'e4', 'e5'].map(after)]);
    });
    const known = (await within((transaction) => intake.load(transaction, ['k'], []))).keys.get('k');
    expect(known?.incident?.id).toBe(open.id);
    expect(Object.keys(known?.state.episodes ?? {})).toContain('e1');
  });

  test('can be any text', async () => {
    for (const key of ["'; drop table incidents; --", '{a,b}', '"', '\\', '警'.repeat(500), '__proto__', '']) {
      const incident = await add(key);
      const known = await within((transaction) => intake.load(transaction, [key], [{ dedupKey: key, episode: key }]));
      expect(known.keys.get(key)?.incident?.id).toBe(incident.id);
    }
  });
});

describe('rows', () => {
  test('of incidents are written and written anew', async () => {
    const incident = incidentRow(teamId, { title: "it's <b>", tags: ['a"b', '{}', 'c,d'] });
    await within((transaction) => intake.insertIncidents(transaction, [incident]));
    const changed: StoredIncident = {
      ...incident,
      title: 'stays',
      description: 'new',
      severity: 'critical',
      status: 'resolved',
      links: { alert: 'https://kibana.example.com/?a=1&b="2"', rule: null, service: null },
      alertCount: 7,
      reopenCount: 2,
      lastSeenAt: later(5),
      resolvedAt: later(6),
      resolution: 'recovery',
      resolveDueAt: later(7),
    };
    await within((transaction) => intake.updateIncidents(transaction, [changed]));
    const { settings: _, ...expected } = { ...changed, title: incident.title };
    expect(await place.database('incidents').where({ id: incident.id }).first('*')).toMatchObject(expected);
  });

  test('of alerts and episodes are written over by the next', async () => {
    const incident = await addIncident(place.database);
    const alert = alertRow(incident, 'k', { metadata: { a: [1, { b: null }] }, tags: ['x'] });
    await within(async (transaction) => {
      await intake.saveAlerts(transaction, [alert]);
      await intake.saveAlerts(transaction, [{ ...alert, count: 2, status: 'recovered' }]);
      await intake.saveEpisodes(transaction, [episode('k', 'e')]);
      await intake.saveEpisodes(transaction, [
        { ...episode('k', 'e'), activeDates: [AT, later(1)], ended: 'recovered' },
      ]);
    });
    expect(await place.database('incident_alerts').select('*')).toMatchObject([
      { ...alert, count: 2, status: 'recovered' },
    ]);
    expect(await place.database('alert_episodes').select('*')).toMatchObject([
      { activeDates: [AT, later(1)], ended: 'recovered' },
    ]);
  });

  test('none at all are no statement, and more than one statement can hold are several', async () => {
    await within(async (transaction) => {
      await intake.insertIncidents(transaction, []);
      await intake.updateIncidents(transaction, []);
      await intake.saveAlerts(transaction, []);
      await intake.saveEpisodes(transaction, []);
    });
    const many = Array.from({ length: 4_500 }, () => incidentRow(teamId));
    await within(async (transaction) => {
      await intake.insertIncidents(transaction, many);
      await intake.saveAlerts(
        transaction,
        many.map((incident, at) => alertRow(incident, `key ${at}`)),
      );
      await intake.saveEpisodes(
        transaction,
        many.map((_, at) => episode(`key ${at}`, 'e')),
      );
    });
    expect(await place.database('incident_alerts').select('id')).toHaveLength(4_500);
  });

  test('one key has one unresolved incident and no more', async () => {
    await add('k');
    await expect(add('k')).rejects.toThrow('incident_alerts_one_unresolved');
    await add('k', {}, false);
    await add('other');
  });
});

describe('two who bring the same key', () => {
  test('wait for each other, from the lock to the end of the transaction', async () => {
    const order: string[] = [];
    const first = await place.database.transaction();
    await intake.lockKeys(first, ['a', 'b']);
    const second = within(async (transaction) => {
      await intake.lockKeys(transaction, ['b', 'c']);
      order.push('second');
    });
    await within((transaction) => intake.lockKeys(transaction, ['d']));
    order.push('first');
    await first.commit();
    await second;
    expect(order).toEqual(['first', 'second']);
  });

  test('in opposite order never wait in a circle', async () => {
    const keys = Array.from({ length: 200 }, (_, at) => `key ${at}`);
    const brought = Array.from({ length: 16 }, (_, at) =>
      within(async (transaction) => {
        await intake.lockKeys(transaction, at % 2 === 0 ? keys : keys.toReversed());
        await intake.load(transaction, at % 2 === 0 ? keys.toReversed() : keys, []);
      }),
    );
    await Promise.all(brought);
  });

  test('see what the one before them wrote: a counter loses nothing', async () => {
    await add('k', { alertCount: 0 });
    const counted = Array.from({ length: 20 }, () =>
      within(async (transaction) => {
        await intake.lockKeys(transaction, ['k']);
        const incident = (await intake.load(transaction, ['k'], [])).keys.get('k')?.incident;
        if (incident) await intake.updateIncidents(transaction, [{ ...incident, alertCount: incident.alertCount + 1 }]);
      }),
    );
    await Promise.all(counted);
    expect(await place.database('incidents').first('alertCount')).toEqual({ alertCount: 20 });
  });

  test('load locks the incident against whoever acts on it', async () => {
    const incident = await add('k');
    const first = await place.database.transaction();
    await intake.load(first, ['k'], []);
    const { rows } = await place.database.raw<{ rows: readonly unknown[] }>(
      'select id from incidents where id = ? for update skip locked',
      [incident.id],
    );
    expect(rows).toEqual([]);
    await first.rollback();
  });
});
