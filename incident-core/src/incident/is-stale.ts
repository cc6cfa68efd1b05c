import type { Incident } from '../model/incident.ts';

/** After so long without an alert and without anybody an open incident is stale. */
export const STALE_AFTER_SECONDS = 7 * 24 * 60 * 60;

/**
 * Whether an open incident has been forgotten: for a week no alert has refreshed it and nobody has touched it. One that
 * sleeps was put aside on purpose. `touchedAt`: when a person, or a program with a token, last did anything to it.
 */
export function isStale(
  {
    status,
    lastSeenAt,
    snoozedUntil,
    touchedAt,
  }: Pick<Incident, 'status' | 'lastSeenAt' | 'snoozedUntil'> & { readonly touchedAt: Date | null },
  now: Date,
): boolean {
  if (status === 'resolved' || (snoozedUntil !== null && snoozedUntil > now)) return false;
  const last = Math.max(lastSeenAt.getTime(), touchedAt?.getTime() ?? 0);
  return now.getTime() - last >= STALE_AFTER_SECONDS * 1000;
}
