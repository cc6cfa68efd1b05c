import type { Alert } from '../model/alert.ts';
import type { RoutingRule, Team } from '../model/team.ts';
import { fitMatchers } from '../support/match-matchers.ts';

/** Which team owns what an alert opens, and why. */
export type TeamDecision =
  | { readonly kind: 'owned'; readonly teamId: string; readonly reason: 'routing_rule'; readonly ruleId: string }
  | { readonly kind: 'owned'; readonly teamId: string; readonly reason: 'tag' | 'source' }
  /** No rule, tag or source named a team: the catch-all team owns it, loudly. */
  | { readonly kind: 'unrouted'; readonly teamId: string };

/** What there is to route by: rules in any order, and the teams that they and tags can name. */
export interface Directory {
  readonly rules: readonly RoutingRule[];
  readonly teams: readonly Team[];
  readonly catchAllTeamId: string;
  /** The team of the source that sent the alert. */
  readonly sourceTeamId: string | null;
}

/** Walks the routing rules by position, then a `team:` tag that names a team, then the source's team, then the catch-all team. */
export function decideTeam(
  alert: Pick<Alert, 'service' | 'environment' | 'severity' | 'tags'>,
  directory: Directory,
): TeamDecision {
  const rule = [...directory.rules]
    .sort((a, b) => a.position - b.position)
    .find((candidate) => fitMatchers(candidate.matchers, alert) !== null);
  if (rule) return { kind: 'owned', teamId: rule.teamId, reason: 'routing_rule', ruleId: rule.id };
  const tagged = taggedTeam(alert.tags, directory.teams);
  if (tagged) return { kind: 'owned', teamId: tagged.id, reason: 'tag' };
  if (directory.sourceTeamId !== null) return { kind: 'owned', teamId: directory.sourceTeamId, reason: 'source' };
  return { kind: 'unrouted', teamId: directory.catchAllTeamId };
}

/** The first `team:` tag that names a team; those that name none are passed over. */
function taggedTeam(tags: readonly string[], teams: readonly Team[]): Team | undefined {
  const names = tags.filter((tag) => /^team:/i.test(tag)).map((tag) => toName(tag.slice('team:'.length)));
  return names.flatMap((name) => teams.find((team) => toName(team.name) === name) ?? []).at(0);
}

function toName(text: string): string {
  return text.trim().toLowerCase();
}
