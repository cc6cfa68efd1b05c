import type {
  GivenTeamMapping,
  TeamMappingAnswer,
  ThresholdAnswer,
  ThresholdOverrides,
  ThresholdScope,
} from 'incident-core';
import type { Caller } from './caller';

/** The calls on what services are mapped and held to, but for the edits of what is there. */
export function createSetupConfigApi({ getAll, post }: Caller) {
  return {
    layers: (signal?: AbortSignal) => getAll<ThresholdAnswer>('/thresholds', signal),
    makeLayer: ({ service, environment }: ThresholdScope, overrides: ThresholdOverrides) =>
      post<ThresholdAnswer>('/thresholds', { service, environment, overrides }),
    mappings: (signal?: AbortSignal) => getAll<TeamMappingAnswer>('/team-mappings', signal),
    makeMapping: (given: GivenTeamMapping) => post<TeamMappingAnswer>('/team-mappings', given),
  } as const;
}
