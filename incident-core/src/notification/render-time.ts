const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** An instant for people in any time zone: `2027-01-05 03:12 UTC (12 min ago)`. */
export function renderTime(at: Date, now: Date): string {
  if (Number.isNaN(at.getTime())) return 'at an unknown time';
  const when = `${at.toISOString().slice(0, -8).replace('T', ' ')} UTC`;
  const elapsed = now.getTime() - at.getTime();
  // Also for a `now` that is no date.
  if (!(Math.abs(elapsed) >= MINUTE)) return `${when} (just now)`;
  return elapsed > 0 ? `${when} (${renderSpan(elapsed)} ago)` : `${when} (in ${renderSpan(-elapsed)})`;
}

/** A length of time in milliseconds, in the two units that matter: `1 h 5 min`. */
export function renderSpan(milliseconds: number): string {
  if (!(milliseconds >= SECOND)) return 'no time';
  if (milliseconds < MINUTE) return `${Math.floor(milliseconds / SECOND)} s`;
  if (milliseconds < HOUR) return `${Math.floor(milliseconds / MINUTE)} min`;
  if (milliseconds < DAY) return twoUnits(milliseconds, HOUR, 'h', MINUTE, 'min');
  return twoUnits(milliseconds, DAY, 'd', HOUR, 'h');
}

function twoUnits(span: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((span % large) / small);
  const whole = `${Math.floor(span / large)} ${largeName}`;
  return rest === 0 ? whole : `${whole} ${rest} ${smallName}`;
}

/** ISO 8601 in UTC, or null for a date that is none. */
export function toIsoTime(at: Date | null): string | null {
  return at === null || Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** By the clocks of a zone, which the people of a schedule live by: `Tue 2027-01-05 09:00`. */
export function renderLocalTime(at: Date, timeZone: string): string {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    const shown = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const of = (part: Intl.DateTimeFormatPartTypes) => shown.get(part) ?? '';
    return `${of('weekday')} ${of('year')}-${of('month')}-${of('day')} ${of('hour')}:${of('minute')}`;
  } catch (error) {
    // A date that is none, or a zone that this engine does not know.
    if (error instanceof RangeError) return renderTime(at, at);
    throw error;
  }
}
