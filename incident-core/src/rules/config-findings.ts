import { toJsonPath, type ConfigProblem } from '../model/config-problem.ts';
import { placeKey, type DiscoveredService, type ServicePlace } from '../model/discovered-service.ts';
import { toEnvironmentName } from '../model/rule-kind.ts';
import type { TeamMapping, TeamMappingFile } from '../model/team-mapping.ts';
import type { ThresholdsFile } from '../model/thresholds-file.ts';
import type { ThresholdOverrides } from '../model/thresholds.ts';
import { isPattern, patternMatcher } from '../support/match-pattern.ts';
import { compareMappings, mappingKindOf, mappingMatcher } from './decide-service-team.ts';
import { comparePatterns } from './pattern-order.ts';

/** What a file is held against; null where nothing was discovered yet, so that nothing can be said about it. */
export interface KnownServices {
  readonly services: readonly DiscoveredService[] | null;
}

/**
 * What is wrong with thresholds that can be read: names that are one but for their case (errors), patterns that match no
 * discovered service, and patterns that differ over a service that both match (warnings; the closer one wins).
 */
export function findThresholdProblems(document: ThresholdsFile, { services }: KnownServices): readonly ConfigProblem[] {
  const byService = Object.entries(document.services ?? {});
  const within = Object.entries(document.service_environments ?? {});
  const names = [
    ...findTwins(Object.keys(document.services ?? {}), ['services']),
    ...findTwins(Object.keys(document.environments ?? {}), ['environments']),
    ...findTwins(Object.keys(document.service_environments ?? {}), ['service_environments']),
    ...within.flatMap(([service, given]) => findTwins(Object.keys(given), ['service_environments', service])),
  ];
  if (services === null) return names;
  const plain = byService.map(([service, overrides]): Entry => {
    return { service, overrides, path: ['services', service], places: fitting(service, services) };
  });
  const placed = within.flatMap(([service, given]) =>
    Object.entries(given).map(([environment, overrides]): Entry => {
      const places = fitting(service, services).filter((place) => isIn(place, environment));
      return { service, overrides, path: ['service_environments', service, environment], places };
    }),
  );
  return [...names, ...[plain, placed].flatMap((list) => [...findIdle(list), ...findOverlaps(list, saysOtherwise)])];
}

/**
 * What is wrong with a team mapping that can be read: teams that there are not, and the same mapping twice (errors);
 * patterns and names that match no discovered service, and mappings of one kind that give a service to different teams
 * (warnings).
 */
export function findMappingProblems(
  { mappings }: TeamMappingFile,
  { services, teams }: KnownServices & { readonly teams: readonly string[] },
): readonly ConfigProblem[] {
  const known = new Set(teams.map((team) => team.toLowerCase()));
  const unknown = mappings.flatMap(({ team }, at): readonly ConfigProblem[] => {
    if (known.has(team.toLowerCase())) return [];
    const expected = `one of the teams ${teams.map((name) => JSON.stringify(name)).join(', ') || '(there are none)'}`;
    return [{ level: 'error', path: ['mappings', at, 'team'], found: JSON.stringify(team), expected }];
  });
  const keys = mappings.map(({ team: _, ...scope }) =>
    JSON.stringify(scope, ['service', 'label', 'name', 'value', 'environment']).toLowerCase(),
  );
  const twice = keys.flatMap((key, at): readonly ConfigProblem[] => {
    const first = keys.indexOf(key);
    const found = `what $.mappings[${first}] maps already`;
    return first < at ? [{ level: 'error', path: ['mappings', at], found, expected: 'each mapping once' }] : [];
  });
  if (services === null) return [...unknown, ...twice];
  const entries = mappings.map((mapping, at) => ({
    mapping,
    path: ['mappings', at] as const,
    places: services.filter(mappingMatcher(mapping)),
  }));
  const sorted = [...entries].sort((a, b) => compareMappings(a.mapping, b.mapping));
  const isDispute = (a: TeamMapping, b: TeamMapping) =>
    mappingKindOf(a) === mappingKindOf(b) && a.team.toLowerCase() !== b.team.toLowerCase();
  const overlaps = findPairs(sorted, (a, b) => isDispute(a.mapping, b.mapping)).map(([closer, vaguer, place]) =>
    overlap(vaguer.path, place, toJsonPath(closer.path)),
  );
  return [
    ...unknown,
    ...twice,
    ...entries.filter(({ places }) => places.length === 0).map(({ path }) => idle(path)),
    ...overlaps,
  ];
}

