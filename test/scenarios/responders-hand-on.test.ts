import { afterEach, expect, test } from '@jest/globals';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

const policy = [step('ada').waits(minutes(10)), step('grace').waits(minutes(10))];

/** An incident that step 2 of the first run has told Grace of, and that Grace has acknowledged. */
async function heldByGrace(): Promise<string> {
  house = await House.start({ policy, team: { acknowledgement_timeout_seconds: minutes(30) } });
  const incident = await house.elastic.fires('disk full');
  await house.passes(minutes(12));
  house.mailbox.expect('ada', 'disk full');
  house.mailbox.expect('grace', 'disk full');
  await house.acknowledge(incident, 'grace');
  return incident;
}

test('an acknowledgement that is forgotten runs out: its holder is warned, told again, and the step that was active with them', async () => {
  const incident = await heldByGrace();
  await house.passes(minutes(24));
  house.mailbox.expectNothingMore();

  await house.passes(minutes(2));
  house.mailbox.expect('grace', 'About to run out', 'acknowledge');
  house.mailbox.expectNothingMore();

  await house.passes(minutes(4));
  house.mailbox.expect('grace', 'Triggered again', 'no work was started');
  house.mailbox.expect('grace', 'disk full', 'step 2 of 2, run 2');
  house.mailbox.expectNothingMore();
  expect(await house.incident(incident)).toMatchObject({ status: 'triggered', assignee: null });
  expect(await house.entries(incident, 'triggered_again')).toMatchObject([
    { data: { reason: 'acknowledgement_over', held_by: house.person('grace').id } },
  ]);
  expect((await house.entries(incident, 'escalation_started')).map(({ data }) => data)).toMatchObject([
    { run: 1 },
    { run: 2, because: 'acknowledgement_over', step: 2 },
  ]);
});

test('acknowledging once more after the warning, or starting work, keeps it', async () => {
  const incident = await heldByGrace();
  await house.passes(minutes(26));
  house.mailbox.expect('grace', 'About to run out');
  await house.acknowledge(incident, 'grace');
  await house.passes(minutes(20));
  house.mailbox.expectNothingMore();
  await house.startWork(incident, 'grace');
  await house.passes(hours(3));
  house.mailbox.expectNothingMore();
  expect(await house.incident(incident)).toMatchObject({ status: 'in_progress', acknowledgement_due_at: null });

  await house.passes(hours(1));
  house.mailbox.expect('grace', 'Still in progress');
  await house.as('grace').ok('POST', `/v1/incidents/${incident}/notes`, { text: 'waiting for a disk' });
  await house.passes(hours(3.9));
  house.mailbox.expectNothingMore();
  await house.passes(minutes(10));
  house.mailbox.expect('grace', 'Still in progress');
});

test('a team that wants it so lets no acknowledgement run out, and low urgency never does', async () => {
  house = await House.start({ policy, team: { acknowledgement_timeout_seconds: null } });
  const urgent = await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
  await house.acknowledge(urgent, 'ada');
  await house.api.ok('PATCH', `/v1/teams/${house.teamId}`, { acknowledgement_timeout_seconds: 600 });
  const low = await house.elastic.fires('queue long', { severity: 'warning' });
  await house.settles();
  house.mailbox.expect('ada', 'queue long');
  await house.acknowledge(low, 'ada');
  await house.passes(hours(12));
  house.mailbox.expectNothingMore();
});

test('released, it goes on at the step that was active, and not to who let go of it first', async () => {
  const incident = await heldByGrace();
  await house.passes(minutes(1));
  expect(await house.change(incident, 'release', 'grace')).toMatchObject({ status: 'triggered', assignee: null });
  await house.settles();
  house.mailbox.expect('grace', 'disk full', 'step 2 of 2, run 2');
  house.mailbox.expectNothingMore();
  expect(await house.change(incident, 'release', 'grace')).toMatchObject({ status: 'triggered' });
  expect(await house.kinds(incident)).toEqual(expect.arrayContaining(['released']));
  expect((await house.entries(incident, 'released')).length).toBe(1);
});

test('released by somebody else, its holder hears of it', async () => {
  const incident = await heldByGrace();
  await house.change(incident, 'release', 'ada');
  await house.settles();
  house.mailbox.expect('grace', 'Triggered again', 'released by ada');
  house.mailbox.expect('grace', 'step 2 of 2, run 2');
  house.mailbox.expectNothingMore();
});

test('what recovered during work and is released is over', async () => {
  const incident = await heldByGrace();
  await house.startWork(incident, 'grace');
  await house.elastic.recovers('disk full');
  await house.settles();
  house.mailbox.expect('grace', 'Recovered');
  expect(await house.change(incident, 'release', 'grace')).toMatchObject({
    status: 'resolved',
    resolution: 'recovery',
  });
  await house.passes(hours(2));
  house.mailbox.expect('ada', 'Resolved');
  house.mailbox.expect('grace', 'Resolved');
  house.mailbox.expectNothingMore();
});

