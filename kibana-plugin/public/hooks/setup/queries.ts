import { useQuery } from '@tanstack/react-query';
import type { FoundRule, RuleGrouping, SourceAnswer } from 'incident-core';
import type { HistoryQuestion, PicturedKind, PlanAnswer } from '../../../common/setup';
import { useTeams } from '../directory';
import { useSources } from '../sources';
import type { SetupStore } from './config';
import { lookAtConnector } from './connector';
import { useSetupApis } from './kibana';
import { useServices } from '../services';

const keys = {
  discovery: ['setup', 'discovery'],
  kibana: ['setup', 'kibana'],
  services: ['setup', 'services'],
  plan: ['setup', 'plan'],
  connector: ['setup', 'connector'],
  history: ['setup', 'history'],
  pull: ['setup', 'pull'],
} as const;

/** What is asked for by hand is not asked for again by itself. */
const byHand = { staleTime: Infinity, cacheTime: Infinity } as const;

/** The services that Elasticsearch has heard of within a day. */
export function useDiscovery() {
  const { setup } = useSetupApis();
  return useQuery({ queryKey: keys.discovery, queryFn: ({ signal }) => setup.discover(signal), ...byHand });
}

/** What Kibana has in this space: its rules, and what the user may have of rules and connectors. */
export function useKibanaState(space: string) {
  const { kibana } = useSetupApis();
  return useQuery({
    queryKey: [...keys.kibana, space],
    queryFn: async ({ signal }) => {
      const [ruleTypes, rules] = await Promise.all([
        kibana.read({ path: '/api/alerting/rule_types', signal }),
        kibana.rules(signal),
      ]);
      return { ruleTypes, rules };
    },
    ...byHand,
  });
}

/** What the steps are about: what was found, what it is held to, and what Kibana has. */
export function useSetupTable(store: SetupStore, space: string) {
  const { setup } = useSetupApis();
  const discovery = useDiscovery();
  const state = useKibanaState(space);
  const { data: teams } = useTeams();
  const isReady = discovery.data !== undefined && teams !== undefined && !state.isLoading && !store.isLoading;
  return useQuery({
    // What was asked about is large: when it was found says as much.
    queryKey: [...keys.services, space, store.revision, discovery.dataUpdatedAt, state.dataUpdatedAt, teams?.length],
    queryFn: ({ signal }) =>
      setup.services(
        {
          services: discovery.data?.items ?? [],
          mappings: store.mappings,
          layers: store.layers,
          teams: (teams ?? []).map(({ name }) => name),
          // Without them there are fewer suggestions; the plan says what is wrong.
          rules: state.data?.rules ?? [],
        },
        signal,
      ),
    enabled: isReady,
    keepPreviousData: true,
    ...byHand,
  });
}

/** The source that Kibana posts as, its connector, and what is to become of it. */
export function useConnectorState(space: string, sourceId: string | null, newName: string) {
  const apis = useSetupApis();
  const { api } = useServices();
  const { data: sources } = useSources();
  const source: SourceAnswer | null =
    sources?.find(({ id, name }) => (sourceId === null ? name === newName : id === sourceId)) ?? null;
  return useQuery({
    queryKey: [...keys.connector, space, source?.id ?? null, newName],
    queryFn: ({ signal }) => lookAtConnector({ ...apis, api }, { space, source, newName }, signal),
    enabled: sources !== undefined,
    keepPreviousData: true,
    ...byHand,
  });
}

export interface PlanWish {
  readonly space: string;
  readonly connectorId: string | null;
  readonly grouping: RuleGrouping;
  readonly instances: number;
}

/** What is to be done in Kibana. `isWanted`: the connector is known. */
export function useSetupPlan(store: SetupStore, wish: PlanWish, isWanted: boolean) {
  const { setup } = useSetupApis();
  const discovery = useDiscovery();
  const state = useKibanaState(wish.space);
  const { data: teams } = useTeams();
  const { data: found } = discovery;
  const { data: kibana } = state;
  const times = [discovery.dataUpdatedAt, state.dataUpdatedAt, teams?.length];
  return useQuery({
    queryKey: [...keys.plan, wish, store.revision, ...times],
    queryFn: ({ signal }) =>
      setup.plan(
        {
          space: wish.space,
          services: found?.items ?? [],
          is_whole: found?.is_whole ?? false,
          mappings: store.mappings,
          layers: store.layers,
          teams: (teams ?? []).map(({ name }) => name),
          rules: kibana?.rules ?? [],
          rule_types: kibana?.ruleTypes,
          connector_id: wish.connectorId,
          grouping: wish.grouping,
          instances: wish.instances,
        },
        signal,
      ),
    enabled: isWanted && found !== undefined && kibana !== undefined && teams !== undefined && !store.isLoading,
    keepPreviousData: true,
    ...byHand,
  });
}

/** What is to be done about the rules that Kibana has now. */
export interface PlanNow {
  readonly items: PlanAnswer['items'];
  readonly rules: readonly Pick<FoundRule, 'id' | 'tags'>[];
}

/** Plans at once, with the rules that Kibana has now. */
export function usePlanNow(store: SetupStore, space: string) {
  const { setup, kibana } = useSetupApis();
  const { data: found } = useDiscovery();
  const { data: state } = useKibanaState(space);
  const { data: teams } = useTeams();
  return async ({ connectorId, grouping, instances }: PlanWish): Promise<PlanNow> => {
    const rules = await kibana.rules();
    const { items } = await setup.plan({
      space,
      services: found?.items ?? [],
      is_whole: found?.is_whole ?? false,
      mappings: store.mappings,
      layers: store.layers,
      teams: (teams ?? []).map(({ name }) => name),
      rules,
      rule_types: state?.ruleTypes,
      connector_id: connectorId,
      grouping,
      instances,
    });
    // What the server has planned from can be read.
    return { items, rules: rules as PlanNow['rules'] };
  };
}

/** How a source is pulled, and what the user could give it; null for a source that there is not yet. */
export function usePullOffer(sourceId: string | null) {
  const { setup } = useSetupApis();
  return useQuery({
    queryKey: [...keys.pull, sourceId],
    queryFn: ({ signal }) => setup.pullOffer(sourceId, signal),
  });
}

/** The last day of a service against a threshold. */
export function useHistoryOf(question: HistoryQuestion & { readonly kind: PicturedKind }, isWanted: boolean) {
  const { setup } = useSetupApis();
  return useQuery({
    queryKey: [...keys.history, question],
    queryFn: ({ signal }) => setup.history(question, signal),
    enabled: isWanted,
    keepPreviousData: true,
    staleTime: 5 * 60_000,
  });
}
