import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AttemptOutcome } from '../model/notification.ts';
import { decideDelivery, DELIVERY_FAILURES, GIVE_UP_SECONDS, type EndedAttempt } from './decide-delivery.ts';

const NOW = new Date('2027-01-05T03:00:00Z');
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const REFUSED = { kind: 'refused', retryable: true, error: 'busy', retryAfterSeconds: null, gone: false } as const;
const ended = (over: Partial<EndedAttempt>): EndedAttempt => ({
  outcome: REFUSED,
  attempts: 1,
  firstAttemptAt: NOW,
  jitter: 1,
  now: NOW,
  ...over,
});

describe('an attempt that was taken', () => {
  test.each(['sent', 'delivered'] as const)('%s is the end of trying', (kind) => {
    const outcome = { kind, providerId: 'p1' };
    expect(decideDelivery(ended({ outcome, attempts: 90 }))).toEqual({ kind, providerId: 'p1' });
  });
});

describe('an attempt that was refused for good', () => {
  test.each([
    ['fails at once', { ...REFUSED, retryable: false }, 'refused'],
    ['fails at once, whatever Retry-After says', { ...REFUSED, retryable: false, retryAfterSeconds: 9 }, 'refused'],
    ['an endpoint that is gone fails as gone', { ...REFUSED, retryable: false, gone: true }, 'gone'],
    ['gone outweighs retryable', { ...REFUSED, gone: true }, 'gone'],
  ] as const)('%s', (_title, outcome, reason) => {
    expect(decideDelivery(ended({ outcome }))).toEqual({ kind: 'failed', reason, error: 'busy' });
  });
});

describe('an attempt that may be made again', () => {
  test.each([
    ['waits 5 s after the first', { attempts: 1 }, 5],
    ['doubles', { attempts: 2 }, 10],
    ['and doubles again', { attempts: 4 }, 40],
    ['up to five minutes', { attempts: 7 }, 300],
    ['and no further', { attempts: 5000 }, 300],
    ['half of it without luck', { attempts: 2, jitter: 0 }, 5],
    ['anything between by chance', { attempts: 2, jitter: 0.5 }, 7.5],
    ['waits as long as Retry-After asks', { outcome: { ...REFUSED, retryAfterSeconds: 120 } }, 120],
    ['never less than its own backoff', { outcome: { ...REFUSED, retryAfterSeconds: 1 } }, 5],
    ['at most an hour for Retry-After', { outcome: { ...REFUSED, retryAfterSeconds: 1e9 } }, 3600],
    ['takes no notice of a Retry-After in the past', { outcome: { ...REFUSED, retryAfterSeconds: -5 } }, 5],
    ['is made up to the sixth hour', { now: after(GIVE_UP_SECONDS - 5) }, GIVE_UP_SECONDS],
  ] as const)('%s', (_title, over, seconds) => {
    expect(decideDelivery(ended(over))).toEqual({ kind: 'retry', at: after(seconds), error: 'busy' });
  });

  test.each([
    ['is given up when its turn would come after six hours', { now: after(GIVE_UP_SECONDS - 4.999) }],
    ['is given up when it came late', { now: after(GIVE_UP_SECONDS * 2) }],
    [
      'is given up rather than made sooner than asked',
      { now: after(GIVE_UP_SECONDS - 60), outcome: { ...REFUSED, retryAfterSeconds: 90 } },
    ],
  ] as const)('%s', (_title, over) => {
    expect(decideDelivery(ended(over))).toEqual({ kind: 'failed', reason: 'gave_up', error: 'busy' });
  });
});

const outcome: fc.Arbitrary<AttemptOutcome> = fc.oneof(
  fc.record({ kind: fc.constantFrom('sent' as const, 'delivered' as const), providerId: fc.constant(null) }),
  fc.record({
    kind: fc.constant('refused' as const),
    retryable: fc.boolean(),
    error: fc.constant('x'),
    retryAfterSeconds: fc.option(fc.integer({ min: -10, max: 1e7 }), { nil: null }),
    gone: fc.boolean(),
  }),
);
const jitter = fc.double({ min: 0, max: 1, noNaN: true });

describe('always', () => {
  test('a retry lies ahead, within the hour, and inside the six hours', () => {
    fc.assert(
      fc.property(
        outcome,
        fc.integer({ min: 1, max: 1e6 }),
        fc.nat(2 * GIVE_UP_SECONDS),
        jitter,
        (o, attempts, s, j) => {
          const decision = decideDelivery({ outcome: o, attempts, firstAttemptAt: NOW, jitter: j, now: after(s) });
          if (decision.kind === 'failed') expect(DELIVERY_FAILURES).toContain(decision.reason);
          if (decision.kind !== 'retry') return;
          expect(decision.at.getTime()).toBeGreaterThan(after(s).getTime());
          expect(decision.at.getTime()).toBeLessThanOrEqual(after(Math.min(s + 3600, GIVE_UP_SECONDS)).getTime());
        },
      ),
    );
  });

  test('a provider that never takes it is asked a bounded number of times, and then it fails', () => {
    fc.assert(
      fc.property(fc.array(jitter, { minLength: 1, maxLength: 20 }), (chances) => {
        let now = NOW;
        for (let attempts = 1; attempts <= 200; attempts += 1) {
          const chance = chances[attempts % chances.length] ?? 0;
          const decision = decideDelivery({ outcome: REFUSED, attempts, firstAttemptAt: NOW, jitter: chance, now });
          if (decision.kind !== 'retry') return decision.kind === 'failed' && decision.reason === 'gave_up';
          now = decision.at;
        }
        return false;
      }),
    );
  });
});
