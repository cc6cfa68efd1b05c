import { expect, test } from '@jest/globals';
import { exactTime, shortAge, shortTime } from './age';

const minute = 60_000;

test.each([
  [0, '< 1 min'],
  [59_999, '< 1 min'],
  [minute, '1 min'],
  [59 * minute, '59 min'],
  [61 * minute, '1 h 1 min'],
  [47 * 60 * minute, '47 h 0 min'],
  [48 * 60 * minute, '2 d'],
])('%d ms are %s', (age, text) => {
  expect(shortAge(age)).toBe(text);
});

test('a time is written by 24 hours, with its day when that is not today', () => {
  const [at, now] = [new Date(2027, 0, 5, 16, 4, 9), new Date(2027, 0, 5, 23).getTime()];
  expect(shortTime(at.toISOString(), now)).toBe('16:04:09');
  expect(shortTime(at.toISOString(), now + 24 * 60 * minute)).toBe('Jan 5, 2027 16:04:09');
  expect(exactTime(at.toISOString())).toBe('January 5, 2027 16:04:09');
});
