import type {
  GivenTeamMapping,
  TeamMappingAnswer,
  ThresholdAnswer,
  ThresholdOverrides,
  ThresholdScope,
} from 'incident-core';
import type { Caller } from './caller';

/** The calls on what services are mapped and held to. */
export function createSetupConfigApi({ getAll, post, put, remove }: Caller) {
  return {
    layers: (signal?: AbortSignal) => getAll<ThresholdAnswer>('/thresholds', signal),
    makeLayer: ({ service, environment }: ThresholdScope, overrides: ThresholdOverrides) =>
      post<ThresholdAnswer>('/thresholds', { service, environment, overrides }),
    changeLayer: (id: string, overrides: ThresholdOverrides) =>
      put<ThresholdAnswer>(`/thresholds/${id}`, { overrides }),
    removeLayer: (id: string) => remove(`/thresholds/${id}`),
    mappings: (signal?: AbortSignal) => getAll<TeamMappingAnswer>('/team-mappings', signal),
    makeMapping: (given: GivenTeamMapping) => post<TeamMappingAnswer>('/team-mappings', given),
    changeMapping: (id: string, given: GivenTeamMapping) => put<TeamMappingAnswer>(`/team-mappings/${id}`, given),
    removeMapping: (id: string) => remove(`/team-mappings/${id}`),
  } as const;
}
