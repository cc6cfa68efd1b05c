import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { IncidentAnswer } from 'incident-core';
import { useCallback, useEffect, useMemo } from 'react';
import type { Page } from '../../common/api';
import type { IncidentQuery } from '../api/api';
import { queryKeys } from '../api/query-keys';
import { compare } from './compare';
import { useServices } from './services';

/** So often the page is compared with the backend when nothing says that something has changed. */
const COMPARE_MS = 30_000;
/** Rows that have left the list are looked up one by one. */
const MOST_LEFT = 10;

type List = Page<IncidentAnswer>;
const none: readonly IncidentAnswer[] = [];

/**
 * One page of the list that holds still: what changes is changed in its row, what is new waits until the reader asks
 * for it, what no longer belongs there stays and says so.
 */
export function useIncidentList(query: IncidentQuery, enabled = true) {
  const { api } = useServices();
  const queries = useQueryClient();
  const list = useQuery({
    queryKey: queryKeys.list(query),
    queryFn: ({ signal }) => api.incidents(query, signal),
    enabled,
    keepPreviousData: true,
    staleTime: Infinity,
    refetchOnMount: 'always',
  });
  const { data: shown, isPreviousData } = list;
  const isShown = shown !== undefined && !isPreviousData;
  const { data: fresh } = useQuery({
    queryKey: queryKeys.fresh(query),
    queryFn: ({ signal }) => api.incidents(query, signal),
    enabled: enabled && isShown,
    refetchInterval: COMPARE_MS,
    // What came with the page itself is fresh.
    initialData: isShown ? shown : undefined,
    initialDataUpdatedAt: list.dataUpdatedAt,
  });
  const difference = useMemo(
    () => (isShown && fresh ? compare(shown.items, fresh.items, shown.next_cursor === null) : undefined),
    [isShown, shown, fresh],
  );

  useEffect(() => {
    if (!difference || !shown) return;
    for (const incident of difference.changed) replaceRow(queries, incident);
    const unread = shown.items.filter(({ id, status }) => difference.left.includes(id) && status !== 'resolved');
    for (const { id } of unread.slice(0, MOST_LEFT)) {
      // One that cannot be read stays as it was.
      api.incident(id).then(
        (incident) => replaceRow(queries, incident),
        () => undefined,
      );
    }
  }, [api, queries, shown, difference]);

  const showNew = useCallback(() => {
    if (fresh) queries.setQueryData(queryKeys.list(query), fresh);
  }, [queries, query, fresh]);

  return { ...list, added: query.cursor === undefined ? (difference?.added ?? none) : none, showNew } as const;
}

/** Wherever the incident stands in a list, it says what is so now. */
export function replaceRow(queries: QueryClient, incident: IncidentAnswer): void {
  queries.setQueriesData<List>(queryKeys.lists, (list) => {
    if (!list?.items.some(({ id }) => id === incident.id)) return list;
    return { ...list, items: list.items.map((row) => (row.id === incident.id ? incident : row)) };
  });
}
