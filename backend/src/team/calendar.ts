import { ICalCalendar } from 'ical-generator';
import type { Shift } from 'incident-core';

const HOUR_SECONDS = 3_600;

/** A shift, with the names that a calendar shows. */
export interface CalendarShift {
  readonly scheduleId: string;
  readonly shift: Shift;
  readonly title: string;
}

/**
 * Writes shifts as iCalendar (RFC 5545), all times in UTC. A shift is known by its schedule and its beginning, so that a
 * calendar which reads again finds the entries that it has.
 */
export function renderCalendar(name: string, shifts: readonly CalendarShift[], now: Date): string {
  const calendar = new ICalCalendar({
    name,
    prodId: { company: 'incidents-for-kibana', product: 'on-call', language: 'EN' },
    ttl: HOUR_SECONDS,
  });
  for (const { scheduleId, shift, title } of shifts) {
    calendar.createEvent({
      id: `${scheduleId}-${shift.from.getTime()}@incidents-for-kibana`,
      start: shift.from,
      end: shift.until,
      stamp: now,
      summary: title,
      description: shift.by.type === 'override' ? 'By an override' : `Layer ${shift.by.name}`,
    });
  }
  return calendar.toString();
}
