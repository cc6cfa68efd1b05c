import type { ServicePlace } from '../model/discovered-service.ts';
import type { TeamMapping } from '../model/team-mapping.ts';
import type { MappableService, ServiceTeamDecision } from './decide-service-team.ts';
import { comparePlaces, compareText } from './pattern-order.ts';

/** What a suggestion rests on, strongest first. */
export const SUGGESTION_REASONS = ['label', 'rule_tag', 'service_name', 'sibling'] as const;
export type SuggestionReason = (typeof SUGGESTION_REASONS)[number];

/** A team that an unmapped service may belong to, and the mapping that would say so. */
export interface TeamSuggestion {
  readonly service: ServicePlace;
  readonly team: string;
  readonly reason: SuggestionReason;
  /** The text that led there: a label with its value, a rule's tag, a part of the name, or a mapped service. */
  readonly clue: string;
  readonly mapping: TeamMapping;
}

/** A service that no mapping gives to a team, with what is suggested for it; there may be nothing. */
export interface UnmappedService {
  readonly service: ServicePlace;
  readonly suggestion: TeamSuggestion | null;
}

/** What suggestions are drawn from. */
export interface SuggestionClues {
  /** The names of the teams that there are. */
  readonly teams: readonly string[];
  /** Tags of the rules that Kibana has for a service, whoever made them. */
  readonly rules: readonly { readonly services: readonly string[]; readonly tags: readonly string[] }[];
}

/** A service with the decision on its team, as `planServices` gives it. */
export interface DecidedService {
  readonly service: MappableService;
  readonly team: ServiceTeamDecision;
}

/** All services without a team, each with the best suggestion. Only teams that there are get suggested. */
export function listUnmapped(services: readonly DecidedService[], clues: SuggestionClues): readonly UnmappedService[] {
  const decided = [...services].sort((a, b) => comparePlaces(a.service, b.service));
  const siblings = new Map<string, { readonly team: string; readonly name: string } | null>();
  for (const { service, team: decision } of decided) {
    if (decision.kind === 'unmapped') continue;
    const family = familyOf(service.name);
    const known = siblings.get(family);
    // A family of two teams says nothing.
    if (known === undefined) siblings.set(family, { team: decision.team, name: service.name });
    else if (known?.team !== decision.team) siblings.set(family, null);
  }
  const tags = tagsByService(clues.rules);
  const teams = new Map(clues.teams.map((team) => [wordOf(team), team] as const));
  return decided.flatMap(({ service: { name, environment, labels }, team: decision }): readonly UnmappedService[] => {
    if (decision.kind === 'mapped') return [];
    const service = { name, environment };
    const found =
      byLabel(labels, teams) ??
      byTag(tags.get(name) ?? [], teams, name) ??
      byName(name, teams) ??
      bySibling(name, siblings.get(familyOf(name)) ?? null);
    return [{ service, suggestion: found === null ? null : { service, ...found } }];
  });
}

type Found = Omit<TeamSuggestion, 'service'>;
type Teams = ReadonlyMap<string, string>;

function byLabel(labels: MappableService['labels'], teams: Teams): Found | null {
  for (const [field, values] of Object.entries(labels)) {
    for (const value of values) {
      const team = teams.get(wordOf(value));
      const mapping = { label: { name: field, value }, team: team ?? '' };
      if (team !== undefined) return { team, reason: 'label', clue: `${field}: ${value}`, mapping };
    }
  }
  return null;
}

function byTag(tags: readonly string[], teams: Teams, service: string): Found | null {
  for (const tag of [...tags].sort(compareText)) {
    const team = /^team:/i.test(tag) ? teams.get(wordOf(tag.slice('team:'.length))) : undefined;
    if (team !== undefined) return { team, reason: 'rule_tag', clue: tag, mapping: { service, team } };
  }
  return null;
}

function byName(service: string, teams: Teams): Found | null {
  for (const part of service.split(/[-_./: ]+/)) {
    const team = teams.get(wordOf(part));
    if (team !== undefined) return { team, reason: 'service_name', clue: part, mapping: { service, team } };
  }
  return null;
}

function bySibling(service: string, sibling: { readonly team: string; readonly name: string } | null): Found | null {
  if (sibling === null) return null;
  return { team: sibling.team, reason: 'sibling', clue: sibling.name, mapping: { service, team: sibling.team } };
}

function tagsByService(rules: SuggestionClues['rules']): ReadonlyMap<string, readonly string[]> {
  const tags = new Map<string, string[]>();
  for (const rule of rules) {
    for (const service of rule.services) tags.set(service, [...(tags.get(service) ?? []), ...rule.tags]);
  }
  return tags;
}

/** `payment-api` and `payment-worker` are of one family. */
function familyOf(service: string): string {
  return (service.split(/[-_./: ]+/)[0] ?? service).toLowerCase();
}

/** `Payments`, `payment` and `team-payments` are one word. */
function wordOf(name: string): string {
  const word = name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  return word
    .replace(/^team(?=.)/, '')
    .replace(/(?<=.)team$/, '')
    .replace(/(?<=...)s$/, '');
}