test('escalated by hand, the next step is told at once; behind the last one a new run begins', async () => {
  house = await House.start({
    policy: [step('ada').waits(hours(1)), step('grace').after(minutes(30)).waits(hours(1))],
  });
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
  await house.change(incident, 'escalate', 'ada');
  await house.settles();
  house.mailbox.expect('grace', 'step 2 of 2');
  house.mailbox.expectNothingMore();

  await house.change(incident, 'escalate', 'grace');
  await house.settles();
  house.mailbox.expect('ada', 'step 1 of 2, run 2');
  house.mailbox.expectNothingMore();

  await house.acknowledge(incident, 'ada');
  expect(await house.change(incident, 'escalate', 'linus')).toMatchObject({ status: 'triggered', assignee: null });
  await house.settles();
  house.mailbox.expect('ada', 'Triggered again', 'escalated by hand by linus');
  house.mailbox.expect('grace', 'step 2 of 2, run 3');
  house.mailbox.expectNothingMore();
  const passages = await house.rows(
    'select s.reason from escalation_steps s join escalations e on e.id = s.escalation_id order by e.run, s.step',
  );
  expect(passages).toMatchObject([
    { reason: 'by_hand' },
    { reason: 'started_over' },
    { reason: 'acknowledged' },
    { reason: null },
  ]);
});

test('a step that waits for its delay is told when somebody asks for it', async () => {
  house = await House.start({ policy: [step('ada').after(minutes(30))] });
  const incident = await house.elastic.fires('disk full');
  await house.passes(minutes(1));
  house.mailbox.expectNothingMore();
  await house.change(incident, 'escalate', 'linus');
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
  house.mailbox.expectNothingMore();
});

test('given to a person it silences nothing before that person acknowledges', async () => {
  house = await House.start({ policy });
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
  const linus = house.person('linus').id;
  expect(await house.change(incident, 'assign', 'ada', { user_id: linus })).toMatchObject({
    status: 'triggered',
    assignee: { name: 'linus' },
  });
  await house.settles();
  house.mailbox.expect('linus', 'Assigned to you', 'by ada');
  await house.passes(minutes(11));
  house.mailbox.expect('grace', 'step 2 of 2');
  house.mailbox.expectNothingMore();
  await house.acknowledge(incident, 'linus');
  expect(await house.kinds(incident)).not.toContain('taken_over');
});

test('given to another team, it is told by that team’s policy from its first step, and the run before ends', async () => {
  const incident = await heldByGrace();
  const { id: searchId } = await house.api.ok<{ id: string }>('POST', '/v1/teams', { name: 'Search' });
  await house.api.ok('POST', '/v1/escalation-policies', {
    name: 'Search on call',
    team_id: searchId,
    matchers: {},
    is_default: true,
    repeat: 0,
    steps: [{ delay_seconds: 0, timeout_seconds: 600, targets: [{ type: 'user', id: house.person('linus').id }] }],
  });
  expect(await house.change(incident, 'assign', 'grace', { team_id: searchId })).toMatchObject({
    status: 'triggered',
    team: { name: 'Search' },
    assignee: null,
  });
  await house.settles();
  house.mailbox.expect('linus', 'disk full', 'Search');
  house.mailbox.expectNothingMore();
  expect(await house.entries(incident, 'handed_over')).toMatchObject([
    { data: { from: { name: 'Payments' }, to: { name: 'Search' } } },
  ]);
  const refused = await house.as('grace').call('POST', `/v1/incidents/${incident}/assign`, {
    team_id: '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11',
  });
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: '$.team_id' }] } });
});

test('of a team that is asked to help whoever is on call is told, once', async () => {
  const incident = await heldByGrace();
  const search = await house.api.ok<{ id: string }>('POST', '/v1/teams', { name: 'Search' });
  const empty = await house.change(incident, 'responders', 'grace', { team_ids: [search.id] }).catch(String);
  expect(empty).toContain('nobody is found now');
  const layer = {
    name: 'days',
    rotation: { type: 'daily', starts_on: '2027-01-01', handoff_time: '00:00' },
    participant_ids: [house.person('linus').id],
  };
  const schedule = { name: 'Search primary', team_id: search.id, time_zone: 'UTC', handoff_notices: false };
  await house.api.ok('POST', '/v1/schedules', { ...schedule, layers: [layer] });
  const body = { team_ids: [search.id], user_ids: [house.person('linus').id] };
  const asked = await house.change(incident, 'responders', 'grace', body);
  expect(asked.responders.map(({ name }) => name)).toEqual(['linus']);
  await house.settles();
  house.mailbox.expect('linus', 'Your help is asked for', 'asked by grace');
  house.mailbox.expectNothingMore();
  const nobody = '01890a5d-ac96-774b-bcce-b302099a8057';
  for (const [given, path] of [
    [{ team_ids: [nobody] }, '$.team_ids[0]'],
    [{ user_ids: [nobody] }, '$.user_ids[0]'],
  ] as const) {
    const refused = await house.as('grace').call('POST', `/v1/incidents/${incident}/responders`, given);
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([422, expect.stringContaining(path)]);
  }
  expect((await house.as('grace').call('POST', `/v1/incidents/${incident}/responders`, {})).status).toBe(400);
});

test('who is asked to help is told once, and stands with the incident', async () => {
  const incident = await heldByGrace();
  const body = { user_ids: [house.person('linus').id, house.person('ada').id] };
  expect(await house.change(incident, 'responders', 'grace', body)).toMatchObject({
    responders: expect.arrayContaining([expect.objectContaining({ name: 'linus' })]),
  });
  await house.change(incident, 'responders', 'grace', body);
  await house.settles();
  house.mailbox.expect('linus', 'Your help is asked for', 'asked by grace');
  house.mailbox.expect('ada', 'Your help is asked for');
  house.mailbox.expectNothingMore();
  expect((await house.entries(incident, 'responders_added')).length).toBe(1);
});
