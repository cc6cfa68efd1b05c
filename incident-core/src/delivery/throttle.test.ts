import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decideThrottle, type ThrottleBucket } from './throttle.ts';

const NOW = new Date('2027-01-05T03:00:00.000Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const EVERY_30 = { messages: 1, seconds: 30, burst: 5 };
const bucket = (tokens: number, at = NOW): ThrottleBucket => ({ tokens, at });

describe('a token bucket', () => {
  test.each([
    ['that nobody has taken from is full', null, NOW, 5, 'go'],
    ['that is empty holds', bucket(0), NOW, 1, later(30)],
    ['fills as time passes', bucket(0), later(30), 1, 'go'],
    ['that is half full holds for half the time', bucket(0.5), NOW, 1, later(15)],
    ['never holds more than its burst', bucket(5), later(9_999), 6, 'go'],
    ['lets what is larger than itself go when it is full', null, NOW, 50, 'go'],
    ['of a clock that has gone back holds as long as it would have', bucket(0, later(10)), NOW, 1, later(40)],
    ['that a clock wrote an hour ahead of now holds nobody back', bucket(0, later(3_600)), NOW, 1, 'go'],
  ] as const)('%s', (_, given, now, cost, expected) => {
    const decision = decideThrottle(given, EVERY_30, now, { cost });
    expect(decision.kind === 'go' ? 'go' : decision.until).toEqual(expected);
  });

  test('that is no limit lets everything go', () => {
    expect(decideThrottle(bucket(0), null, NOW, { cost: 1_000 })).toEqual({ kind: 'go', bucket: null });
  });

  test('gives those who wait one after the other', () => {
    const until = (ahead: number) => decideThrottle(bucket(0), EVERY_30, NOW, { cost: 1, ahead });
    expect([0, 1, 2].map(until)).toMatchObject([30, 60, 90].map((seconds) => ({ until: later(seconds) })));
  });
});

const limits = fc.record({
  messages: fc.integer({ min: 1, max: 1_000 }),
  seconds: fc.integer({ min: 1, max: 3_600 }),
  burst: fc.integer({ min: 1, max: 1_000 }),
});

test('what is held goes at the time that it is told, and never waits for ever', () => {
  fc.assert(
    fc.property(
      limits,
      fc.double({ min: 0, max: 1_000, noNaN: true }),
      fc.integer({ min: 1, max: 2_000 }),
      (limit, tokens, cost) => {
        const decision = decideThrottle(bucket(Math.min(tokens, limit.burst)), limit, NOW, { cost });
        if (decision.kind === 'go') return;
        expect(decision.until > NOW).toBe(true);
        expect(decideThrottle(decision.bucket, limit, decision.until, { cost }).kind).toBe('go');
      },
    ),
  );
});

test('in any stretch of time no more leaves than the burst and what has come back since', () => {
  fc.assert(
    fc.property(limits, fc.array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 60 }), (limit, gaps) => {
      let [now, gone, state]: [Date, number, ThrottleBucket | null] = [NOW, 0, null];
      for (const gap of gaps) {
        now = new Date(now.getTime() + gap);
        const decision = decideThrottle(state, limit, now, { cost: 1 });
        if (decision.kind === 'go') gone += 1;
        state = decision.bucket;
      }
      const back = ((now.getTime() - NOW.getTime()) / 1000 / limit.seconds) * limit.messages;
      expect(gone).toBeLessThanOrEqual(limit.burst + back + 1e-3);
    }),
  );
});
