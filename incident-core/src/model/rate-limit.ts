/** So many a second in the long run, and as many at once as `burst` says. */
export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

/** What came of asking for turns: `takenUntil` is to be kept for the next who asks; `waitMs`, until there is room. */
export type TurnDecision =
  { readonly kind: 'taken'; readonly takenUntil: number } | { readonly kind: 'wait'; readonly waitMs: number };

/**
 * Decides whether as many turns as `count` may be taken now. It is a bucket of `burst` tokens that fills with
 * `perSecond`, kept as one number: the time, in milliseconds, until which turns are taken at that pace (0 for none). One
 * further ahead than the burst reaches twice was written by a clock that was ahead, and counts as none: nobody waits until
 * that time has come.
 */
export function decideTurn(limit: RateLimit, takenUntil: number, count: number, now: Date): TurnDecision {
  const turnMs = 1000 / limit.perSecond;
  const at = now.getTime();
  const full = limit.burst * turnMs;
  const before = takenUntil > at + 2 * full ? at : Math.max(takenUntil, at);
  const until = before + count * turnMs;
  const waitMs = until - at - full;
  return waitMs > 0 ? { kind: 'wait', waitMs: Math.ceil(waitMs) } : { kind: 'taken', takenUntil: until };
}
