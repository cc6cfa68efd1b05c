import { useQuery } from '@tanstack/react-query';
import type {
  GivenMaintenanceWindow,
  MaintenanceWindowAnswer,
  NewSilence,
  SilenceAnswer,
  SuppressionPreview,
} from 'incident-core';
import { useEffect, useMemo, useState } from 'react';
import { queryKeys } from '../api/query-keys';
import { createSuppressionsApi, type Shown } from '../api/suppressions';
import { useApiFor } from './asking';
import { useAttempt } from './attempt';
import type { Refused } from './edit';
import { useIntents } from './intents';
import { useServices } from './services';

/** Incidents say what holds them. */
const stale = [queryKeys.suppressions, queryKeys.lists, queryKeys.incidents];
/** What is planned begins, and what is active ends, by the time alone. */
const often = { refetchInterval: 30_000 } as const;

function useSuppressionsApi() {
  const { api } = useServices();
  return useMemo(() => createSuppressionsApi(api.caller), [api]);
}

export function useSilences(shown: Shown) {
  const apiFor = useApiFor();
  return useQuery({
    queryKey: queryKeys.suppressionList('silences', shown),
    queryFn: ({ queryKey, signal }): Promise<readonly SilenceAnswer[]> =>
      createSuppressionsApi(apiFor(queryKey).caller).silences(shown, signal),
    ...often,
  });
}

export function useWindows(shown: Shown) {
  const apiFor = useApiFor();
  return useQuery({
    queryKey: queryKeys.suppressionList('windows', shown),
    queryFn: ({ queryKey, signal }): Promise<readonly MaintenanceWindowAnswer[]> =>
      createSuppressionsApi(apiFor(queryKey).caller).windows(shown, signal),
    ...often,
  });
}

/** What is saved: something new without an id, else that in the state that the tag names. */
interface Saved {
  readonly id: string | undefined;
  readonly tag: string | undefined;
}

export function useSuppressionActions() {
  const api = useSuppressionsApi();
  const { isRunning, attempt } = useAttempt(stale);
  const send = useIntents();
  return {
    isRunning,
    saveSilence: ({ id, tag }: Saved, given: NewSilence, then: () => void, refused: Refused) => {
      const { team_id: _, ...change } = given;
      const save = () =>
        id === undefined
          ? send(['silence', given], (key) => api.makeSilence(given, key))
          : api.changeSilence(id, change, tag);
      attempt(save, then, refused);
    },
    saveWindow: ({ id, tag }: Saved, given: GivenMaintenanceWindow, then: () => void, refused: Refused) =>
      attempt(
        () =>
          id === undefined
            ? send(['window', given], (key) => api.makeWindow(given, key))
            : api.replaceWindow(id, given, tag),
        then,
        refused,
      ),
    endSilence: (id: string, then: () => void) => attempt(() => api.endSilence(id), then),
    endWindow: (id: string, then: () => void) => attempt(() => api.endWindow(id), then),
    removeWindow: (id: string, tag: string | undefined, then: () => void, refused: Refused) =>
      attempt(() => api.removeWindow(id, tag), then, refused),
  } as const;
}

/** Which open incidents are meant, and when it would be there, a moment after the last change. */
export function useSuppressionPreview(given: SuppressionPreview) {
  const api = useSuppressionsApi();
  const settled = useSettled(given);
  return useQuery({
    queryKey: queryKeys.suppressionPreview(settled),
    queryFn: ({ signal }) => api.preview(settled, signal),
    keepPreviousData: true,
    retry: false,
    staleTime: 10_000,
  });
}

const SETTLED_MS = 400;

function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  const key = JSON.stringify(value);
  useEffect(() => {
    const later = setTimeout(() => setSettled(JSON.parse(key) as Value), SETTLED_MS);
    return () => clearTimeout(later);
  }, [key]);
  return settled;
}
