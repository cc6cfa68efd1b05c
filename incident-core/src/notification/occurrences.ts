import { WEEKDAYS } from '../model/schedule.ts';
import type { Occurrence, RecurringTimes, Recurrence, Suppression, SuppressionState } from '../model/suppression.ts';
import { zoneOf, type WallTime, type Zone } from '../support/zone.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** The occurrence that runs, else the next one; null when none comes any more. */
export function occurrenceAt(suppression: Suppression, now: Date): Occurrence | null {
  return nextOccurrences(suppression, now, 1)[0] ?? null;
}

/** As `occurrenceAt`, with those that follow it: at most so many. */
export function nextOccurrences(
  { times, endedAt, skippedUntil }: Suppression,
  now: Date,
  most: number,
): readonly Occurrence[] {
  if (endedAt !== null && endedAt <= now) return [];
  const isLeft = ({ from, until }: Occurrence) => until > now && (skippedUntil === null || from >= skippedUntil);
  if (times.type === 'once') return [{ from: times.from, until: times.until }].filter(isLeft);
  const found: Occurrence[] = [];
  const zone = zoneOf(times.timeZone);
  const after = skippedUntil !== null && skippedUntil > now ? skippedUntil : now;
  const starts = startsOf(times);
  for (let index = Math.max(0, starts.indexAt(zone.toWall(after.getTime())) - 1); found.length < most; index += 1) {
    const start = starts.startOf(index);
    if (start > lastStart(times)) break;
    const occurrence = toOccurrence(start, times.minutes, zone);
    if (isLeft(occurrence)) found.push(occurrence);
  }
  return found;
}

/** Whether it is there now, will be, or never again. */
export function suppressionState(suppression: Suppression, now: Date): SuppressionState {
  const occurrence = occurrenceAt(suppression, now);
  if (occurrence === null) return 'over';
  return occurrence.from <= now ? 'active' : 'planned';
}

/** When what it holds changes next: the present occurrence ends, or the next one begins; null when it is over. */
export function nextChange(suppression: Suppression, now: Date): Date | null {
  const occurrence = occurrenceAt(suppression, now);
  if (occurrence === null) return null;
  return occurrence.from <= now ? occurrence.until : occurrence.from;
}

/** The longest that an occurrence may be without running into the next one, in minutes by the clocks. */
export function longestOccurrence(recurrence: Recurrence): number {
  const byUnit = () => {
    switch (recurrence.unit) {
      case 'day':
        return recurrence.every * DAY_MS;
      case 'week': {
        const { offsets, cycle } = weekOf(recurrence);
        return Math.min(...offsets.map((offset, at) => (offsets[at + 1] ?? (offsets[0] ?? 0) + cycle) - offset));
      }
      case 'month':
        return 28 * DAY_MS;
    }
  };
  return byUnit() / MINUTE_MS;
}

/**
 * Both ends are times on the clocks. One that the clocks skip as a whole lasts as long as planned from where they go on,
 * for a window that somebody planned is never left out.
 */
function toOccurrence(start: WallTime, minutes: number, zone: Zone): Occurrence {
  const from = zone.toInstant(start);
  const until = zone.toInstant(start + minutes * MINUTE_MS);
  return { from: new Date(from), until: new Date(until > from ? until : from + minutes * MINUTE_MS) };
}

function lastStart({ lastOn }: RecurringTimes): WallTime {
  return lastOn === null ? Infinity : Date.parse(`${lastOn}T00:00:00.000Z`) + DAY_MS - 1;
}

/** When occurrences begin, on the clocks, counted from 0. */
interface Starts {
  startOf(index: number): WallTime;
  /** The last one that has begun, or thereabouts: never a later one. */
  indexAt(wall: WallTime): number;
}

function startsOf({ startsOn, from, recurrence }: RecurringTimes): Starts {
  const anchor = Date.parse(`${startsOn}T${from}:00.000Z`);
  switch (recurrence.unit) {
    case 'day':
      return repeating(anchor, [0], recurrence.every * DAY_MS, 0);
    case 'week': {
      const { offsets, cycle } = weekOf(recurrence);
      const day = (new Date(anchor).getUTCDay() + 6) % 7;
      const monday = anchor - day * DAY_MS;
      const skipped = offsets.filter((offset) => offset < day * DAY_MS).length;
      return repeating(monday, offsets, cycle, skipped);
    }
    case 'month':
      return monthly(anchor, recurrence.every);
  }
}

function weekOf({ weekdays, every }: Extract<Recurrence, { unit: 'week' }>) {
  const days = [...new Set(weekdays.map((weekday) => WEEKDAYS.indexOf(weekday)))].sort((a, b) => a - b);
  return { offsets: days.map((day) => day * DAY_MS), cycle: every * WEEK_MS };
}

/** Again and again at these offsets; the first `skipped` lie before the first day. */
function repeating(base: WallTime, offsets: readonly number[], cycle: number, skipped: number): Starts {
  return {
    startOf(index) {
      const round = Math.floor((index + skipped) / offsets.length);
      return base + round * cycle + (offsets[index + skipped - round * offsets.length] ?? 0);
    },
    indexAt: (wall) => Math.floor((wall - base) / cycle) * offsets.length - skipped,
  };
}

function monthly(anchor: WallTime, every: number): Starts {
  const first = new Date(anchor);
  const [year, month, day] = [first.getUTCFullYear(), first.getUTCMonth(), first.getUTCDate()];
  const clock = anchor - Date.UTC(year, month, day);
  return {
    startOf(index) {
      // Day 0 of the month after is the last day of the month.
      const lastDay = new Date(Date.UTC(year, month + index * every + 1, 0)).getUTCDate();
      return Date.UTC(year, month + index * every, Math.min(day, lastDay)) + clock;
    },
    indexAt(wall) {
      const shown = new Date(wall);
      return Math.floor(((shown.getUTCFullYear() - year) * 12 + shown.getUTCMonth() - month) / every) - 1;
    },
  };
}

const LONGEST_NOTICE_MS = 15 * MINUTE_MS;
const LEAST_LENGTH_MS = 10 * MINUTE_MS;

/** When its owner is reminded that it ends: a tenth of its length before, a quarter of an hour at most; null when it is shorter than ten minutes. */
export function reminderAt({ from, until }: Occurrence): Date | null {
  const length = until.getTime() - from.getTime();
  if (length < LEAST_LENGTH_MS) return null;
  return new Date(until.getTime() - Math.min(length / 10, LONGEST_NOTICE_MS));
}
