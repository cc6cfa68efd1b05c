import type { ThrottleLimit } from '../model/throttle.ts';

/** What was left in a token bucket at a moment; null stands for a full one. */
export interface ThrottleBucket {
  readonly tokens: number;
  readonly at: Date;
}

/** Whether something may leave now, or when; with the bucket as it is afterwards. */
export type ThrottleDecision =
  | { readonly kind: 'go'; readonly bucket: ThrottleBucket | null }
  | { readonly kind: 'hold'; readonly until: Date; readonly bucket: ThrottleBucket };

/** What asks for room: how much it takes, and how much waits before it. */
export interface ThrottleAsk {
  readonly cost: number;
  readonly ahead?: number;
}

// Sums of fractions end a hair beside what they should be: no token is withheld for that, and no time is a moment later.
const HAIR = 1e-6;

/**
 * Decides by a token bucket. What costs more than the bucket holds goes when it is full, and leaves nothing; it never
 * waits for ever. A clock that goes back by a little fills nothing and takes nothing; what one wrote that was far ahead
 * counts for nothing, so that no page waits until that time has come.
 */
export function decideThrottle(
  bucket: ThrottleBucket | null,
  limit: ThrottleLimit | null,
  now: Date,
  { cost, ahead = 0 }: ThrottleAsk,
): ThrottleDecision {
  if (limit === null) return { kind: 'go', bucket: null };
  const tokens = tokensIn(bucket, limit, now);
  const known = believed(bucket, now);
  const needed = Math.min(cost, limit.burst);
  const at = known !== null && known.at > now ? known.at : now;
  if (tokens + HAIR >= needed) return { kind: 'go', bucket: { tokens: Math.max(tokens - needed, 0), at } };
  const missing = needed + ahead - tokens;
  const waitMs = Math.max(Math.ceil((missing * limit.seconds * 1000) / limit.messages - HAIR), 1);
  return { kind: 'hold', until: new Date(at.getTime() + waitMs), bucket: { tokens, at } };
}

/** How many messages a bucket has room for now. */
export function tokensIn(bucket: ThrottleBucket | null, limit: ThrottleLimit | null, now: Date): number {
  if (limit === null) return Number.POSITIVE_INFINITY;
  const known = believed(bucket, now);
  if (known === null) return limit.burst;
  const seconds = Math.max(now.getTime() - known.at.getTime(), 0) / 1000;
  return Math.min(Math.max(known.tokens, 0) + (seconds * limit.messages) / limit.seconds, limit.burst);
}

/** Clocks of backends differ by less. */
const MOST_SKEW_MS = 60_000;

function believed(bucket: ThrottleBucket | null, now: Date): ThrottleBucket | null {
  return bucket !== null && bucket.at.getTime() - now.getTime() > MOST_SKEW_MS ? null : bucket;
}
