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
  const silent = new Map<string, { readonly place: ServicePlace; readonly teams: Set<string> }>();
  for (const rule of rules.filter(isOurs)) {
    for (const place of placesOf(rule)) {
      const key = placeKey(place);
      if (heard.has(key)) continue;
      const there = silent.get(key) ?? { place, teams: new Set<string>() };
      silent.set(key, there);
      there.teams.add(teamOfTags(rule.tags) ?? '');
    }
  }
  const arranged = arrangeMappings(mappings);
  const byLabel = mappings.filter(({ label }) => label !== undefined).sort(compareMappings);
  const found = [...silent.values()].map(({ place, teams }): DiscoveredService => {
    const [team = ''] = [...teams].sort(compareText);
    return { ...SILENT, ...place, labels: labelsOf(place, team, arranged, byLabel) };
  });
  return [...services, ...found].sort(comparePlaces);
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
