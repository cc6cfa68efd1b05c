/**
 * How a source stands. `active`: what a push loses, the pull finds. `degraded`: the pull fails. `missing`: the pull has not
 * come through for long. `unprotected`: alerts are pushed, and nothing finds those that are lost. `unknown`: nothing has
 * come yet by which to judge.
 */
export const SOURCE_HEALTHS = ['active', 'degraded', 'missing', 'unprotected', 'unknown'] as const;
export type SourceHealth = (typeof SOURCE_HEALTHS)[number];

/** What a source is judged by. */
export interface SourceSigns {
  readonly lastPushAt: Date | null;
  /** Null where the source has no pull. */
  readonly pull: {
    readonly intervalSeconds: number;
    readonly setUpAt: Date;
    readonly lastPullAt: Date | null;
    readonly failing: boolean;
  } | null;
}

/** So many intervals may pass without a poll that came through, and no less than the time. */
const MOST_MISSED = 10;
const LEAST_PATIENCE_SECONDS = 5 * 60;

/** Judges a source by when alerts last came, and how its pull does. */
export function healthOf({ lastPushAt, pull }: SourceSigns, now: Date): SourceHealth {
  if (pull === null) return lastPushAt === null ? 'unknown' : 'unprotected';
  if (pull.failing) return 'degraded';
  if (isOverdue(pull, now)) return 'missing';
  return pull.lastPullAt === null ? 'unknown' : 'active';
}

/** Whether a pull has not come through for so long that something must be wrong. */
export function isOverdue(pull: NonNullable<SourceSigns['pull']>, now: Date): boolean {
  const since = pull.lastPullAt ?? pull.setUpAt;
  const patience = Math.max(LEAST_PATIENCE_SECONDS, pull.intervalSeconds * MOST_MISSED);
  return now.getTime() - since.getTime() > patience * 1000;
}
