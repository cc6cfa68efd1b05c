import { useQuery } from '@tanstack/react-query';
import type { DryRunAnswer, GivenDryRun } from 'incident-core';
import { useMemo } from 'react';
import { createDryRunApi } from '../api/dry-run';
import { useAttempt } from './attempt';
import type { Refused } from './edit';
import { useServices } from './services';

const nothing: readonly string[][] = [];

function useDryRunApi() {
  const { api } = useServices();
  return useMemo(() => createDryRunApi(api.caller), [api]);
}

export function useDryRun() {
  const api = useDryRunApi();
  const { isRunning, attempt } = useAttempt(nothing);
  return {
    isRunning,
    run: (given: GivenDryRun, then: (answer: DryRunAnswer) => void, refused: Refused) =>
      attempt(() => api.run(given), then, refused),
    /** The body of a raw event as it came; undefined for who may not see it, and for what is no text. */
    bodyOf: (id: string, then: (body: string | undefined) => void) =>
      attempt(
        () => api.event(id),
        ({ body }) => then(body?.form === 'text' ? body.content : undefined),
      ),
  } as const;
}

/** What was posted last: a body to begin with. */
export function useRecentEvents() {
  const api = useDryRunApi();
  return useQuery({ queryKey: ['ledger', 'recent'], queryFn: ({ signal }) => api.recent(signal) });
}
