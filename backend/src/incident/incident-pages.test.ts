import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { addIncident, addUser, catchAllTeam, later } from '../../../test/harness/rows.ts';
import { IncidentListRepository, type IncidentFilter } from './incident-list.repository.ts';

const NOBODY = '01890a5d-ac96-774b-bcce-b302099a8057';
const ALL: IncidentFilter = { visibleTeams: null };

let place: TestDatabase;
let lists: IncidentListRepository;
beforeAll(async () => {
  place = await testDatabase();
  lists = new IncidentListRepository(place.database);
});
beforeEach(async () => {
  await place.database('incidents').delete();
});
afterAll(() => place.drop());

describe('the list', () => {
  test('is the newest first and goes on after a place, also among those made at one instant', async () => {
    const same = [
      await addIncident(place.database),
      await addIncident(place.database),
      await addIncident(place.database),
    ];
    const newest = await addIncident(place.database, { createdAt: later(1) });
    const expected = [
      newest.id,
      ...same
        .map(({ id }) => id)
        .sort()
        .reverse(),
    ];
    const whole = await lists.list(ALL, null, 10);
    expect(whole.map(({ id }) => id)).toEqual(expected);
    for (const [at, { id, createdAt }] of whole.entries()) {
      const rest = await lists.list(ALL, { id, createdAt }, 10);
      expect(rest.map((incident) => incident.id)).toEqual(expected.slice(at + 1));
    }
  });

  test('is filtered by each field, several values being alternatives', async () => {
    const userId = await addUser(place.database, 'list-ada');
    const teamId = await catchAllTeam(place.database);
    const over = {
      status: 'acknowledged',
      severity: 'info',
      urgency: 'low',
      service: 'cart',
      environment: 'test',
    } as const;
    const one = await addIncident(place.database, { ...over, assigneeId: userId });
    const other = await addIncident(place.database);
    const idsOf = async (filter: Partial<IncidentFilter>) =>
      (await lists.list({ ...ALL, ...filter }, null, 10)).map(({ id }) => id);
    expect(await idsOf({ status: ['acknowledged'] })).toEqual([one.id]);
    expect(await idsOf({ severity: ['info'] })).toEqual([one.id]);
    expect(await idsOf({ urgency: ['low'] })).toEqual([one.id]);
    expect(await idsOf({ service: 'cart' })).toEqual([one.id]);
    expect(await idsOf({ environment: 'test' })).toEqual([one.id]);
    expect(await idsOf({ assignee_id: [userId] })).toEqual([one.id]);
    expect(await idsOf({ team_id: [NOBODY] })).toEqual([]);
    expect((await idsOf({ team_id: [teamId], status: ['acknowledged', 'triggered'] })).sort()).toEqual(
      [one.id, other.id].sort(),
    );
    expect(await idsOf({ service: "cart' or '1'='1" })).toEqual([]);
  });
});
