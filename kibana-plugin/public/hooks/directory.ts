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

/** Who looks at the page, as the backend knows them; null for somebody whom it has not met, undefined until it is known. */
export function useMe(): UserAnswer | null | undefined {
  const { data: status, isError: isUnknown } = useStatus();
  const { data: users, isError: areUnknown } = useUsers();
  // What was known stays known when asking once more fails.
  if (!status || !users) return isUnknown || areUnknown ? null : undefined;
  const name = status.acting_as.name.toLowerCase();
  return users.find(({ username }) => username.toLowerCase() === name) ?? null;
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
