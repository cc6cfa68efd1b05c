import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { createOwnApi } from '../api/own';
import { queryKeys } from '../api/query-keys';
import { useAttempt } from './attempt';
import { useServices } from './services';

const keys = { own: ['own'] } as const;
const stale = [keys.own, queryKeys.users];

export function useOwnApi() {
  const { api } = useServices();
  return useMemo(() => createOwnApi(api.caller), [api]);
}

/** Fresh, for the order of the methods and whether they are verified matter. */
export function useOwnUser(id: string) {
  const api = useOwnApi();
  return useQuery({ queryKey: [...keys.own, id], queryFn: ({ signal }) => api.user(id, signal) });
}

/** One change of one's own at a time. */
export function useOwnChanges() {
  return useAttempt(stale);
}
