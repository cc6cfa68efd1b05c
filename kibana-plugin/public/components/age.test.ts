import { expect, test } from '@jest/globals';
import { shortAge } from './age';

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
