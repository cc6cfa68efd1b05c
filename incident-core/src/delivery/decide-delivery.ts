import type { AttemptOutcome } from '../model/notification.ts';

/** The wait after the first refused attempt; each further one doubles it. */
const FIRST_RETRY_SECONDS = 5;
/** No backoff is longer than this. */
const LONGEST_RETRY_SECONDS = 5 * 60;
/** A provider that asks for more patience than this is asked again after this. */
const LONGEST_RETRY_AFTER_SECONDS = 60 * 60;
/** So long after the first attempt nobody wants the message any more: escalation has told others since. */
export const GIVE_UP_SECONDS = 6 * 60 * 60;

/** Why a delivery failed: refused for good, the endpoint is gone, or refused for too long. */
export const DELIVERY_FAILURES = ['refused', 'gone', 'gave_up'] as const;
export type DeliveryFailure = (typeof DELIVERY_FAILURES)[number];

/** What an attempt's outcome makes of its delivery. */
export type DeliveryDecision =
  | { readonly kind: 'sent' | 'delivered'; readonly providerId: string | null }
  | { readonly kind: 'retry'; readonly at: Date; readonly error: string }
  | { readonly kind: 'failed'; readonly reason: DeliveryFailure; readonly error: string };

/** What is known of a delivery when an attempt has ended. */
export interface EndedAttempt {
  readonly outcome: AttemptOutcome;
  /** Attempts made so far, this one included. */
  readonly attempts: number;
  readonly firstAttemptAt: Date;
  /** Chance between 0 and 1, so that what failed together does not come back together. */
  readonly jitter: number;
  readonly now: Date;
  /** How long after the first attempt the message is still wanted; `GIVE_UP_SECONDS` unless it is said. */
  readonly giveUpSeconds?: number;
}

/** Decides what an attempt means: done, again at a time, or failed. */
export function decideDelivery(ended: EndedAttempt): DeliveryDecision {
  const { outcome, attempts, firstAttemptAt, jitter, now, giveUpSeconds = GIVE_UP_SECONDS } = ended;
  if (outcome.kind !== 'refused') return { kind: outcome.kind, providerId: outcome.providerId };
  const { error } = outcome;
  if (outcome.gone) return { kind: 'failed', reason: 'gone', error };
  if (!outcome.retryable) return { kind: 'failed', reason: 'refused', error };
  const wait = Math.max(toBackoff(attempts, jitter), toPatience(outcome.retryAfterSeconds));
  const at = new Date(now.getTime() + Math.ceil(wait * 1000));
  const last = firstAttemptAt.getTime() + giveUpSeconds * 1000;
  return at.getTime() > last ? { kind: 'failed', reason: 'gave_up', error } : { kind: 'retry', at, error };
}

/** Between half of the backoff and the whole of it, in seconds. */
function toBackoff(attempts: number, jitter: number): number {
  const doublings = Math.min(Math.max(attempts, 1) - 1, 10);
  const whole = Math.min(FIRST_RETRY_SECONDS * 2 ** doublings, LONGEST_RETRY_SECONDS);
  return whole * (0.5 + Math.min(Math.max(jitter, 0), 1) / 2);
}

function toPatience(retryAfterSeconds: number | null): number {
  return Math.min(Math.max(retryAfterSeconds ?? 0, 0), LONGEST_RETRY_AFTER_SECONDS);
}
