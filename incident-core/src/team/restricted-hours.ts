import { WEEKDAYS, type Restriction } from '../model/schedule.ts';
import type { WallTime, Zone } from '../support/zone.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
const WEEK_MINUTES = 7 * DAY_MINUTES;
const WEEK_MS = WEEK_MINUTES * MINUTE_MS;
/** The first Monday of the count: 1970 began on a Thursday. */
const FIRST_MONDAY_MS = 4 * DAY_MINUTES * MINUTE_MS;
/** Weeks looked at to either side: one in which the clocks skip all that it has may lie between. */
const WEEKS_AROUND = 2;

/** A stretch of instants; `until` is the first one after it. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** Minutes of the week, counted from Monday 00:00; an end beyond the week goes on in the next one. */
export interface WeekRange {
  readonly from: number;
  readonly until: number;
}

/** The ranges of the week that restrictions allow, in order, with those that touch or overlap made one; null for all of it. */
export function allowedRanges(restrictions: readonly Restriction[]): readonly WeekRange[] | null {
  if (restrictions.length === 0) return null;
  const ranges = restrictions.flatMap(rangesOf).sort((a, b) => a.from - b.from);
  const merged: WeekRange[] = [];
  for (const range of ranges) {
    const last = merged.at(-1);
    if (last && range.from <= last.until) {
      merged[merged.length - 1] = { from: last.from, until: Math.max(last.until, range.until) };
    } else {
      merged.push(range);
    }
  }
  return joinWeeks(merged);
}

/** The minutes of the week that one restriction allows, one range for each weekday. */
export function rangesOf({ weekdays, from, until }: Restriction): readonly WeekRange[] {
  const [start, end] = [toMinutes(from), toMinutes(until)];
  return [...new Set(weekdays)].map((weekday) => {
    const day = WEEKDAYS.indexOf(weekday) * DAY_MINUTES;
    return { from: day + start, until: day + end + (end <= start ? DAY_MINUTES : 0) };
  });
}

/** The week of an instant by the clocks of the zone, counted from the first of 1970. */
export function weekOf(instant: number, zone: Zone): number {
  return Math.floor((zone.toWall(instant) - FIRST_MONDAY_MS) / WEEK_MS);
}

/** The allowed stretches of a week and of those around it, in order, none of them empty and no two touching. */
export function allowedSpans(ranges: readonly WeekRange[], zone: Zone, week: number): readonly Span[] {
  const spans: Span[] = [];
  for (let number = week - WEEKS_AROUND; number <= week + WEEKS_AROUND; number += 1) {
    const monday: WallTime = FIRST_MONDAY_MS + number * WEEK_MS;
    for (const range of ranges) {
      const from = zone.toInstant(monday + range.from * MINUTE_MS);
      const until = zone.toInstant(monday + range.until * MINUTE_MS);
      if (from >= until) continue;
      const last = spans.at(-1);
      if (last?.until === from) spans[spans.length - 1] = { from: last.from, until };
      else spans.push({ from, until });
    }
  }
  return spans;
}

/** What runs on from Sunday into Monday is one with what begins there. */
function joinWeeks(ranges: readonly WeekRange[]): readonly WeekRange[] | null {
  const last = ranges.at(-1);
  if (!last) return ranges;
  // What reaches into the next week may swallow the first ranges of it.
  const swallowed = ranges.filter(({ from }) => from + WEEK_MINUTES <= last.until);
  const until = Math.max(last.until, ...swallowed.map((range) => range.until + WEEK_MINUTES));
  if (until - last.from >= WEEK_MINUTES) return null;
  return [...ranges.slice(swallowed.length, -1), { from: last.from, until }];
}

function toMinutes(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