interface Entry {
  readonly service: string;
  readonly overrides: ThresholdOverrides;
  readonly path: ConfigProblem['path'];
  readonly places: readonly ServicePlace[];
}

function findTwins(names: readonly string[], path: ConfigProblem['path']): readonly ConfigProblem[] {
  const lower = names.map((name) => name.toLowerCase());
  return names.flatMap((name): readonly ConfigProblem[] => {
    const first = names[lower.indexOf(name.toLowerCase())];
    if (first === name || first === undefined) return [];
    const expected = 'names that differ in more than their case';
    return [
      {
        level: 'error',
        path: [...path, name],
        at: 'name',
        found: `${JSON.stringify(name)} beside ${JSON.stringify(first)}`,
        expected,
      },
    ];
  });
}

function findIdle(entries: readonly Entry[]): readonly ConfigProblem[] {
  return entries.filter(({ places }) => places.length === 0).map(({ path }) => idle(path));
}

function idle(path: ConfigProblem['path']): ConfigProblem {
  return { level: 'warning', path, found: 'nothing that it matches', expected: 'a service that was discovered' };
}

function findOverlaps(
  entries: readonly Entry[],
  differ: (a: ThresholdOverrides, b: ThresholdOverrides) => boolean,
): readonly ConfigProblem[] {
  const patterns = entries.filter(({ service }) => isPattern(service));
  const sorted = patterns.sort((a, b) => comparePatterns(b.service, a.service));
  return findPairs(sorted, (a, b) => differ(a.overrides, b.overrides)).map(([closer, vaguer, place]) =>
    overlap(vaguer.path, place, toJsonPath(closer.path)),
  );
}

function overlap(path: ConfigProblem['path'], place: ServicePlace, closer: string): ConfigProblem {
  const where = `${JSON.stringify(place.name)} in ${toEnvironmentName(place.environment)}`;
  return {
    level: 'warning',
    path,
    found: `${where}, which ${closer} decides`,
    expected: 'no service that a closer one matches too',
  };
}

/** Each two that differ over a place that both match, the one that wins first, with the first such place. */
function findPairs<One extends { readonly places: readonly ServicePlace[] }>(
  sorted: readonly One[],
  differ: (a: One, b: One) => boolean,
): readonly (readonly [One, One, ServicePlace])[] {
  const byPlace = new Map<string, { readonly place: ServicePlace; readonly at: number[] }>();
  for (const [at, { places }] of sorted.entries()) {
    for (const place of places) {
      const there = byPlace.get(placeKey(place));
      if (there) there.at.push(at);
      else byPlace.set(placeKey(place), { place, at: [at] });
    }
  }
  const pairs = new Map<string, readonly [One, One, ServicePlace]>();
  for (const { place, at } of byPlace.values()) {
    for (const [index, first] of at.entries()) {
      for (const second of at.slice(index + 1)) {
        const [winner, loser] = [sorted[first], sorted[second]];
        if (!winner || !loser || pairs.has(`${first} ${second}`) || !differ(winner, loser)) continue;
        pairs.set(`${first} ${second}`, [winner, loser, place]);
      }
    }
  }
  return [...pairs.values()];
}

/** Whether both say something about one field, and not the same. */
function saysOtherwise(a: ThresholdOverrides, b: ThresholdOverrides): boolean {
  const other = new Map(fieldsOf(b));
  return fieldsOf(a).some(([field, value]) => other.has(field) && other.get(field) !== value);
}

function fieldsOf(overrides: ThresholdOverrides): readonly (readonly [string, string])[] {
  return Object.entries(overrides).flatMap(([group, fields]) =>
    Object.entries(fields ?? {}).map(([field, value]) => [`${group}.${field}`, JSON.stringify(value)] as const),
  );
}

function fitting(pattern: string, services: readonly ServicePlace[]): readonly ServicePlace[] {
  const fits = patternMatcher(pattern);
  return services.filter(({ name }) => fits(name));
}

function isIn({ environment }: ServicePlace, wanted: string): boolean {
  return toEnvironmentName(environment).toLowerCase() === wanted.toLowerCase();
}
