import type { Matchers } from '../model/matchers.ts';
import { MAPPING_PRECEDENCE, type MappingKind, type TeamMapping } from '../model/team-mapping.ts';
import { compareMappings, fitsMapping, mappingKindOf, type MappableService } from './decide-service-team.ts';
import { compareText } from './pattern-order.ts';

/** A routing rule to be written for mappings, the team by its name; rows are tried in their order. */
export interface RoutingRow {
  readonly matchers: Matchers;
  readonly team: string;
  /** What the mappings behind it go by. */
  readonly by: MappingKind;
}

// As many as the API takes in one matcher.
const MOST_PATTERNS = 200;

/**
 * Mappings as rows of the ordered routing rules, which then give every discovered service with an environment to the
 * team that `decideServiceTeam` names. Alerts carry no labels, so a mapping by label becomes the names of the services
 * that carry it now; for a service without an environment that leaves the `team:` tag of its rules.
 */
export function toRoutingRows(
  mappings: readonly TeamMapping[],
  services: readonly MappableService[],
): readonly RoutingRow[] {
  const sorted = [...mappings].sort(compareMappings);
  const rows = MAPPING_PRECEDENCE.flatMap((by) =>
    sorted.filter((mapping) => mappingKindOf(mapping) === by).flatMap((mapping) => rowsOf(mapping, by, services)),
  );
  return joinRows(rows).flatMap(splitRow);
}

function rowsOf(mapping: TeamMapping, by: MappingKind, services: readonly MappableService[]): readonly RoutingRow[] {
  const { service, label, environment, team } = mapping;
  const place = environment === undefined ? {} : { environment: [environment] };
  if (service !== undefined) return [{ matchers: { service: [service], ...place }, team, by }];
  if (label === undefined) return [{ matchers: place, team, by }];
  const carriers = services
    .filter((each) => each.environment !== null && fitsMapping(mapping, each))
    .sort((a, b) => compareText(a.environment ?? '', b.environment ?? '') || compareText(a.name, b.name));
  return carriers.map(({ name, environment: at }) => ({
    matchers: { service: [name], environment: [at ?? ''] },
    team,
    by,
  }));
}

/** Neighbours of one team and place become one row: nobody comes between them. */
function joinRows(rows: readonly RoutingRow[]): readonly RoutingRow[] {
  const joined: RoutingRow[] = [];
  for (const row of rows) {
    const last = joined.at(-1);
    const place = (one: RoutingRow) => JSON.stringify([one.by, one.team, one.matchers.environment ?? null]);
    const isNext = last?.matchers.service && row.matchers.service && place(last) === place(row);
    if (isNext) joined[joined.length - 1] = { ...last, matchers: { ...last.matchers, service: unite(last, row) } };
    else joined.push(row);
  }
  return joined;
}

function unite(a: RoutingRow, b: RoutingRow): string[] {
  return [...new Set([...(a.matchers.service ?? []), ...(b.matchers.service ?? [])])];
}

function splitRow(row: RoutingRow): readonly RoutingRow[] {
  const { service } = row.matchers;
  if (!service || service.length <= MOST_PATTERNS) return [row];
  const parts = Array.from({ length: Math.ceil(service.length / MOST_PATTERNS) }, (_, at) =>
    service.slice(at * MOST_PATTERNS, (at + 1) * MOST_PATTERNS),
  );
  return parts.map((part) => ({ ...row, matchers: { ...row.matchers, service: part } }));
}
