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

test('acknowledged before the first delay is over, nobody is told', async () => {
  house = await House.start({ policy: [step('ada').after(minutes(5)), step('grace')] });
  const incident = await house.elastic.fires('disk full');
  await house.passes(minutes(4));
  await house.acknowledge(incident, 'grace');

  await house.passes(hours(2));
  house.mailbox.expectNothingMore();
  expect(await house.count('notifications')).toBe(0);
  expect(await house.kinds(incident)).toEqual(['opened', 'escalation_started', 'escalation_ended', 'acknowledged']);
});

test('a mail that waits to be sent when its incident is acknowledged is withheld, and says why', async () => {
  house = await House.start({ policy: [step('ada')] });
  house.mailbox.server.refuseWith(451, 'try later');
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  await house.acknowledge(incident, 'grace');

  house.mailbox.server.accept();
  await house.passes(hours(2));
  house.mailbox.expectNothingMore();
  expect(await house.rows('select status, reason from deliveries')).toEqual([
    { status: 'suppressed', reason: 'acknowledged' },
  ]);
});
