import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decideTurn, type RateLimit } from './rate-limit.ts';

const START = Date.parse('2027-01-05T03:00:00.000Z');
const at = (ms: number) => new Date(START + ms);

/** How many of the turns that are asked for one by one at these times are granted. */
function granted(limit: RateLimit, times: readonly number[]): readonly number[] {
  let takenUntil = 0;
  return times.filter((ms) => {
    const decision = decideTurn(limit, takenUntil, 1, at(ms));
    if (decision.kind === 'taken') takenUntil = decision.takenUntil;
    return decision.kind === 'taken';
  });
}

const zeros = (count: number) => Array.from({ length: count }, () => 0);

test('as many at once as the burst, and then one for each that the pace gives back', () => {
  const limit = { perSecond: 2, burst: 3 };
  expect(granted(limit, zeros(10))).toHaveLength(3);
  expect(granted(limit, [...zeros(10), 499, 500, 501, 1000])).toEqual([0, 0, 0, 500, 1000]);
});

test('a refusal says when there is room again, and then there is', () => {
  const limit = { perSecond: 10, burst: 5 };
  const full = decideTurn(limit, 0, 5, at(0));
  const takenUntil = full.kind === 'taken' ? full.takenUntil : 0;
  expect(decideTurn(limit, takenUntil, 1, at(0))).toEqual({ kind: 'wait', waitMs: 100 });
  expect(decideTurn(limit, takenUntil, 1, at(100)).kind).toBe('taken');
});

test('a refusal takes nothing', () => {
  expect(granted({ perSecond: 1, burst: 1 }, [0, 100, 200, 300, 1000])).toEqual([0, 1000]);
});

test('what a clock wrote that was an hour ahead refuses nobody for an hour', () => {
  const limit = { perSecond: 10, burst: 5 };
  const { takenUntil } = { takenUntil: 0, ...decideTurn(limit, 0, 5, at(3_600_000)) };
  expect(takenUntil).toBeGreaterThan(START + 3_600_000);
  expect(decideTurn(limit, takenUntil, 1, at(0))).toEqual({ kind: 'taken', takenUntil: START + 100 });
});

test('a clock that goes back by a little opens no second burst', () => {
  const limit = { perSecond: 10, burst: 50 };
  const { takenUntil } = { takenUntil: 0, ...decideTurn(limit, 0, 50, at(2_000)) };
  expect(decideTurn(limit, takenUntil, 1, at(0))).toEqual({ kind: 'wait', waitMs: 2_100 });
});

test('in no stretch of time are more granted than the burst and what the pace gives', () => {
  const limits = fc.record({ perSecond: fc.integer({ min: 1, max: 50 }), burst: fc.integer({ min: 1, max: 50 }) });
  fc.assert(
    fc.property(limits, fc.array(fc.nat(5_000), { maxLength: 200 }), (limit, given) => {
      const times = granted(
        limit,
        [...given].sort((a, b) => a - b),
      );
      for (const [from, since] of times.entries()) {
        for (const [to, until] of times.entries()) {
          if (to < from) continue;
          expect(to - from + 1).toBeLessThanOrEqual(limit.burst + ((until - since) / 1000) * limit.perSecond + 1e-6);
        }
      }
    }),
  );
});
