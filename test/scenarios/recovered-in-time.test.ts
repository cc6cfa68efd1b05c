import { afterEach, expect, test } from '@jest/globals';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

test('an alert that recovers before the first delay is over disturbs nobody', async () => {
  house = await House.start({ policy: [step('ada').after(minutes(5))] });
  const incident = await house.elastic.fires('disk full');
  await house.passes(minutes(3));
  const { results } = await house.elastic.recovers('disk full');
  expect(results).toMatchObject([{ outcome: 'resolved', incident_id: incident }]);

  await house.passes(hours(2));
  house.mailbox.expectNothingMore();
  expect(await house.count('notifications')).toBe(0);
  expect(await house.incident(incident)).toMatchObject({ status: 'resolved', resolution: 'recovery', assignee: null });
  expect(await house.kinds(incident)).toEqual(['opened', 'escalation_started', 'resolved', 'escalation_ended']);
});

test('an alert that recovers before any worker has looked disturbs nobody', async () => {
  house = await House.start({ policy: [step('ada')] });
  await house.elastic.fires('disk full');
  await house.elastic.recovers('disk full');
  await house.passes(hours(2));
  house.mailbox.expectNothingMore();
});

test('an alert and its recovery that arrive together leave a resolved incident and disturb nobody', async () => {
  house = await House.start({ policy: [step('ada')] });
  const bodies = [house.elastic.active('disk full'), house.elastic.recovery('disk full')];
  await Promise.all(bodies.map((body) => house.elastic.posts(body)));
  await house.passes(hours(2));
  house.mailbox.expectNothingMore();
  expect(await house.count(`incidents where status <> 'resolved'`)).toBe(0);
});

test('who was told hears once that it has recovered, and nobody else does', async () => {
  house = await House.start({ policy: [step('ada').waits(minutes(15)), step('grace')] });
  await house.elastic.fires('disk full');
  await house.passes(minutes(10));
  house.mailbox.expect('ada', 'disk full');

  await house.elastic.recovers('disk full');
  await house.passes(hours(2));
  house.mailbox.expect('ada', 'Resolved: ', 'Resolved by recovery after 10');
  house.mailbox.expectNothingMore();
});
