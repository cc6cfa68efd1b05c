import type { DiscoveredService } from '../model/discovered-service.ts';
import type { FinalThresholds } from '../model/final-thresholds.ts';
import type { TeamMapping } from '../model/team-mapping.ts';
import type { ThresholdLayer } from '../model/thresholds.ts';
import { arrangeMappings, decideServiceTeam, type ServiceTeamDecision } from './decide-service-team.ts';
import { mergeLayers } from './final-thresholds.ts';
import { comparePlaces } from './pattern-order.ts';
import { arrangeLayers, layersOf } from './threshold-layers.ts';

/** What a service belongs to and is held to: a row of the table of services. */
export interface PlannedService {
  readonly service: DiscoveredService;
  readonly team: ServiceTeamDecision;
  readonly thresholds: FinalThresholds;
}

/** Which team and thresholds each service has, sorted by name and environment. */
export function planServices(
  services: readonly DiscoveredService[],
  given: { readonly mappings: readonly TeamMapping[]; readonly layers: readonly ThresholdLayer[] },
): readonly PlannedService[] {
  const mappings = arrangeMappings(given.mappings);
  const layers = arrangeLayers(given.layers);
  const numbers = new Map(given.layers.map((layer, at) => [layer, at] as const));
  // Most services have the same few layers: what those come to is worked out once.
  const merged = new Map<string, FinalThresholds>();
  return [...services].sort(comparePlaces).map((service) => {
    const applied = layersOf({ service: service.name, environment: service.environment }, layers);
    const key = applied.map((layer) => numbers.get(layer)).join();
    const thresholds = merged.get(key) ?? mergeLayers(applied);
    merged.set(key, thresholds);
    return { service, team: decideServiceTeam(service, mappings), thresholds };
  });
}
