import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { GivenSchedule, NewOverride, ScheduleAnswer } from 'incident-core';
import { useMemo } from 'react';
import { createOnCallApi } from '../api/on-call';
import { useApiFor } from './asking';
import { useAttempt } from './attempt';
import type { Refused } from './edit';
import type { Send } from './intents';
import { useServices } from './services';

const keys = {
  onCall: ['on-call'],
  schedules: ['schedules'],
  of: (id: string) => ['schedules', id],
} as const;
const stale = [keys.onCall, keys.schedules];
const nothing: typeof stale = [];

/** Whose turn it is changes by itself. */
const turns = { refetchInterval: 60_000 } as const;

function useOnCallApi() {
  const { api } = useServices();
  return useMemo(() => createOnCallApi(api.caller), [api]);
}

export function useOnCall() {
  const apiFor = useApiFor();
  return useQuery({
    queryKey: keys.onCall,
    queryFn: ({ queryKey, signal }) => createOnCallApi(apiFor(queryKey).caller).onCall(signal),
    ...turns,
  });
}

export function useSchedules() {
  const api = useOnCallApi();
  return useQuery({ queryKey: keys.schedules, queryFn: ({ signal }) => api.schedules(signal) });
}

/** The shifts of a time, and the overrides that are not over when it begins. */
export function useShifts(id: string, from: number, until: number) {
  const apiFor = useApiFor();
  return useQuery({
    queryKey: [...keys.of(id), from, until],
    queryFn: async ({ queryKey, signal }) => {
      const api = createOnCallApi(apiFor(queryKey).caller);
      const [begin, end] = [new Date(from).toISOString(), new Date(until).toISOString()];
      const [shifts, overrides] = await Promise.all([
        api.shifts(id, begin, end, signal),
        api.overrides(id, begin, signal),
      ]);
      return { shifts, overrides };
    },
    // Another week is looked for in the place of the last one; another schedule is not.
    keepPreviousData: true,
    ...turns,
  });
}

/** Shifts as files for the calendar that somebody already has. */
export function useCalendarFiles() {
  const api = useOnCallApi();
  const { isRunning, attempt } = useAttempt(nothing);
  return {
    isRunning,
    ofSchedule: (id: string, then: (text: string) => void) =>
      attempt(
        () => api.scheduleCalendar(id),
        ({ text }) => then(text),
      ),
    ofUser: (id: string, then: (text: string) => void) =>
      attempt(
        () => api.userCalendar(id),
        ({ text }) => then(text),
      ),
  } as const;
}

/** A time of a schedule, in milliseconds; of one that has begun, what is left. */
interface Shift {
  readonly from: number;
  readonly until: number;
}

/**
 * What can be done with schedules and their overrides. `send`: from where what was meant outlives the dialog that it was
 * sent from.
 */
export function useScheduleActions(send: Send) {
  const api = useOnCallApi();
  const queries = useQueryClient();
  const { isRunning, attempt } = useAttempt(stale);
  return {
    isRunning,
    save: (
      id: string | undefined,
      given: GivenSchedule,
      { isForced, tag }: { readonly isForced: boolean; readonly tag: string | undefined },
      then: (schedule: ScheduleAnswer) => void,
      refused: Refused,
    ) =>
      attempt(
        () =>
          id === undefined
            ? send([given, isForced], (key) => api.makeSchedule(given, isForced, key))
            : api.replaceSchedule(id, given, isForced, tag),
        (saved) => {
          // The page that shows it next finds it, before all are asked for again.
          queries.setQueryData<readonly ScheduleAnswer[]>(keys.schedules, (known) =>
            known?.some((each) => each.id === saved.id) ? known : [...(known ?? []), saved],
          );
          then(saved);
        },
        refused,
      ),
    remove: (id: string, tag: string | undefined, then: () => void, refused: Refused) =>
      attempt(() => api.deleteSchedule(id, tag), then, refused),
    take: (id: string, user_id: string, { from, until }: Shift, then: () => void) =>
      attempt(
        () =>
          send([id, user_id, from, until], (key, at) => {
            const given = { user_id, from: toTime(Math.max(from, at)), until: toTime(until) };
            return api.makeOverride(id, given, key);
          }),
        then,
      ),
    override: (id: string, given: NewOverride, then: () => void, refused?: Refused) =>
      attempt(() => send([id, given], (key) => api.makeOverride(id, given, key)), then, refused),
    takeBack: (id: string, overrideId: string, then: () => void) =>
      attempt(() => api.deleteOverride(id, overrideId), then),
  } as const;
}

function toTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
