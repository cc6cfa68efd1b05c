import { afterEach, expect, test } from '@jest/globals';
import type { EscalationAnswer } from 'incident-core';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

const days = { type: 'daily', starts_on: '2026-12-01', handoff_time: '09:00' };
const office = {
  name: 'office',
  turns: ['ada'],
  rotation: days,
  restrictions: [{ weekdays: ['tuesday'], from: '09:00', until: '17:00' }],
};

test('a gap is loud: the fallback hears of it, the next step is told at once, and the timeline says why', async () => {
  house = await House.start({ policy: null, fallback: 'linus' });
  const schedule = await house.addSchedule('Payments primary', [office]);
  await house.setPolicy([
    step(`schedule:${schedule}`).waits(minutes(15)),
    step('grace').after(minutes(5)).waits(hours(9)),
  ]);
  // Tuesday, 03:00: six hours too early.
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('linus', 'NOBODY REACHED', 'disk full', 'nobody is on call in the schedule of the step');
  house.mailbox.expect('grace', 'disk full', 'step 2 of 2');
  house.mailbox.expectNothingMore();
  expect(await house.entries(incident, 'nobody_notified')).toMatchObject([
    {
      data: {
        step: 1,
        reason: 'schedule_gap',
        unreachable: [{ target: { type: 'schedule', id: schedule }, reason: 'schedule_gap' }],
      },
    },
  ]);
  expect(await house.metric('incidents_nobody_notified_total')).toBe(1);
  const { items } = await house.api.ok<{ items: EscalationAnswer[] }>('GET', `/v1/incidents/${incident}/escalations`);
  expect(items[0]?.passages[0]?.unreachable).toEqual([
    { target: { type: 'schedule', id: schedule, name: 'Payments primary' }, reason: 'schedule_gap' },
  ]);
});

test('the same schedule tells who is on call once its hours have come', async () => {
  house = await House.start({ policy: null, fallback: 'linus' });
  const schedule = await house.addSchedule('Payments primary', [office]);
  await house.setPolicy([step(`schedule:${schedule}`)]);
  await house.passes(hours(6));
  await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('ada', 'disk full', 'on call in Payments primary until 2027-01-05 17:00 UTC');
  house.mailbox.expectNothingMore();
});

test('a policy whose schedule has nobody, and never will, goes on being loud until somebody answers', async () => {
  house = await House.start({ policy: null, fallback: 'linus' });
  const empty = await house.addSchedule('Nobody', []);
  const over = await house.addSchedule('Over', [{ ...office, valid_until: '2027-01-01T00:00:00Z' }]);
  await house.setPolicy([step(`schedule:${empty}`), step(`schedule:${over}`)]);
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  // Both are planned in one commit, and either may arrive first.
  const loud = () => house.mailbox.takeTitles('linus').map((title) => title.split(':')[0]);
  expect(house.mailbox.unseen().some(({ text }) => text?.includes('nobody is on call'))).toBe(true);
  expect(loud()).toEqual(['NOBODY ACKNOWLEDGED', 'NOBODY REACHED']);
  house.mailbox.expectNothingMore();
  await house.passes(hours(1));
  expect(loud()).toEqual(['NOBODY ACKNOWLEDGED', 'NOBODY REACHED']);
  house.mailbox.expectNothingMore();
  await house.acknowledge(incident, 'linus');
  await house.passes(hours(3));
  house.mailbox.expectNothingMore();
});

test('a step that reaches somebody else is not loud about a gap, but says it', async () => {
  house = await House.start({ policy: null, fallback: 'linus' });
  const schedule = await house.addSchedule('Payments primary', [office]);
  await house.setPolicy([step(`schedule:${schedule}`, 'grace')]);
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('grace', 'disk full');
  house.mailbox.expectNothingMore();
  expect(await house.kinds(incident)).not.toContain('nobody_notified');
  expect(await house.entries(incident, 'step_activated')).toMatchObject([
    { data: { unreachable: [{ target: { id: schedule }, reason: 'schedule_gap' }] } },
  ]);
});

test('the fallback of a team may be whoever is on call elsewhere', async () => {
  house = await House.start({ policy: [step('ada')], unreachable: ['ada'] });
  const schedule = await house.addSchedule('Last resort', [{ name: 'all', turns: ['linus'], rotation: days }]);
  await house.api.ok('PATCH', `/v1/teams/${house.catchAllTeamId}`, {
    fallback_target: { type: 'schedule', id: schedule },
  });
  await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('linus', 'NOBODY REACHED', 'disk full', 'no target of the step can be reached');
});
