import { useQuery } from '@tanstack/react-query';
import type { Query, Tagged } from '../api/caller';
import { useServices } from './services';

/** What is to be edited, as it is at the moment at which its form opens, and never from what was read before. */
export function useTagged<Item>(path: string, query: Query = {}) {
  const { api } = useServices();
  return useQuery<Tagged<Item>>({
    queryKey: ['tagged', path, query],
    queryFn: ({ signal }) => api.caller.getTagged<Item>(path, signal, query),
    cacheTime: 0,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
}
