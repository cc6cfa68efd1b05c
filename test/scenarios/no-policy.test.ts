import { afterEach, expect, test } from '@jest/globals';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

test('an incident that no policy matches is loud every hour, until there is a policy', async () => {
  house = await House.start({ policy: null, fallback: 'linus' });
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('linus', 'NOBODY REACHED', 'disk full', 'no escalation policy');
  house.mailbox.expectNothingMore();
  expect(await house.entries(incident, 'nobody_notified')).toMatchObject([{ data: { run: 1, reason: 'no_policy' } }]);
  expect(await house.metric('incidents_nobody_notified_total')).toBe(1);

  await house.passes(minutes(60));
  house.mailbox.expect('linus', 'NOBODY REACHED', 'disk full');
  expect(await house.metric('incidents_nobody_notified_total')).toBe(2);

  await house.passes(minutes(20));
  await house.setPolicy([step('ada').after(minutes(5)).waits(hours(1))]);
  await house.passes(minutes(44));
  house.mailbox.expectNothingMore();
  await house.passes(minutes(1));
  house.mailbox.expect('ada', 'disk full', 'run 3');
  house.mailbox.expectNothingMore();
  expect(await house.minutesOf(incident, 'escalation_started')).toEqual([120]);
  expect(await house.minutesOf(incident, 'step_activated')).toEqual([125]);
});

test('acknowledged meanwhile, nothing starts any more', async () => {
  house = await House.start({ policy: null, fallback: 'linus' });
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('linus', 'NOBODY REACHED');
  await house.acknowledge(incident, 'linus');
  await house.setPolicy([step('ada')]);
  await house.passes(hours(5));
  house.mailbox.expectNothingMore();
  expect(await house.count(`escalations where status <> 'resolved'`)).toBe(0);
});
