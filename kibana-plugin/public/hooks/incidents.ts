import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { IncidentDetail } from 'incident-core';
import type { BulkAction } from '../../common/api';
import type { IncidentFilters } from '../api/api';
import { queryKeys } from '../api/query-keys';
import { useServices } from './services';

const PAGE = 50;

/** The list, page after page. What is shown stays while other filters are being asked for. */
export function useIncidents(filters: IncidentFilters) {
  const { api } = useServices();
  return useInfiniteQuery({
    queryKey: queryKeys.incidentList(filters),
    queryFn: ({ pageParam, signal }) =>
      api.incidents(
        { ...filters, limit: PAGE, ...(typeof pageParam === 'string' ? { cursor: pageParam } : {}) },
        signal,
      ),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    keepPreviousData: true,
  });
}

export function useIncident(id: string) {
  const { api } = useServices();
  return useQuery({ queryKey: queryKeys.incident(id), queryFn: ({ signal }) => api.incident(id, signal) });
}

export function useSummary() {
  const { api } = useServices();
  return useQuery({
    queryKey: queryKeys.summary,
    queryFn: ({ signal }) => api.summary(signal),
    // Only while the page is looked at.
    refetchInterval: 30_000,
  });
}

interface Act {
  readonly id: string;
  readonly action: BulkAction;
}

/** Acknowledge, start, resolve. The answer is the incident as it now is; what else shows it is asked for again. */
export function useAction() {
  const { api } = useServices();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, action }: Act) => api.act(id, action),
    onSuccess: (incident: IncidentDetail) => queries.setQueryData(queryKeys.incident(incident.id), incident),
    onSettled: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: queryKeys.incidents }),
        queries.invalidateQueries({ queryKey: queryKeys.summary }),
      ]);
    },
  });
}
