import { expect, test } from '@jest/globals';
import { snoozeChoices } from './snooze-choices';

const ids = (urgency: 'high' | 'low', now: string) => snoozeChoices(urgency, new Date(now)).map(({ id }) => id);

test('what is urgent sleeps for a day at most', () => {
  for (const { until } of snoozeChoices('high', new Date(2027, 0, 5, 3, 0))) {
    expect(until.getTime() - new Date(2027, 0, 5, 3, 0).getTime()).toBeLessThanOrEqual(24 * 3_600_000);
  }
  // At three in the morning, tomorrow at nine is more than a day away.
  expect(ids('high', '2027-01-05T03:00:00')).toEqual(['1h', '4h', '8h']);
  expect(ids('high', '2027-01-05T14:00:00')).toEqual(['1h', '4h', '8h', 'tomorrow']);
});

test('what is not urgent may sleep until Monday, unless that is tomorrow', () => {
  expect(ids('low', '2027-01-05T14:00:00')).toContain('monday');
  expect(ids('low', '2027-01-10T14:00:00')).not.toContain('monday');
  const [monday] = snoozeChoices('low', new Date(2027, 0, 4, 8, 0)).filter(({ id }) => id === 'monday');
  expect(monday?.until).toEqual(new Date(2027, 0, 11, 9, 0));
});
