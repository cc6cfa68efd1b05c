import { useQuery } from '@tanstack/react-query';
import type { GivenHeartbeat, HeartbeatAnswer } from 'incident-core';
import { useMemo } from 'react';
import { ApiProblem } from '../api/problem';
import { queryKeys } from '../api/query-keys';
import { useAttempt } from './attempt';
import type { Refused } from './edit';
import { useServices } from './services';

const stale = [queryKeys.sources];

/** What is expected of a source; null for one of which nothing is. Only for who manages. */
export function useHeartbeat(id: string) {
  const { api } = useServices();
  return useQuery({
    queryKey: [...queryKeys.sources, id, 'heartbeat'],
    queryFn: async ({ signal }) => {
      try {
        return await api.caller.get<HeartbeatAnswer>(`/sources/${id}/heartbeat`, signal);
      } catch (error) {
        if (error instanceof ApiProblem && error.isNotFound) return null;
        throw error;
      }
    },
  });
}

export function useHeartbeatActions(id: string) {
  const { api } = useServices();
  const { isRunning, attempt } = useAttempt(stale);
  return useMemo(() => {
    const path = `/sources/${id}/heartbeat`;
    return {
      isRunning,
      set: (given: GivenHeartbeat, tag: string | undefined, then: () => void, refused: Refused) =>
        attempt(() => api.caller.edit<HeartbeatAnswer>('PUT', path, given, tag), then, refused),
      remove: (tag: string | undefined, then: () => void, refused: Refused) =>
        attempt(() => api.caller.remove(path, tag), then, refused),
    } as const;
  }, [api, attempt, id, isRunning]);
}
