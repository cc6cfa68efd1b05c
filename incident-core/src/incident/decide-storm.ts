import type { Alert } from '../model/alert.ts';
import type { Surge } from '../model/surge.ts';

const MINUTE_MS = 60_000;
/** A storm incident is over so long after the last of its alerts has recovered: by then its source sends no more of them. */
export const STORM_CALM_SECONDS = 5 * 60;
/** One whose alerts do not all recover is over so long after the last of them was heard of. */
export const STORM_QUIET_SECONDS = 6 * 60 * 60;

/** How many new problems a source has brought within the last minute: of the minute before, the part that still counts. */
export function rateOf(surge: Surge | null, now: Date): number {
  if (surge === null) return 0;
  const age = now.getTime() - surge.since.getTime();
  if (age < MINUTE_MS) return surge.count + surge.before * (1 - Math.max(0, age) / MINUTE_MS);
  if (age < 2 * MINUTE_MS) return surge.count * (2 - age / MINUTE_MS);
  return 0;
}

/** One more new problem. */
export function addToSurge(surge: Surge | null, now: Date): Surge {
  const minute = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS);
  if (surge === null || surge.since < new Date(minute.getTime() - MINUTE_MS)) {
    return { since: minute, count: 1, before: 0 };
  }
  // A clock that is behind another's counts with it.
  if (surge.since >= minute) return { ...surge, count: surge.count + 1 };
  return { since: minute, count: 1, before: surge.count };
}

/**
 * Decides whether an alert that would open an incident goes into the storm incident of its source and team instead: above
 * the source's rate it does, but for the first critical one of a service. `rate`: null for a source that may send what it
 * wants. `hasOwnCritical`: an open critical incident of that service and environment is there.
 */
export function decideStorm(
  alert: Pick<Alert, 'severity' | 'service'>,
  given: { readonly rate: number | null; readonly surge: Surge | null; readonly hasOwnCritical: boolean },
  now: Date,
): 'own' | 'collapse' {
  if (given.rate === null || rateOf(given.surge, now) < given.rate) return 'own';
  const isFirstCritical = alert.severity === 'critical' && alert.service !== null && !given.hasOwnCritical;
  return isFirstCritical ? 'own' : 'collapse';
}

/** What people read of a storm before they look at it. */
export function describeStorm(
  sourceName: string,
  rate: number,
): { readonly title: string; readonly description: string; readonly tags: readonly string[] } {
  return {
    title: `Storm of alerts from ${sourceName}`.slice(0, 200),
    description:
      `More than ${rate} new problems within a minute. They are collected here, and nobody is told of each; ` +
      'the first critical one of a service still has an incident of its own.',
    tags: ['storm'],
  };
}
