import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { secondsToWait } from './allowance.ts';

const NOW = new Date('2027-01-04T08:00:00Z');
const ago = (...seconds: readonly number[]) => seconds.map((each) => new Date(NOW.getTime() - each * 1000));
const three = { most: 3, seconds: 60 };

test.each([
  ['nothing has been done', ago(), 0],
  ['there is room', ago(1, 2), 0],
  ['three were done, the first ten seconds ago', ago(10, 1, 5), 50],
  ['the first of three is a minute old', ago(60, 1, 5), 0],
  ['more were done than is allowed', ago(59, 50, 30, 20), 10],
  ['a clock that runs ahead has written one', ago(-5, 1, 2), 58],
])('%s', (_, past, seconds) => {
  expect(secondsToWait(three, past, NOW)).toBe(seconds);
});

test('whoever waits as long as they are told to finds room, and whoever waits a second less does not', () => {
  const times = fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 20 });
  fc.assert(
    fc.property(times, fc.integer({ min: 1, max: 5 }), (seconds, most) => {
      const allowance = { most, seconds: 60 };
      const wait = secondsToWait(allowance, ago(...seconds), NOW);
      const then = (after: number) => new Date(NOW.getTime() + after * 1000);
      expect(secondsToWait(allowance, ago(...seconds), then(wait))).toBe(0);
      if (wait > 0) expect(secondsToWait(allowance, ago(...seconds), then(wait - 1))).toBeGreaterThan(0);
    }),
  );
});
