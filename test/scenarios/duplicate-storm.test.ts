import { afterEach, expect, test } from '@jest/globals';
import { House } from '../harness/house.ts';
import { hours } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

test('a thousand posts of one alert make one incident that counts it once, one mail, and a raw event each', async () => {
  house = await House.start();
  const body = house.elastic.active('disk full');
  const outcomes: string[] = [];
  for (let wave = 0; wave < 20; wave += 1) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => house.elastic.posts(body)));
    outcomes.push(...answers.flatMap(({ results }) => results.map(({ outcome }) => outcome)));
  }
  await house.settles();

  expect(outcomes.filter((outcome) => outcome === 'opened')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(999);
  expect(await house.incidents()).toMatchObject([{ status: 'triggered', alert_count: 1 }]);
  house.mailbox.expect('ada', 'disk full');
  house.mailbox.expectNothingMore();

  expect(await house.count('raw_events')).toBe(1_000);
  expect(await house.count(`ledger_entries where outcome = 'duplicate'`)).toBe(999);
  expect(await house.count('ledger_entries')).toBe(1_000);
  expect(await house.count('notifications')).toBe(1);
  expect(await house.metric('incidents_alerts_total')).toBe(1_000);

  await house.acknowledge((await house.incidents())[0]?.id ?? '', 'ada');
  await house.passes(hours(2));
  house.mailbox.expectNothingMore();
});
