import { i18n } from '@kbn/i18n';

const DAY_MS = 86_400_000;

/** What clocks on the wall show, in milliseconds, as if they showed UTC. */
export type WallTime = number;

/** The zone of whoever looks at the page. */
export function ownZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** All names that the browser knows. */
export function zoneNames(): readonly string[] {
  const { supportedValuesOf } = Intl as { supportedValuesOf?: (key: 'timeZone') => string[] };
  return [...new Set(['UTC', ...(supportedValuesOf?.('timeZone') ?? [])])];
}

export function toWall(instant: number, zone: string): WallTime {
  return instant + offsetAt(instant, zone);
}

/** A time that the clocks show twice is the first; one that they skip is as long after the change as it says. */
function toInstant(wall: WallTime, zone: string): number {
  const [before, after] = [offsetAt(wall - DAY_MS, zone), offsetAt(wall + DAY_MS, zone)];
  const fitting = [wall - before, wall - after].filter((instant) => toWall(instant, zone) === wall);
  return fitting.length > 0 ? Math.min(...fitting) : wall - before;
}

/** The midnight with which the day of an instant begins; with `days` that of an earlier or a later one. */
export function midnight(instant: number, zone: string, days = 0): number {
  const wall = Math.floor(toWall(instant, zone) / DAY_MS) * DAY_MS;
  return toInstant(wall + days * DAY_MS, zone);
}

/** Of the day of an instant: `2027-01-05`. */
export function dateOf(instant: number, zone: string): string {
  return new Date(toWall(instant, zone)).toISOString().slice(0, 10);
}

/** The other way round; NaN for what is no date. */
export function instantOf(date: string, time: string, zone: string): number {
  const wall = Date.parse(`${date}T${time}:00.000Z`);
  return Number.isNaN(wall) ? wall : toInstant(wall, zone);
}

/** `09:30` */
export function timeOf(instant: number, zone: string): string {
  return new Date(toWall(instant, zone)).toISOString().slice(11, 16);
}

/** As people write it, in Kibana's language. */
export function written(instant: number, zone: string, form: Intl.DateTimeFormatOptions): string {
  return formatOf(i18n.getLocale(), zone, form).format(instant);
}

/** `Mon, 5 Jan, 09:00` */
export function dayAndTime(instant: number, zone: string): string {
  return written(instant, zone, DAY_AND_TIME);
}

const DAY_AND_TIME = {
  ...{ weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
} as const satisfies Intl.DateTimeFormatOptions;

function offsetAt(instant: number, zone: string): number {
  const parts = new Map(
    formatOf('en-US', zone, WHOLE)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (part: Intl.DateTimeFormatPartTypes) => parts.get(part) ?? 0;
  const wall = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return wall - Math.floor(instant / 1000) * 1000;
}

const WHOLE = {
  ...{ calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' },
  ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
} as const satisfies Intl.DateTimeFormatOptions;

/** Making one takes far longer than using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(locale: string, timeZone: string, form: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${JSON.stringify(form)}`;
  const known = formats.get(key);
  if (known) return known;
  const format = new Intl.DateTimeFormat(locale, { ...form, timeZone });
  formats.set(key, format);
  return format;
}
