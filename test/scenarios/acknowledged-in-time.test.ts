import { afterEach, expect, test } from '@jest/globals';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

test('an unacknowledged incident reaches the second step; once acknowledged nobody is told any more', async () => {
  house = await House.start({ policy: [step('ada').waits(minutes(15)), step('grace')] });
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('ada', 'disk full', 'checkout');
  house.mailbox.expectNothingMore();

  await house.passes(minutes(15));
  house.mailbox.expect('grace', 'disk full');

  const acknowledged = await house.acknowledge(incident, 'grace');
  expect(acknowledged).toMatchObject({ status: 'acknowledged', assignee: { name: 'grace' } });
  await house.passes(hours(2));
  house.mailbox.expectNothingMore();
});
