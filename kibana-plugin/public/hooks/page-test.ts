import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { createPageTestApi, type Tested } from '../api/page-test';
import { useApiFor } from './asking';
import { useAttempt } from './attempt';
import { useIntents } from './intents';
import { useServices } from './services';

/** So often a test is looked at until something has come of it, and from then on until it has ended. */
const WATCH_MS = { first: 1_000, later: 3_000 } as const;
const nothing = [] as const;

function usePageTestApi() {
  const { api } = useServices();
  return useMemo(() => createPageTestApi(api.caller), [api]);
}

/** Asks for a test; `test` is the last one that was begun here. */
export function usePageMe() {
  const api = usePageTestApi();
  const { attempt, isRunning } = useAttempt(nothing);
  const send = useIntents();
  const [test, setTest] = useState<string | undefined>(undefined);
  const ask = useCallback(
    (tested: Tested) =>
      attempt(
        () => send(tested, (key) => api.ask(tested, key)),
        ({ id }) => setTest(id),
      ),
    [api, attempt, send],
  );
  return { ask, isRunning, test } as const;
}

/** What becomes of a test, looked at again and again until it has ended. */
export function usePageTest(id: string) {
  const apiFor = useApiFor();
  return useQuery({
    queryKey: ['page-test', id],
    queryFn: ({ queryKey, signal }) => createPageTestApi(apiFor(queryKey).caller).get(id, signal),
    refetchInterval: (test) => {
      if (test === undefined || test.state === 'under_way') return WATCH_MS.first;
      return test.ended_at === null ? WATCH_MS.later : false;
    },
  });
}
