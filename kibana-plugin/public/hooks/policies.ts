import type { GivenPolicy, GivenSimulation, PolicyAnswer, SimulationAnswer } from 'incident-core';
import { useMemo } from 'react';
import { createPoliciesApi } from '../api/policies';
import { queryKeys } from '../api/query-keys';
import { useAttempt } from './attempt';
import type { Refused } from './edit';
import { useIntents } from './intents';
import { useSlackChannels, useTeams, useUsers, useWebhooks } from './directory';
import { useSchedules } from './on-call';
import { useServices } from './services';

const stale = [queryKeys.policies];
const nothing: typeof stale = [];

function usePoliciesApi() {
  const { api } = useServices();
  return useMemo(() => createPoliciesApi(api.caller), [api]);
}

export function usePolicyActions() {
  const api = usePoliciesApi();
  const { isRunning, attempt } = useAttempt(stale);
  const send = useIntents();
  return {
    isRunning,
    save: (
      id: string | undefined,
      given: GivenPolicy,
      { isForced, tag }: { readonly isForced: boolean; readonly tag: string | undefined },
      then: (policy: PolicyAnswer) => void,
      refused: Refused,
    ) =>
      attempt(
        () =>
          id === undefined
            ? send([given, isForced], (key) => api.make(given, isForced, key))
            : api.replace(id, given, isForced, tag),
        then,
        refused,
      ),
    remove: (id: string, tag: string | undefined, then: () => void, refused: Refused) =>
      attempt(() => api.remove(id, tag), then, refused),
  } as const;
}

export function useSimulation() {
  const api = usePoliciesApi();
  const { isRunning, attempt } = useAttempt(nothing);
  return {
    isRunning,
    simulate: (given: GivenSimulation, then: (answer: SimulationAnswer) => void, refused: Refused) =>
      attempt(() => api.simulate(given), then, refused),
  } as const;
}

export type Target = PolicyAnswer['steps'][number]['targets'][number];
export const TARGET_TYPES = ['user', 'schedule', 'team', 'slack_channel', 'webhook'] as const;

/** All that a step can tell, by kind, in the order in which they are offered. */
export function useTargets() {
  const users = useUsers();
  const schedules = useSchedules();
  const teams = useTeams();
  const webhooks = useWebhooks();
  const channels = useSlackChannels();
  /** Until all have come, or are known not to, a name that is not found says nothing. */
  const isLoading = [users, schedules, teams, webhooks, channels].some((list) => list.isLoading);
  return useMemo(() => {
    const all = {
      user: users.data ?? [],
      schedule: schedules.data ?? [],
      team: teams.data ?? [],
      slack_channel: channels.data ?? [],
      webhook: webhooks.data ?? [],
    } as const satisfies Readonly<Record<Target['type'], readonly { readonly id: string; readonly name: string }[]>>;
    const nameOf = ({ type, id }: Target): string | undefined => {
      const offered: readonly { readonly id: string; readonly name: string }[] = all[type];
      return offered.find((each) => each.id === id)?.name;
    };
    return { all, nameOf, isLoading } as const;
  }, [users.data, schedules.data, teams.data, channels.data, webhooks.data, isLoading]);
}
