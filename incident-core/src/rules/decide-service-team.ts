import type { DiscoveredService } from '../model/discovered-service.ts';
import { MAPPING_PRECEDENCE, type MappingKind, type TeamMapping } from '../model/team-mapping.ts';
import { isPattern, patternMatcher } from '../support/match-pattern.ts';
import { comparePatterns, compareText } from './pattern-order.ts';

/** What mappings are held against. */
export type MappableService = Pick<DiscoveredService, 'name' | 'environment' | 'labels'>;

/** Which team a service in an environment belongs to, by which mapping, and which others it went before. */
export type ServiceTeamDecision<Mapping extends TeamMapping = TeamMapping> =
  | {
      readonly kind: 'mapped';
      readonly team: string;
      readonly by: MappingKind;
      readonly mapping: Mapping;
      /** The mappings that fit too, strongest first. */
      readonly overruled: readonly Mapping[];
    }
  | { readonly kind: 'unmapped'; readonly reason: 'no_mapping_fits' };

/** Mappings laid ready, so that those of one service are found without a look at all of them. */
export interface ArrangedMappings<Mapping extends TeamMapping = TeamMapping> {
  readonly byName: ReadonlyMap<string, readonly Mapping[]>;
  readonly others: readonly { readonly mapping: Mapping; readonly fits: (service: MappableService) => boolean }[];
}

/** Lays mappings ready for any number of services; their order does not matter. */
export function arrangeMappings<Mapping extends TeamMapping>(mappings: readonly Mapping[]): ArrangedMappings<Mapping> {
  const byName = new Map<string, Mapping[]>();
  for (const mapping of mappings) {
    const name = mapping.service?.toLowerCase();
    if (name === undefined || isPattern(name)) continue;
    const there = byName.get(name);
    if (there) there.push(mapping);
    else byName.set(name, [mapping]);
  }
  const others = mappings.filter(({ service }) => service === undefined || isPattern(service));
  return { byName, others: others.map((mapping) => ({ mapping, fits: mappingMatcher(mapping) })) };
}

/** Picks the team of a service: the strongest kind of `MAPPING_PRECEDENCE` that fits, in it the closest pattern. */
export function decideServiceTeam<Mapping extends TeamMapping>(
  service: MappableService,
  { byName, others }: ArrangedMappings<Mapping>,
): ServiceTeamDecision<Mapping> {
  const named = byName.get(service.name.toLowerCase()) ?? [];
  const fitting = [
    ...named.filter((candidate) => fitsMapping(candidate, service)),
    ...others.flatMap(({ mapping, fits }) => (fits(service) ? [mapping] : [])),
  ];
  const [mapping, ...overruled] = fitting.sort(compareMappings);
  if (!mapping) return { kind: 'unmapped', reason: 'no_mapping_fits' };
  return { kind: 'mapped', team: mapping.team, by: mappingKindOf(mapping), mapping, overruled };
}

/** What a mapping goes by. */
export function mappingKindOf({ service, label, environment }: TeamMapping): MappingKind {
  const place = environment === undefined ? '' : '_environment';
  if (service !== undefined)
    return isPattern(service) ? `pattern${place}` : place === '' ? 'service' : 'service_environment';
  return label === undefined ? 'environment' : `label${place}`;
}

/** Whether a mapping is about a service in its environment. */
export function fitsMapping(mapping: TeamMapping, given: MappableService): boolean {
  return mappingMatcher(mapping)(given);
}

/** Asks of many services whether a mapping is about them. */
export function mappingMatcher({ service, label, environment }: TeamMapping): (given: MappableService) => boolean {
  const [isNamed, isLabelled] = [service, label?.value].map(
    (pattern) => pattern !== undefined && patternMatcher(pattern),
  );
  const place = environment?.toLowerCase();
  return (given) => {
    if (isNamed && !isNamed(given.name)) return false;
    if (place !== undefined && place !== given.environment?.toLowerCase()) return false;
    return !isLabelled || (given.labels[label?.name ?? ''] ?? []).some(isLabelled);
  };
}

/** Strongest first; what is of one kind by the closest pattern, then by its text, so that no order of the input shows. */
export function compareMappings(a: TeamMapping, b: TeamMapping): number {
  const [left, right] = [patternOf(a), patternOf(b)];
  return (
    MAPPING_PRECEDENCE.indexOf(mappingKindOf(a)) - MAPPING_PRECEDENCE.indexOf(mappingKindOf(b)) ||
    Number(isPattern(left)) - Number(isPattern(right)) ||
    comparePatterns(right, left) ||
    compareText(textOf(a), textOf(b))
  );
}

function patternOf({ service, label }: TeamMapping): string {
  return service ?? label?.value ?? '';
}

function textOf({ service, label, environment, team }: TeamMapping): string {
  return JSON.stringify(
    [service, label?.name, label?.value, environment, team].map((part) => part?.toLowerCase() ?? null),
  );
}
