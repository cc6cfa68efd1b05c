import { afterEach, expect, test } from '@jest/globals';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

test('a run keeps the policy that it started on; the next incident takes the edited one', async () => {
  house = await House.start({ policy: [step('ada').waits(minutes(15)), step('grace').waits(hours(1))] });
  const before = await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('ada', 'disk full', 'step 1 of 2');

  await house.setPolicy([step('linus').waits(hours(1)), step('linus'), step('linus')]);
  const after = await house.elastic.fires('queue stuck');
  await house.passes(minutes(15));
  house.mailbox.expect('grace', 'disk full', 'step 2 of 2');
  house.mailbox.expect('linus', 'queue stuck', 'step 1 of 3');
  house.mailbox.expectNothingMore();
  expect(await house.minutesOf(before, 'step_activated')).toEqual([0, 15]);
  expect(await house.minutesOf(after, 'step_activated')).toEqual([0]);
});

test('a run that waits for its first delay keeps its policy too', async () => {
  house = await House.start({ policy: [step('ada').after(minutes(10)).waits(hours(1))] });
  await house.elastic.fires('disk full');
  await house.passes(minutes(5));
  await house.setPolicy([step('grace')]);
  await house.passes(minutes(20));
  house.mailbox.expect('ada', 'disk full');
  house.mailbox.expectNothingMore();
});
