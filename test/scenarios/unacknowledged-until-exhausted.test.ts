import { afterEach, expect, test } from '@jest/globals';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

const twoSteps = [step('ada').waits(minutes(15)), step('grace').after(minutes(5)).waits(minutes(10))];

test('repeat 2 makes three rounds at the times of the policy, then it is loud and starts over after an hour on the policy of then', async () => {
  house = await House.start({ policy: twoSteps, repeat: 2, fallback: 'linus' });
  const incident = await house.elastic.fires('disk full');
  await house.passes(minutes(89));
  expect(await house.minutesOf(incident, 'step_activated')).toEqual([0, 20, 30, 50, 60, 80]);
  for (let round = 1; round <= 3; round += 1) {
    house.mailbox.expect('ada', 'disk full', 'step 1 of 2');
    house.mailbox.expect('grace', 'disk full', 'step 2 of 2');
  }
  house.mailbox.expectNothingMore();

  await house.passes(minutes(1));
  house.mailbox.expect('linus', 'NOBODY ACKNOWLEDGED', 'disk full');
  expect(await house.minutesOf(incident, 'exhausted')).toEqual([90]);
  expect(await house.metric('incidents_exhausted_total')).toBe(1);
  expect(await house.incident(incident)).toMatchObject({ status: 'triggered' });

  await house.passes(minutes(20));
  await house.setPolicy([step('linus').waits(hours(10))]);
  await house.passes(minutes(39));
  house.mailbox.expectNothingMore();

  await house.passes(minutes(1));
  house.mailbox.expect('linus', 'disk full', 'step 1 of 1', 'run 2');
  house.mailbox.expectNothingMore();
  expect(await house.minutesOf(incident, 'escalation_started')).toEqual([0, 150]);
  expect((await house.entries(incident, 'escalation_started')).map(({ data }) => data['run'])).toEqual([1, 2]);
});

test('every passage keeps its own record', async () => {
  house = await House.start({ policy: twoSteps, repeat: 1 });
  const incident = await house.elastic.fires('disk full');
  await house.passes(minutes(40));
  await house.acknowledge(incident, 'ada');
  const passages = await house.rows('select round, step, status, reason from escalation_steps order by round, step');
  expect(passages).toEqual([
    { round: 1, step: 1, status: 'escalated', reason: 'timeout' },
    { round: 1, step: 2, status: 'escalated', reason: 'timeout' },
    { round: 2, step: 1, status: 'resolved', reason: 'acknowledged' },
  ]);
});

test('of low urgency, an exhausted escalation is as loud but does not start over', async () => {
  house = await House.start({ policy: [step('ada')], fallback: 'linus' });
  const incident = await house.elastic.fires('disk full', { severity: 'warning' });
  await house.passes(hours(8));
  house.mailbox.expect('ada', 'disk full');
  house.mailbox.expect('linus', 'NOBODY ACKNOWLEDGED');
  house.mailbox.expectNothingMore();
  expect(await house.count('escalations')).toBe(1);
  expect(await house.count(`escalations where status <> 'resolved'`)).toBe(0);
  expect(await house.kinds(incident)).toContain('exhausted');
});

test('acknowledged between exhaustion and the next run, nobody is told again', async () => {
  house = await House.start({ policy: [step('ada')] });
  const incident = await house.elastic.fires('disk full');
  await house.passes(minutes(30));
  house.mailbox.expect('ada', 'disk full');
  await house.acknowledge(incident, 'ada');
  await house.passes(hours(8));
  house.mailbox.expectNothingMore();
});
