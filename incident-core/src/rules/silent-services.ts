import { placeKey, type DiscoveredService, type ServicePlace } from '../model/discovered-service.ts';
import { toEnvironment } from '../model/rule-kind.ts';
import type { TeamMapping } from '../model/team-mapping.ts';
import {
  arrangeMappings,
  compareMappings,
  decideServiceTeam,
  fitsMapping,
  type ArrangedMappings,
} from './decide-service-team.ts';
import { servicesOfRule, type FoundRule } from './found-rule.ts';
import { comparePlaces, compareText } from './pattern-order.ts';
import { isOurs, teamOfTags } from './rule-tags.ts';

/**
 * The discovered services, and those that only our rules know of: a service that fell silent keeps its rules as long as
 * a mapping gives it to a team. What labels it carried is not known any more, so it is taken to carry the one by which
 * it would go on to belong to the team of its rules.
 */
export function withSilentServices(
  services: readonly DiscoveredService[],
  rules: readonly FoundRule[],
  mappings: readonly TeamMapping[],
): readonly DiscoveredService[] {
  const heard = new Set(services.map(placeKey));
  const arranged = arrangeMappings(mappings);
  const byLabel = mappingsByLabel(mappings);
  const found = [...knownByRules(rules)].flatMap(([key, { place, team }]): readonly DiscoveredService[] => {
    return heard.has(key) ? [] : [{ ...SILENT, ...place, labels: labelsOf(place, team, arranged, byLabel) }];
  });
  return [...services, ...found].sort(comparePlaces);
}

/**
 * Discovered services of which not all could be heard: one that our rules know, and that no mapping takes as it was
 * heard, is taken to carry the label too by which it would go on to belong to the team of its rules.
 */
export function withUnheardLabels(
  services: readonly DiscoveredService[],
  rules: readonly FoundRule[],
  mappings: readonly TeamMapping[],
): readonly DiscoveredService[] {
  const known = knownByRules(rules);
  const arranged = arrangeMappings(mappings);
  const byLabel = mappingsByLabel(mappings);
  return services.map((service) => {
    const there = known.get(placeKey(service));
    if (!there || decideServiceTeam(service, arranged).kind !== 'unmapped') return service;
    return { ...service, labels: { ...service.labels, ...labelsOf(there.place, there.team, arranged, byLabel) } };
  });
}

/** The services that our rules name, each with the team of its rules. */
function knownByRules(
  rules: readonly FoundRule[],
): ReadonlyMap<string, { readonly place: ServicePlace; readonly team: string }> {
  const known = new Map<string, { readonly place: ServicePlace; readonly team: string }>();
  for (const rule of rules.filter(isOurs)) {
    const team = teamOfTags(rule.tags) ?? '';
    for (const place of placesOf(rule)) {
      const there = known.get(placeKey(place));
      // Where they name several, the order of the rules must not matter.
      if (!there || compareText(team, there.team) < 0) known.set(placeKey(place), { place, team });
    }
  }
  return known;
}

function mappingsByLabel(mappings: readonly TeamMapping[]): readonly TeamMapping[] {
  return mappings.filter(({ label }) => label !== undefined).sort(compareMappings);
}

const SILENT = { agents: [], transactionTypes: [], lastSeen: null, throughputPerMinute: null, sources: [] } as const;

function placesOf(rule: FoundRule): readonly ServicePlace[] {
  const place = rule.params['environment'];
  if (typeof place !== 'string' || place === 'ENVIRONMENT_ALL') return [];
  return servicesOfRule(rule).map((name) => ({ name, environment: toEnvironment(place) }));
}

/**
 * The label by which the team's strongest mapping takes the service. Where with it a stronger mapping of another team
 * takes it, that team is asked in turn, and so on: each time the mapping is a stronger one, so that it ends, and the
 * plan after this one comes to the same.
 */
function labelsOf(
  place: ServicePlace,
  teamOfRules: string,
  arranged: ArrangedMappings,
  byLabel: readonly TeamMapping[],
): DiscoveredService['labels'] {
  let team = teamOfRules.toLowerCase();
  // Beside the labels, the rules' team and a mapping without a label may each have one turn.
  for (let left = byLabel.length + 2; left > 0; left -= 1) {
    const labels = labelsFor(place, team, byLabel);
    const decision = decideServiceTeam({ ...place, labels }, arranged);
    if (decision.kind === 'unmapped' || decision.team.toLowerCase() === team) return labels;
    team = decision.team.toLowerCase();
  }
  return {};
}

function labelsFor(place: ServicePlace, team: string, byLabel: readonly TeamMapping[]): DiscoveredService['labels'] {
  for (const mapping of byLabel) {
    const labels = mapping.label ? { [mapping.label.name]: [mapping.label.value] } : {};
    // A pattern fits itself.
    if (mapping.team.toLowerCase() === team && fitsMapping(mapping, { ...place, labels })) return labels;
  }
  return {};
}
