import { useQueryClient, type Query, type QueryCache } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { ApiProblem } from '../api/problem';
import { queryKeys } from '../api/query-keys';

/** Who asks for these says so itself, where it is shown. */
const TOLD_ELSEWHERE: readonly unknown[] = [
  ...queryKeys.summary,
  ...queryKeys.lists,
  ...queryKeys.freshLists,
  ...queryKeys.incidents,
];

/** Whether something that the page shows is as it was before the backend went away, and the way to look again. */
export function useStale(): { readonly isStale: boolean; readonly retry: () => void } {
  const client = useQueryClient();
  const [isStale, setStale] = useState(false);
  useEffect(() => {
    const cache = client.getQueryCache();
    const look = () => setStale(isAnyStale(cache));
    look();
    // All else may be said while a page is being drawn, and changes nothing of this.
    return cache.subscribe(({ type }) => {
      if (type === 'updated' || type === 'observerAdded' || type === 'observerRemoved') look();
    });
  }, [client]);
  const retry = useCallback(() => void client.refetchQueries({ type: 'active', predicate: isOld }), [client]);
  return { isStale, retry };
}

function isAnyStale(cache: QueryCache): boolean {
  return cache.getAll().some((query) => query.isActive() && isOld(query));
}

function isOld({ queryKey, state: { data, error } }: Query): boolean {
  const isAway = error instanceof ApiProblem && error.isBackendAway;
  return isAway && data !== undefined && !TOLD_ELSEWHERE.includes(queryKey[0]);
}
