import { afterEach, expect, test } from '@jest/globals';
import { House, step } from '../harness/house.ts';
import { minutes } from '../harness/manual-clock.ts';
import { setThrottles, UNTHROTTLED } from '../harness/throttles.ts';

let house: House;
afterEach(() => house.stop());

test('three hundred escalations due at once, moved by two backends, tell each step once', async () => {
  house = await House.start({ policy: [step('ada').after(minutes(5)).waits(minutes(10)), step('grace')] });
  await house.another();
  // This story is about steps: nobody minds here how many mails there are.
  await setThrottles(house.api, UNTHROTTLED);
  const names = Array.from({ length: 300 }, (_, index) => `problem ${index + 1}`);
  const titles = names.map((name) => `${name} (checkout, production)`).sort();
  await Promise.all(names.map((name) => house.elastic.fires(name)));
  await house.settlesTogether();
  house.mailbox.expectNothingMore();

  house.clock.forward(minutes(5));
  await house.settlesTogether();
  expect(house.mailbox.takeTitles('ada')).toEqual(titles);
  house.mailbox.expectNothingMore();

  house.clock.forward(minutes(10));
  await house.settlesTogether();
  expect(house.mailbox.takeTitles('grace')).toEqual(titles);
  house.mailbox.expectNothingMore();
  expect(await house.count('deliveries where attempts <> 1')).toBe(0);
  expect(await house.count(`escalation_steps where status = 'notified' and step = 2`)).toBe(300);
  expect(await house.count('escalations where failures > 0 or parked_at is not null')).toBe(0);
});
