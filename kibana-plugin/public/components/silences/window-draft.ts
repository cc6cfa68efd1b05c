import type { MaintenanceWindowAnswer } from 'incident-core';
import { dateOf, ownZone } from '../time/zone';

export type WindowTimes = MaintenanceWindowAnswer['times'];
export type RecurringTimes = Extract<WindowTimes, { type: 'recurring' }>;
export type Recurrence = RecurringTimes['recurrence'];

/** Both kinds of times while they are filled in, so that nothing is lost when somebody looks at the other one. */
export interface TimesDraft {
  readonly type: WindowTimes['type'];
  readonly from: number | null;
  readonly until: number | null;
  readonly recurring: Omit<RecurringTimes, 'type'>;
}

const HOUR_MS = 3_600_000;

export function draftOfTimes(times: WindowTimes | undefined, now: number): TimesDraft {
  const hour = Math.ceil(now / HOUR_MS) * HOUR_MS;
  const zone = ownZone();
  const recurring = {
    ...{ starts_on: dateOf(now, zone), from: '02:00', minutes: 120, time_zone: zone, last_on: null },
    recurrence: { unit: 'week' as const, every: 1, weekdays: ['sunday' as const] },
  };
  if (times?.type === 'once') {
    return { type: 'once', from: Date.parse(times.starts_at), until: Date.parse(times.ends_at), recurring };
  }
  if (!times) return { type: 'once', from: hour, until: hour + 2 * HOUR_MS, recurring };
  const { type, ...given } = times;
  return { type, from: hour, until: hour + 2 * HOUR_MS, recurring: given };
}

/** As the backend takes them; undefined for what is not whole. */
export function toGivenTimes({ type, from, until, recurring }: TimesDraft): WindowTimes | undefined {
  if (type === 'recurring') {
    const { recurrence, starts_on, from: time } = recurring;
    const hasDay = recurrence.unit !== 'week' || recurrence.weekdays.length > 0;
    return hasDay && starts_on !== '' && time !== '' ? { type, ...recurring } : undefined;
  }
  if (from === null || until === null || until <= from) return undefined;
  return { type, starts_at: new Date(from).toISOString(), ends_at: new Date(until).toISOString() };
}
