import { useQuery } from '@tanstack/react-query';
import type { IncidentAnswer, LedgerEntryAnswer } from 'incident-core';
import type { Page } from '../../common/api';
import { queryKeys } from '../api/query-keys';
import { useApiFor } from './asking';

/** How many there are, as far as they were counted. */
export interface Count {
  readonly count: number;
  readonly isMore: boolean;
}

export const COUNTED_DAYS = 7;
const DAY_MS = 86_400_000;
/** The most that one page holds. */
const MOST = 200;
const calm = { staleTime: 60_000, refetchInterval: 60_000 } as const;

/** What could not be read lately: all of it, and by source. */
export function useUnreadable() {
  const apiFor = useApiFor();
  return useQuery({
    queryKey: [...queryKeys.ledger, 'unreadable'],
    queryFn: async ({ queryKey, signal }) => {
      const from = new Date(Date.now() - COUNTED_DAYS * DAY_MS).toISOString();
      const query = { outcome: 'unreadable', from, limit: MOST };
      const page = await apiFor(queryKey).caller.get<Page<LedgerEntryAnswer>>('/ledger', signal, query);
      const ofSource = (id: string) => page.items.filter(({ source }) => source?.id === id).length;
      const isMore = page.next_cursor !== null;
      const ids = new Set(page.items.flatMap(({ source }) => source?.id ?? []));
      const bySource = new Map([...ids].map((id): [string, Count] => [id, { count: ofSource(id), isMore }]));
      return { all: countOf(page), bySource } as const;
    },
    ...calm,
  });
}

/** Open incidents that no rule, tag or source gave to a team. */
export function useUnrouted() {
  const apiFor = useApiFor();
  return useQuery({
    queryKey: [...queryKeys.incidents, 'unrouted'],
    queryFn: async ({ queryKey, signal }): Promise<Count> =>
      countOf<IncidentAnswer>(
        await apiFor(queryKey).incidents(
          { unrouted: 'true', status: 'triggered,acknowledged,in_progress', limit: MOST },
          signal,
        ),
      ),
    ...calm,
  });
}

function countOf<Item>({ items, next_cursor }: Page<Item>): Count {
  return { count: items.length, isMore: next_cursor !== null };
}
