import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { addIncident, addUser, alertRow, AT, later } from '../../../test/harness/rows.ts';
import { IncidentRepository } from './incident.repository.ts';
import { IntakeRepository } from './intake.repository.ts';

const NOBODY = '01890a5d-ac96-774b-bcce-b302099a8057';

let place: TestDatabase;
let incidents: IncidentRepository;
beforeAll(async () => {
  place = await testDatabase();
  incidents = new IncidentRepository(place.database);
});
beforeEach(async () => {
  await place.database('incidents').delete();
  await place.database('alert_episodes').delete();
});
afterAll(() => place.drop());

describe('one incident', () => {
  test('has the names of its team and its assignee', async () => {
    const assigneeId = await addUser(place.database, 'named-grace');
    const { id } = await addIncident(place.database, { assigneeId });
    expect(await incidents.find(id)).toMatchObject({ id, teamName: 'Catch-all', assigneeName: 'named-grace' });
    expect(await incidents.find(NOBODY)).toBeNull();
    expect([await incidents.exists(id), await incidents.exists(NOBODY)]).toEqual([true, false]);
  });

  test('is held by one at a time: who locks it next sees what was changed', async () => {
    const { id } = await addIncident(place.database);
    const first = await place.database.transaction();
    await incidents.lock(first, id);
    const second = place.database.transaction((transaction) => incidents.lock(transaction, id));
    await incidents.update(first, id, { status: 'acknowledged', acknowledgedAt: later(1) });
    await first.commit();
    expect(await second).toMatchObject({ status: 'acknowledged', acknowledgedAt: later(1) });
    expect(await place.database.transaction((transaction) => incidents.lock(transaction, NOBODY))).toBeNull();
  });

  test('is written about by others while it is held: who sends a message does not wait for who ends it', async () => {
    const { id } = await addIncident(place.database);
    const holder = await place.database.transaction();
    await incidents.lock(holder, id);
    const entry = { incidentId: id, kind: 'notification_sent', at: AT, actor: '{"type":"system"}', data: '{}' };
    // Ends what waits for the lock, which nobody gives up before.
    await place.database.transaction(async (sender) => {
      await sender.raw(`set local lock_timeout = '10s'`);
      await sender('timeline_entries').insert(entry);
    });
    await holder.rollback();
    expect(await place.database('timeline_entries').where({ incidentId: id }).select('kind')).toHaveLength(1);
  });
});

describe('resolving', () => {
  test('takes those that are due, each by one only', async () => {
    const due = await Promise.all(
      [-2, -1, 0].map((seconds) =>
        addIncident(place.database, { status: 'in_progress', resolveDueAt: later(seconds) }),
      ),
    );
    await addIncident(place.database, { status: 'in_progress', resolveDueAt: later(1) });
    await addIncident(place.database, { status: 'resolved', resolveDueAt: later(-5) });
    const [one, two] = [await place.database.transaction(), await place.database.transaction()];
    const first = await incidents.lockTimersDue(one, AT, 2, null);
    const second = await incidents.lockTimersDue(two, AT, 2, null);
    expect(await incidents.lockTimersDue(one, AT, 9, first[1]?.id ?? null)).toEqual(first.slice(1));
    expect([...first, ...second].map(({ id }) => id)).toEqual(due.map(({ id }) => id));
    await one.rollback();
    await two.rollback();
  });

  test('lets go of the keys and ends the episodes that have not ended, saying which incidents were still active', async () => {
    const intake = new IntakeRepository();
    const [active, recovered] = [await addIncident(place.database), await addIncident(place.database)];
    const stillActive = await place.database.transaction(async (transaction) => {
      await intake.saveAlerts(transaction, [
        alertRow(active, 'a', { episode: 'ea' }),
        alertRow(recovered, 'b', { episode: 'eb', status: 'recovered' }),
      ]);
      const episode = { incidentId: null, activeDates: [AT], recoveredAt: null, lastDate: AT };
      await intake.saveEpisodes(transaction, [
        { ...episode, dedupKey: 'a', episode: 'ea', ended: null },
        { ...episode, dedupKey: 'b', episode: 'eb', ended: 'recovered' },
        { ...episode, dedupKey: 'a', episode: 'eb', ended: null },
      ]);
      const ids = [active.id, recovered.id];
      const answer = await incidents.endAlerts(transaction, ids, 'resolved_by_responder');
      await incidents.resolve(transaction, ids, 'responder', later(9));
      return answer;
    });
    expect(stillActive).toEqual([active.id]);
    expect(await place.database('incident_alerts').where({ unresolved: true })).toEqual([]);
    const ends = await place
      .database('alert_episodes')
      .orderBy(['dedupKey', 'episode'])
      .select('dedupKey', 'episode', 'ended');
    expect(ends).toEqual([
      { dedupKey: 'a', episode: 'ea', ended: 'resolved_by_responder' },
      { dedupKey: 'a', episode: 'eb', ended: null },
      { dedupKey: 'b', episode: 'eb', ended: 'recovered' },
    ]);
    expect(await incidents.find(active.id)).toMatchObject({
      status: 'resolved',
      resolution: 'responder',
      resolvedAt: later(9),
      resolveDueAt: null,
    });
    expect((await incidents.alertsOf(active.id, 200)).alerts.map(({ dedupKey }) => dedupKey)).toEqual(['a']);
  });
});
