import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { createAccessApi } from '../api/access';
import { queryKeys } from '../api/query-keys';
import { useAttempt } from './attempt';
import { useServices } from './services';

const keys = { access: ['access'], audit: ['audit'] } as const;
const stale = [keys.access, keys.audit, queryKeys.users];

/** What the audit trail is asked for; what is empty does not matter. */
export interface AuditFilter {
  readonly subject_type: string;
  readonly actor_id: string;
}

export function useAccessApi() {
  const { api } = useServices();
  return useMemo(() => createAccessApi(api.caller), [api]);
}

export function useDepartures() {
  const api = useAccessApi();
  return useQuery({ queryKey: [...keys.access, 'departures'], queryFn: ({ signal }) => api.departures(signal) });
}

export function useApiTokens() {
  const api = useAccessApi();
  return useQuery({ queryKey: [...keys.access, 'tokens'], queryFn: ({ signal }) => api.tokens(signal) });
}

/** Page after page, the latest first. */
export function useAudit({ subject_type, actor_id }: AuditFilter) {
  const api = useAccessApi();
  return useInfiniteQuery({
    queryKey: [...keys.audit, subject_type, actor_id],
    queryFn: ({ signal, pageParam }: { readonly signal?: AbortSignal; readonly pageParam?: string }) =>
      api.audit(
        {
          limit: 50,
          ...(subject_type === '' ? {} : { subject_type }),
          ...(actor_id === '' ? {} : { actor_id }),
          ...(pageParam === undefined ? {} : { cursor: pageParam }),
        },
        signal,
      ),
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  });
}

/** Reads the whole trail, and so only when it is asked to. */
export function useVerification() {
  const api = useAccessApi();
  return useQuery({
    queryKey: ['audit-verification'],
    queryFn: ({ signal }) => api.verifyAudit(signal),
    enabled: false,
    retry: false,
  });
}

/** One change of access at a time. */
export function useAccessChanges() {
  return useAttempt(stale);
}
