import type {
  GivenSchedule,
  NewOverride,
  OnCallAnswer,
  OverrideAnswer,
  ScheduleAnswer,
  ShiftsAnswer,
} from 'incident-core';
import type { TextAnswer } from '../../common/api';
import type { Caller } from './caller';

/** The calls of the page On-call. */
export function createOnCallApi({ call, edit, getAll, get, post, remove }: Caller) {
  return {
    onCall: (signal?: AbortSignal) => getAll<OnCallAnswer>('/on-call', signal),
    schedules: (signal?: AbortSignal) => getAll<ScheduleAnswer>('/schedules', signal),
    shifts: (id: string, from: string, until: string, signal?: AbortSignal) =>
      get<ShiftsAnswer>(`/schedules/${id}/shifts`, signal, { from, until }),
    /** Those that are not over at an instant. */
    overrides: (id: string, at: string, signal?: AbortSignal) =>
      getAll<OverrideAnswer>(`/schedules/${id}/overrides`, signal, { at }),
    /** `isForced`: saved although it is not ready. */
    saveSchedule: (id: string | undefined, body: GivenSchedule, isForced: boolean, tag?: string) => {
      const query = isForced ? { force: 'true' } : undefined;
      return id === undefined
        ? call<ScheduleAnswer>('POST', '/schedules', { body, ...(query && { query }) })
        : edit<ScheduleAnswer>('PUT', `/schedules/${id}`, body, tag, query);
    },
    /** iCalendar, of all shifts of a schedule or of one responder's in all of them. */
    scheduleCalendar: (id: string) => get<TextAnswer>(`/schedules/${id}/calendar.ics`),
    userCalendar: (id: string) => get<TextAnswer>(`/users/${id}/on-call.ics`),
    deleteSchedule: (id: string) => remove(`/schedules/${id}`),
    makeOverride: (id: string, given: NewOverride, key: string) =>
      post<OverrideAnswer>(`/schedules/${id}/overrides`, given, key),
    deleteOverride: (id: string, overrideId: string) => remove(`/schedules/${id}/overrides/${overrideId}`),
  } as const;
}
