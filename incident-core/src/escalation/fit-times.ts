import type { WeekHours } from '../model/matchers.ts';
import { WEEKDAYS, type Weekday } from '../model/schedule.ts';
import { zoneOf } from '../support/zone.ts';

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

function weekdayOf(day: number): Weekday {
  return WEEKDAYS[((day % 7) + 7) % 7] ?? 'monday';
}

function toMinutes(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
