import type { Preferences, QuietSpan } from '../model/preferences.ts';
import { WEEKDAYS, type Restriction } from '../model/schedule.ts';
import { allowedRanges, allowedSpans, weekOf } from './restricted-hours.ts';
import { zoneOf } from '../support/zone.ts';

/**
 * The quiet stretches that touch a time of at most a week, whole: quiet hours, and what is no working day, by the clocks
 * of the person's zone. An hour that the clocks show twice ends and begins quiet hours the first time.
 *
 * @throws RangeError for a name that is no time zone
 */
export function quietSpans(
  preferences: Pick<Preferences, 'quietHours' | 'workingDays'>,
  timeZone: string,
  from: Date,
  until: Date,
): readonly QuietSpan[] {
  const ranges = allowedRanges(workingTimes(preferences));
  if (ranges === null) return [];
  const zone = zoneOf(timeZone);
  const working = allowedSpans(ranges, zone, weekOf(from.getTime(), zone));
  return working.flatMap((span, at) => {
    const next = working[at + 1];
    if (!next || next.from <= from.getTime() || span.until > until.getTime()) return [];
    return [{ from: new Date(span.until), until: new Date(next.from) }];
  });
}

/** What is left of the working days beside the quiet hours. */
function workingTimes({ quietHours, workingDays }: Pick<Preferences, 'quietHours' | 'workingDays'>): Restriction[] {
  const weekdays = [...(workingDays ?? WEEKDAYS)];
  if (quietHours === null) return [{ weekdays, from: '00:00', until: '24:00' }];
  const { from, until } = quietHours;
  if (until < from) return [{ weekdays, from: until, until: from }];
  const after = { weekdays, from: until, until: '24:00' };
  return from === '00:00' ? [after] : [{ weekdays, from: '00:00', until: from }, after];
}
