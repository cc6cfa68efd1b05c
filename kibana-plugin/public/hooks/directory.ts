import { useQuery } from '@tanstack/react-query';
import type { NamedTarget, UserAnswer } from 'incident-core';
import { useMemo } from 'react';
import { queryKeys } from '../api/query-keys';
import { useServices } from './services';

/** Teams and people change seldom. */
const seldom = { staleTime: 5 * 60_000 } as const;

export function useTeams() {
  const { api } = useServices();
  return useQuery({ queryKey: queryKeys.teams, queryFn: ({ signal }) => api.teams(signal), ...seldom });
}

export function useUsers() {
  const { api } = useServices();
  return useQuery({ queryKey: queryKeys.users, queryFn: ({ signal }) => api.users(signal), ...seldom });
}

export function useWebhooks() {
  const { api } = useServices();
  return useQuery({ queryKey: queryKeys.webhooks, queryFn: ({ signal }) => api.webhooks(signal), ...seldom });
}

export function useSlackChannels() {
  const { api } = useServices();
  return useQuery({ queryKey: queryKeys.slackChannels, queryFn: ({ signal }) => api.slackChannels(signal), ...seldom });
}

export function useRoutingRules() {
  const { api } = useServices();
  return useQuery({ queryKey: queryKeys.routingRules, queryFn: ({ signal }) => api.routingRules(signal) });
}

export function usePolicies() {
  const { api } = useServices();
  return useQuery({ queryKey: queryKeys.policies, queryFn: ({ signal }) => api.policies(signal) });
}

export function useStatus() {
  const { api } = useServices();
  return useQuery({ queryKey: queryKeys.status, queryFn: ({ signal }) => api.status(signal), ...seldom });
}

/** Who looks at the page, and what kept it from being asked. */
export interface Reader {
  /** As the backend knows them; null for somebody whom it has not met, or who could not be asked for; undefined until then. */
  readonly me: UserAnswer | null | undefined;
  /** Why it could not be asked; undefined where it was. */
  readonly error: unknown;
  /** Asks once more for what could not be read. */
  retry(): void;
}

export function useReader(): Reader {
  const status = useStatus();
  const users = useUsers();
  const retry = () => {
    for (const { isError, refetch } of [status, users]) if (isError) void refetch();
  };
  // What was known stays known when asking once more fails.
  if (!status.data || !users.data) {
    const failed = [status, users].find(({ isLoadingError }) => isLoadingError);
    return { me: failed && null, error: failed?.error, retry };
  }
  const name = status.data.acting_as.name.toLowerCase();
  const me = users.data.find(({ username }) => username.toLowerCase() === name) ?? null;
  return { me, error: undefined, retry };
}

/** Who looks at the page, for whom nobody known and nobody asked are one. */
export function useMe(): UserAnswer | null | undefined {
  return useReader().me;
}

/** What responders, webhooks and Slack channels are called, by their ids. */
export type Names = (
  target: Pick<NamedTarget, 'type' | 'id'> & { readonly name?: string | null },
) => string | undefined;

export function useNames(): Names {
  const { data: users } = useUsers();
  const { data: webhooks } = useWebhooks();
  const { data: channels } = useSlackChannels();
  return useMemo(() => {
    const all = [...(users ?? []), ...(webhooks ?? []), ...(channels ?? [])];
    const names = new Map(all.map(({ id, name }) => [id, name]));
    return ({ id, name }) => name ?? names.get(id);
  }, [users, webhooks, channels]);
}
