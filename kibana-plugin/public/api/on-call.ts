import type {
  GivenSchedule,
  NewOverride,
  OnCallAnswer,
  OverrideAnswer,
  ScheduleAnswer,
  ShiftsAnswer,
} from 'incident-core';
import type { TextAnswer } from '../../common/api';
import { forced, type Caller } from './caller';

/** The calls of the page On-call. */
export function createOnCallApi({ edit, getAll, get, post, remove }: Caller) {
  return {
    onCall: (signal?: AbortSignal) => getAll<OnCallAnswer>('/on-call', signal),
    schedules: (signal?: AbortSignal) => getAll<ScheduleAnswer>('/schedules', signal),
    shifts: (id: string, from: string, until: string, signal?: AbortSignal) =>
      get<ShiftsAnswer>(`/schedules/${id}/shifts`, signal, { from, until }),
    /** Those that are not over at an instant. */
    overrides: (id: string, at: string, signal?: AbortSignal) =>
      getAll<OverrideAnswer>(`/schedules/${id}/overrides`, signal, { at }),
    /** `isForced`: saved although it is not ready. */
    makeSchedule: (body: GivenSchedule, isForced: boolean, key: string) =>
      post<ScheduleAnswer>('/schedules', body, key, forced(isForced)),
    replaceSchedule: (id: string, body: GivenSchedule, isForced: boolean, tag: string | undefined) =>
      edit<ScheduleAnswer>('PUT', `/schedules/${id}`, body, tag, forced(isForced)),
    /** iCalendar, of all shifts of a schedule or of one responder's in all of them. */
    scheduleCalendar: (id: string) => get<TextAnswer>(`/schedules/${id}/calendar.ics`),
    userCalendar: (id: string) => get<TextAnswer>(`/users/${id}/on-call.ics`),
    deleteSchedule: (id: string, tag: string | undefined) => remove(`/schedules/${id}`, tag),
    makeOverride: (id: string, given: NewOverride, key: string) =>
      post<OverrideAnswer>(`/schedules/${id}/overrides`, given, key),
    deleteOverride: (id: string, overrideId: string) => remove(`/schedules/${id}/overrides/${overrideId}`),
  } as const;
}
