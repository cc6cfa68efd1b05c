import { i18n } from '@kbn/i18n';
import moment from 'moment';
import { dateOf, instantOf, midnight, toWall, written } from '../time/zone';

export const VIEWS = ['week', 'two-weeks', 'month'] as const;
export type View = (typeof VIEWS)[number];

/** What the calendar shows: whole days of a zone. `days`: when each begins, and last when the time is over. */
export interface Range {
  readonly from: number;
  readonly until: number;
  readonly days: readonly number[];
}

/** The week, the two weeks or the month around an instant; weeks begin as Kibana is told. */
export function rangeAround(instant: number, view: View, zone: string): Range {
  const wall = new Date(toWall(instant, zone));
  if (view === 'month') {
    const first = midnight(instant, zone, 1 - wall.getUTCDate());
    const length = new Date(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth() + 1, 0)).getUTCDate();
    return toRange(first, length, zone);
  }
  const sinceStart = (wall.getUTCDay() - moment.localeData().firstDayOfWeek() + 7) % 7;
  return toRange(midnight(instant, zone, -sinceStart), view === 'week' ? 7 : 14, zone);
}

/** An instant in the time before or after the one that is shown. */
export function shifted(range: Range, step: -1 | 1, view: View, zone: string): number {
  if (view === 'month') return step === 1 ? range.until : midnight(range.from, zone, -1);
  return midnight(range.from, zone, step * (view === 'week' ? 7 : 14));
}

/** `Jan 4 – 10, 2027` */
export function rangeText({ from, until }: Range, view: View, zone: string): string {
  const noon = from + 43_200_000;
  if (view === 'month') return written(noon, zone, { month: 'long', year: 'numeric' });
  const form = { day: 'numeric', month: 'short', year: 'numeric', timeZone: zone } as const;
  return new Intl.DateTimeFormat(i18n.getLocale(), form).formatRange(noon, until - 43_200_000);
}

/** The day that an address names, else today. */
export function readDay(given: string | null, now: number, zone: string): number {
  const at = given === null || !/^\d{4}-\d\d-\d\d$/.test(given) ? NaN : instantOf(given, '00:00', zone);
  return Number.isNaN(at) || at < 0 || at > Date.UTC(2199) ? now : at;
}

export function writeDay(instant: number, zone: string): string {
  return dateOf(instant, zone);
}

function toRange(from: number, length: number, zone: string): Range {
  const days = Array.from({ length: length + 1 }, (_, day) => midnight(from, zone, day));
  return { from, until: days[length] ?? from, days };
}
