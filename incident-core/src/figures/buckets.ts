import { zoneOf } from '../support/zone.ts';
import type { BucketUnit } from '../model/figures.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** 1970 began on a Thursday; weeks begin on a Monday. */
const FIRST_MONDAY = 4 * DAY_MS;

/** A stretch of time: `from` is part of it, `to` is not. */
export interface Bucket {
  readonly from: Date;
  readonly to: Date;
}

/** More than so many bars nobody can tell apart. */
export const MOST_BUCKETS = 400;

/** The unit in which a stretch of time is read well, where nobody asks for another. */
export function chooseUnit(from: Date, to: Date): BucketUnit {
  const days = (to.getTime() - from.getTime()) / DAY_MS;
  return days <= 2 ? 'hour' : days <= 92 ? 'day' : 'week';
}

/**
 * Cuts a stretch of time at the hours, midnights or Mondays that the clocks of a zone show, so that a day in which they
 * change has 23 or 25 hours. The first and the last may be shorter. Null for more than `MOST_BUCKETS`.
 *
 * @throws RangeError for a name that is no time zone
 */
export function planBuckets(from: Date, to: Date, unit: BucketUnit, timeZone: string): readonly Bucket[] | null {
  const next = nextCut(unit, timeZone);
  const starts: number[] = [];
  for (let at = from.getTime(); at < to.getTime(); at = next(at)) {
    if (starts.length === MOST_BUCKETS) return null;
    starts.push(at);
  }
  return starts.map((start, index) => ({ from: new Date(start), to: new Date(starts[index + 1] ?? to.getTime()) }));
}

/** The first cut behind an instant. */
function nextCut(unit: BucketUnit, timeZone: string): (instant: number) => number {
  const zone = zoneOf(timeZone);
  if (unit === 'hour') return (instant) => instant + HOUR_MS - (zone.toWall(instant) % HOUR_MS);
  const length = unit === 'week' ? 7 * DAY_MS : DAY_MS;
  const origin = unit === 'week' ? FIRST_MONDAY : 0;
  return (instant) => {
    const wall = zone.toWall(instant);
    const start = Math.floor((wall - origin) / length) * length + origin;
    const cut = zone.toInstant(start + length);
    // A midnight that the clocks show twice is the first; whoever stands between the two goes on to the next.
    return cut > instant ? cut : zone.toInstant(start + 2 * length);
  };
}
