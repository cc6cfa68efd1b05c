import { i18n } from '@kbn/i18n';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  GivenTeamMapping,
  OwnedMapping,
  TeamAnswer,
  TeamMapping,
  TeamMappingAnswer,
  ThresholdAnswer,
  ThresholdLayer,
  ThresholdOverrides,
  ThresholdScope,
} from 'incident-core';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { SetupConfig } from '../../../common/setup';
import { failureTitle } from '../../api/problem';
import { createSetupConfigApi } from '../../api/setup-config';
import { queryKeys } from '../../api/query-keys';
import { useTeams } from '../directory';
import { useServices } from '../services';
import { useIsShown } from '../shown';
import { useSeenEdits, type SeenConflict } from './seen-edits';

/** What services are mapped and held to, and how that is changed. */
export interface SetupStore extends SetupConfig {
  readonly isLoading: boolean;
  readonly isSaving: boolean;
  readonly error: unknown;
  /** Changes whenever what is kept does. */
  readonly revision: string;
  /** Changes that others were faster with. */
  readonly conflicts: readonly SeenConflict[];
  retry(): void;
  /** Adds mappings; one for the same services takes the place of ours. */
  map(mappings: readonly TeamMapping[]): void;
  unmap(mapping: TeamMapping): void;
  /** What a layer says then; one that says nothing goes. */
  changeLayer(scope: ThresholdScope, change: (overrides: ThresholdOverrides) => ThresholdOverrides): void;
}

const kept = { staleTime: 60_000 } as const;
const keys = { layers: ['setup', 'layers'], mappings: ['setup', 'mappings'] } as const;
// Mappings write rows of the routing rules too.
const stale = [keys.layers, keys.mappings, queryKeys.routingRules];

/** As the backend keeps it. Each change is said to it at once, one after another, and rests on what the one before it left. */
export function useSetupConfig(): SetupStore {
  const { api } = useServices();
  const queries = useQueryClient();
  const calls = useMemo(() => createSetupConfigApi(api.caller), [api]);
  const layers = useQuery({ queryKey: keys.layers, queryFn: ({ signal }) => calls.layers(signal), ...kept });
  const mappings = useQuery({ queryKey: keys.mappings, queryFn: ({ signal }) => calls.mappings(signal), ...kept });
  const { data: teams } = useTeams();
  const { isSaving, save } = useSaving();
  const { write, conflicts } = useSeenEdits(api.caller, save);
  return useMemo(() => {
    const named = toMappings(mappings.data ?? [], teams ?? []);
    const layersNow = () => queries.getQueryData<readonly ThresholdAnswer[]>(keys.layers) ?? [];
    const rowOf = (mapping: TeamMapping) => {
      const rows = queries.getQueryData<readonly TeamMappingAnswer[]>(keys.mappings) ?? [];
      return rows.find((row) => placeOf(toMapping(row, '')) === placeOf(mapping));
    };
    const toGiven = (mapping: TeamMapping): GivenTeamMapping => ({
      service: mapping.service ?? null,
      label: mapping.label ?? null,
      environment: mapping.environment ?? null,
      team_id: teams?.find(({ name }) => name === mapping.team)?.id ?? mapping.team,
    });
    return {
      layers: (layers.data ?? []).map(toLayer),
      mappings: named,
      revision: [layers.dataUpdatedAt, mappings.dataUpdatedAt].join(),
      isLoading: layers.data === undefined || mappings.data === undefined || teams === undefined,
      isSaving,
      conflicts,
      error: layers.error ?? mappings.error,
      retry: () => {
        for (const query of [layers, mappings]) if (query.error) void query.refetch();
      },
      map: (given) =>
        save(async () => {
          // One after another: each writes the rows of the routing rules anew.
          for (const mapping of given) {
            const [seen, body] = [rowOf(mapping), toGiven(mapping)];
            if (!seen) await calls.makeMapping(body);
            else await write({ method: 'PUT', path: `/team-mappings/${seen.id}`, seen, body, mine: body });
          }
        }),
      unmap: (mapping) =>
        save(async () => {
          const seen = rowOf(mapping);
          if (seen) {
            await write({ method: 'DELETE', path: `/team-mappings/${seen.id}`, seen, mine: { team_id: null } });
          }
        }),
      changeLayer: (scope, change) =>
        save(async () => {
          const seen = layersNow().find((layer) => isScope(layer, scope));
          const overrides = change(seen?.overrides ?? {});
          if (!seen) await calls.makeLayer(scope, overrides);
          else {
            const to = { path: `/thresholds/${seen.id}`, seen, mine: { overrides } };
            const isEmpty = Object.keys(overrides).length === 0;
            await write(isEmpty ? { ...to, method: 'DELETE' } : { ...to, method: 'PUT', body: { overrides } });
          }
        }),
    };
  }, [layers, mappings, teams, isSaving, save, write, conflicts, calls, queries]);
}

/** Changes in the order in which they were made, each after the one before it was taken, and asked for again. */
function useSaving() {
  const { core } = useServices();
  const queries = useQueryClient();
  const [waiting, setWaiting] = useState(0);
  const isShown = useIsShown();
  const last = useRef<Promise<void>>(Promise.resolve());
  const save = useCallback(
    (work: () => Promise<void>) => {
      setWaiting((count) => count + 1);
      const run = async () => {
        try {
          await work();
        } catch (error) {
          core.notifications.toasts.addDanger({
            title: failureTitle(
              error,
              i18n.translate('incidents.setup.saveFailed', { defaultMessage: 'It could not be kept' }),
            ),
            text: error instanceof Error ? error.message : String(error),
          });
        }
        await Promise.all(stale.map((queryKey) => queries.invalidateQueries({ queryKey })));
        if (isShown.current) setWaiting((count) => count - 1);
      };
      last.current = last.current.then(run);
    },
    [core, isShown, queries],
  );
  return { isSaving: waiting > 0, save } as const;
}

/** Names are compared without regard to case, as everywhere. */
export function isScope(a: ThresholdScope, b: ThresholdScope): boolean {
  const key = ({ service, environment }: ThresholdScope) =>
    JSON.stringify([service?.toLowerCase() ?? null, environment?.toLowerCase() ?? null]);
  return key(a) === key(b);
}

function toLayer({ service, environment, overrides, managed_by: managedBy, file }: ThresholdAnswer): ThresholdLayer {
  return { service, environment, overrides, managedBy, file };
}

function toMappings(rows: readonly TeamMappingAnswer[], teams: readonly TeamAnswer[]): readonly OwnedMapping[] {
  const names = new Map(teams.map(({ id, name }) => [id, name]));
  return rows.map((row) => toMapping(row, names.get(row.team_id) ?? row.team_id));
}

function toMapping({ service, label, environment, managed_by, file }: TeamMappingAnswer, team: string): OwnedMapping {
  return {
    ...(service !== null && { service }),
    ...(label !== null && { label }),
    ...(environment !== null && { environment }),
    team,
    managedBy: managed_by,
    file,
  };
}

function placeOf({ service, label, environment }: TeamMapping): string {
  return JSON.stringify([
    service ?? null,
    label?.name ?? null,
    label?.value ?? null,
    environment ?? null,
  ]).toLowerCase();
}
