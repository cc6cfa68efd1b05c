import { afterEach, expect, test } from '@jest/globals';
import { House, step } from '../harness/house.ts';

let house: House;
afterEach(() => house.stop());

const days = { type: 'daily', starts_on: '2026-12-01', handoff_time: '00:00' };

async function fire(): Promise<string> {
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  return incident;
}

test('a team without a schedule is told as a whole', async () => {
  house = await House.start({ policy: null });
  await house.setPolicy([step(`team:${house.teamId}`)]);
  const incident = await fire();
  for (const name of ['ada', 'grace', 'linus']) house.mailbox.expect(name, 'disk full');
  house.mailbox.expectNothingMore();
  const [entry] = await house.entries(incident, 'step_activated');
  expect(JSON.stringify(entry?.data)).not.toContain('on_call');
});

test('a team with schedules is told by those who are on call in them, each once', async () => {
  house = await House.start({ policy: null });
  await house.addSchedule('Primary', [{ name: 'all', turns: ['grace'], rotation: days }]);
  await house.addSchedule('Secondary', [{ name: 'all', turns: ['linus'], rotation: days }]);
  await house.addSchedule('Third', [{ name: 'all', turns: ['grace'], rotation: days }]);
  await house.addSchedule('Nobody', []);
  await house.setPolicy([step(`team:${house.teamId}`)]);
  await fire();
  house.mailbox.expect('grace', 'disk full', 'on call in Primary until 2027-01-06 00:00 UTC');
  house.mailbox.expect('linus', 'disk full', 'on call in Secondary');
  house.mailbox.expectNothingMore();
});

test('a team whose schedules all have a gap, and one of nobody, reach nobody: loudly', async () => {
  house = await House.start({ policy: null, fallback: 'linus' });
  const empty = await house.api.ok<{ id: string }>('POST', '/v1/teams', { name: 'Empty' });
  await house.setPolicy([step(`team:${empty.id}`), step(`team:${house.teamId}`)]);
  await house.addSchedule('Nobody', []);
  const incident = await fire();
  expect((await house.entries(incident, 'nobody_notified')).map(({ data }) => data['reason'])).toEqual([
    'no_target_reachable',
    'schedule_gap',
  ]);
  house.mailbox.expect('linus', 'NOBODY REACHED');
  house.mailbox.expect('linus', 'NOBODY ACKNOWLEDGED');
  house.mailbox.expectNothingMore();
});

test('what a policy or a fallback tells is not deleted, but what goes with its team is', async () => {
  house = await House.start({ policy: null });
  const { api } = house;
  const team = await api.ok<{ id: string }>('POST', '/v1/teams', { name: 'Search' });
  const schedule = await api.ok<{ id: string }>('POST', '/v1/schedules?force=true', {
    name: 'Search primary',
    team_id: team.id,
    time_zone: 'UTC',
  });
  await house.setPolicy([step(`schedule:${schedule.id}`)]);
  const named = { status: 409, body: { named_by: [{ type: 'escalation_policy', name: 'Everyone' }] } };
  expect(await api.call('DELETE', `/v1/schedules/${schedule.id}`)).toMatchObject(named);
  expect(await api.call('DELETE', `/v1/teams/${team.id}`)).toMatchObject(named);
  await house.setPolicy([step(`team:${team.id}`)]);
  expect(await api.call('DELETE', `/v1/teams/${team.id}`)).toMatchObject(named);
  await house.setPolicy([step('ada')]);

  await api.ok('POST', '/v1/escalation-policies?force=true', {
    name: 'Own',
    team_id: team.id,
    steps: [
      {
        timeout_seconds: 60,
        targets: [
          { type: 'schedule', id: schedule.id },
          { type: 'team', id: team.id },
        ],
      },
    ],
  });
  expect((await api.call('DELETE', `/v1/schedules/${schedule.id}`)).status).toBe(409);
  const gone = { type: 'schedule', id: '01890a5d-ac96-774b-bcce-b302099a8057' };
  expect(await api.call('PATCH', `/v1/teams/${team.id}`, { fallback_target: gone })).toMatchObject({
    status: 422,
    body: { errors: [{ path: '$.fallback_target.id', found: gone.id, expected: 'the id of a schedule' }] },
  });
  expect((await api.call('DELETE', `/v1/teams/${team.id}`)).status).toBe(204);
  expect((await api.call('GET', `/v1/schedules/${schedule.id}`)).status).toBe(404);
});
