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
  const { api, quietApi } = useServices();
  const queries = useQueryClient();
  const list = useQuery({
    queryKey: queryKeys.list(query),
    queryFn: async ({ signal }) => {
      const page = await api.incidents(query, signal);
      // What came with the page itself is fresh: compared with what was read before, its rows would go back.
      queries.setQueryData(queryKeys.fresh(query), page);
      return page;
    },
    enabled,
    keepPreviousData: true,
    staleTime: Infinity,
    refetchOnMount: 'always',
  });
  const { data: shown, isPreviousData } = list;
  const isShown = shown !== undefined && !isPreviousData;
  const comparison = useQuery({
    queryKey: queryKeys.fresh(query),
    queryFn: ({ signal }) => quietApi.incidents(query, signal),
    enabled: enabled && isShown,
    refetchInterval: COMPARE_MS,
  });
  const { data: fresh } = comparison;
  const difference = useMemo(
    () => (isShown && fresh ? compare(shown.items, fresh.items, shown.next_cursor === null) : undefined),
    [isShown, shown, fresh],
  );

  useEffect(() => {
    if (!difference || !shown) return;
    // Each list by its own comparison: what another was told may be older.
    const replace = (incidents: readonly IncidentAnswer[]) =>
      queries.setQueryData<List>(queryKeys.list(query), (list) => withRows(list, incidents));
    replace(difference.changed);
    const unread = shown.items.filter(({ id, status }) => difference.left.includes(id) && status !== 'resolved');
    for (const { id } of unread.slice(0, MOST_LEFT)) {
      // One that cannot be read stays as it was.
      quietApi.incident(id).then(
        (incident) => replace([incident]),
        () => undefined,
      );
    }
  }, [quietApi, queries, query, shown, difference]);

  const showNew = useCallback(() => {
    if (fresh) queries.setQueryData(queryKeys.list(query), fresh);
  }, [queries, query, fresh]);

  const isListOld = list.isError && (!isShown || list.errorUpdatedAt > comparison.dataUpdatedAt);
  const failed = [...(isListOld ? [list] : []), ...(isShown && comparison.isError ? [comparison] : [])];
  return {
    data: shown,
    isPreviousData,
    /** Of the last asking: of rows that cannot be compared nobody knows whether they are still so. */
    error: failed[0]?.error ?? null,
    retry: () => failed.forEach(({ refetch }) => void refetch()),
    added: query.cursor === undefined ? (difference?.added ?? none) : none,
    showNew,
  } as const;
}

/** Wherever the incidents stand in a list, and in what it is compared with, they say what is so now. */
export function replaceRows(queries: QueryClient, incidents: readonly IncidentAnswer[]): void {
  for (const queryKey of [queryKeys.lists, queryKeys.freshLists]) {
    queries.setQueriesData<List>(queryKey, (list) => withRows(list, incidents));
    // What is under way may have been answered before.
    void queries.refetchQueries({ queryKey, fetchStatus: 'fetching' });
  }
}

/** Undefined for a list in which none of them stands. */
function withRows(list: List | undefined, incidents: readonly IncidentAnswer[]): List | undefined {
  const now = new Map(incidents.map((incident) => [incident.id, incident]));
  if (!list?.items.some(({ id }) => now.has(id))) return undefined;
  return { ...list, items: list.items.map((row) => now.get(row.id) ?? row) };
}
