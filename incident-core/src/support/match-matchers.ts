import type { Matchable, Matchers, WeekHours } from '../model/matchers.ts';
import { WEEKDAYS, type Weekday } from '../model/schedule.ts';
import { isPattern, matchesPattern } from './match-pattern.ts';
import { zoneOf } from './zone.ts';

/** How well matchers fit: the dimensions that matched, and how many of them without a pattern; null when they do not. */
export interface Fit {
  readonly dimensions: number;
  readonly exact: number;
}

/** The dimensions of matchers, in the order in which they are held against an alert or incident. */
export const DIMENSIONS = ['service', 'environment', 'severity', 'tags'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Holds matchers against an alert or incident. Matchers without any dimension fit everything, with a fit of zero. */
export function fitMatchers(matchers: Matchers, matchable: Matchable): Fit | null {
  let fit: Fit = { dimensions: 0, exact: 0 };
  for (const dimension of DIMENSIONS) {
    const wanted = matchers[dimension];
    if (!wanted) continue;
    const matched = matchedOf(wanted, dimension, matchable);
    if (matched.length === 0) return null;
    const exact = matched.some((pattern) => !isPattern(pattern)) ? 1 : 0;
    fit = { dimensions: fit.dimensions + 1, exact: fit.exact + exact };
  }
  return fit;
}

/** The first dimension that does not fit; null when all do. */
export function misfitOf(matchers: Matchers, matchable: Matchable): Dimension | null {
  return (
    DIMENSIONS.find((dimension) => {
      const wanted = matchers[dimension];
      return wanted !== undefined && matchedOf(wanted, dimension, matchable).length === 0;
    }) ?? null
  );
}

function matchedOf(wanted: readonly string[], dimension: Dimension, matchable: Matchable): readonly string[] {
  const value = matchable[dimension];
  const found = value === null ? [] : typeof value === 'string' ? [value] : value;
  return wanted.filter((pattern) => found.some((text) => matchesPattern(pattern, text)));
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** The first Monday of the count: 1970 began on a Thursday. */
const FIRST_MONDAY_MS = 4 * DAY_MS;

/**
 * Whether an instant lies within hours of the week, as the clocks of their zone show it: hours that the clocks skip do
 * not come, those that they show twice count twice.
 *
 * @throws RangeError for a time zone that does not exist
 */
export function isWithin({ weekdays, from, until, timeZone }: WeekHours, at: Date): boolean {
  const wall = zoneOf(timeZone).toWall(at.getTime());
  const day = Math.floor((wall - FIRST_MONDAY_MS) / DAY_MS);
  const minute = Math.floor((wall - FIRST_MONDAY_MS - day * DAY_MS) / MINUTE_MS);
  const [start, end] = [toMinutes(from), toMinutes(until)];
  if (start < end) return weekdays.includes(weekdayOf(day)) && start <= minute && minute < end;
  return (
    (weekdays.includes(weekdayOf(day)) && start <= minute) || (weekdays.includes(weekdayOf(day - 1)) && minute < end)
  );
}

/**
 * The first instant behind another at which any of the hours begin; null when none of them ever do. What begins while the
 * clocks skip that time begins when they go on, and what begins at a time that they show twice begins twice.
 */
export function nextStart(hours: readonly WeekHours[], after: Date): Date | null {
  const starts = hours.flatMap(({ weekdays, from, timeZone }) => {
    const zone = zoneOf(timeZone);
    const today = Math.floor((zone.toWall(after.getTime()) - FIRST_MONDAY_MS) / DAY_MS);
    return [0, 1, 2, 3, 4, 5, 6, 7]
      .map((days) => today + days)
      .filter((day) => weekdays.includes(weekdayOf(day)))
      .flatMap((day) => showingsOf(zone, FIRST_MONDAY_MS + day * DAY_MS + toMinutes(from) * MINUTE_MS))
      .filter((instant) => instant > after.getTime());
  });
  return starts.length === 0 ? null : new Date(Math.min(...starts));
}

/** When the clocks of a zone show that: where they went back, by the time of the next day too. */
function showingsOf(zone: ReturnType<typeof zoneOf>, wall: number): readonly number[] {
  const again = zone.toInstant(wall + DAY_MS) - DAY_MS;
  return zone.toWall(again) === wall ? [zone.toInstant(wall), again] : [zone.toInstant(wall)];
}

function weekdayOf(day: number): Weekday {
  return WEEKDAYS[((day % 7) + 7) % 7] ?? 'monday';
}

function toMinutes(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
