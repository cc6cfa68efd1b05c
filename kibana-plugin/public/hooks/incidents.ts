import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { TimelineEntryAnswer } from 'incident-core';
import { useEffect } from 'react';
import type { Page } from '../../common/api';
import { queryKeys } from '../api/query-keys';
import { useApiFor } from './asking';
import { useIntents } from './intents';
import { useServices } from './services';

export function useIncident(id: string) {
  const apiFor = useApiFor();
  return useQuery({
    queryKey: queryKeys.incident(id),
    queryFn: ({ queryKey, signal }) => apiFor(queryKey).incident(id, signal),
  });
}

/** More than this nobody reads; who wants it anyway asks for it. */
const PAGES_AT_ONCE = 5;

/** The whole history, which the backend gives from its beginning. */
export function useTimeline(id: string) {
  const apiFor = useApiFor();
  const timeline = useInfiniteQuery({
    queryKey: queryKeys.timeline(id),
    queryFn: ({ pageParam, queryKey, signal }) => apiFor(queryKey).timeline(id, cursorOf(pageParam), signal),
    getNextPageParam: nextOf,
  });
  const { data, hasNextPage, isFetching, fetchNextPage } = timeline;
  const count = data?.pages.length ?? 0;
  useEffect(() => {
    if (hasNextPage && !isFetching && count < PAGES_AT_ONCE) void fetchNextPage();
  }, [count, hasNextPage, isFetching, fetchNextPage]);
  return timeline;
}

export function useEscalations(id: string) {
  const apiFor = useApiFor();
  return useQuery({
    queryKey: queryKeys.escalations(id),
    queryFn: ({ queryKey, signal }) => apiFor(queryKey).escalations(id, signal),
  });
}

export function useNotifications(id: string) {
  const apiFor = useApiFor();
  return useInfiniteQuery({
    queryKey: queryKeys.notifications(id),
    queryFn: ({ pageParam, queryKey, signal }) => apiFor(queryKey).notifications(id, cursorOf(pageParam), signal),
    getNextPageParam: nextOf,
  });
}

export function useSummary() {
  const apiFor = useApiFor();
  return useQuery({
    queryKey: queryKeys.summary,
    queryFn: ({ queryKey, signal }) => apiFor(queryKey).summary(signal),
    // Only while the page is looked at.
    refetchInterval: 30_000,
  });
}

export function useNote(id: string) {
  const { api } = useServices();
  const queries = useQueryClient();
  const send = useIntents();
  return useMutation<TimelineEntryAnswer, unknown, string>({
    mutationFn: (text) => send([id, text], (key) => api.note(id, text, key)),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.timeline(id) }),
  });
}

const cursorOf = (pageParam: unknown) => (typeof pageParam === 'string' ? pageParam : undefined);
const nextOf = ({ next_cursor }: Page<unknown>) => next_cursor ?? undefined;
