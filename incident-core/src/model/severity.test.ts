import { expect, test } from '@jest/globals';
import { worseSeverity } from './severity.ts';

test.each([
  ['info', 'critical', 'critical'],
  ['error', 'warning', 'error'],
  ['warning', 'warning', 'warning'],
] as const)('of %s and %s the worse is %s', (a, b, worse) => {
  expect(worseSeverity(a, b)).toBe(worse);
});
