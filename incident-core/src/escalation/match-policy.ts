import type { EscalationPolicy, PolicyPassedOver } from '../model/escalation-policy.ts';
import type { Matchable } from '../model/matchers.ts';
import { fitMatchers, misfitOf, type Fit } from '../support/match-matchers.ts';
import { isWithin } from '../support/match-matchers.ts';

/** What a policy is picked for. */
export type Escalatable = Matchable & { readonly teamId: string };

/** Which policy an incident is escalated by, and why; `none` is as loud as a step that reached nobody. */
export type PolicyDecision =
  | {
      readonly kind: 'matched';
      readonly policy: EscalationPolicy;
      readonly reason: 'matchers' | 'team_default' | 'global_default';
    }
  | { readonly kind: 'none' };

/**
 * Picks the policy for an incident whose escalation starts at `at`, among those of its team and of all teams: more
 * matched dimensions first (the team is one, the time of day another), then more exact ones, then the lower position;
 * else the team's default; else the global default. A default without matchers is only a default.
 */
export function matchPolicy(incident: Escalatable, policies: readonly EscalationPolicy[], at: Date): PolicyDecision {
  const offered = policies.filter((policy) => isOffered(policy, incident));
  const best = offered
    .map((policy) => ({ policy, fit: fitPolicy(policy, incident, at) }))
    .filter((entry): entry is Fitting => entry.fit !== null)
    .sort(byFit)[0];
  if (best) return { kind: 'matched', policy: best.policy, reason: 'matchers' };
  const defaults = offered.filter((policy) => policy.isDefault).sort(byPosition);
  const fallback = defaults.find((policy) => policy.teamId !== null) ?? defaults[0];
  if (!fallback) return { kind: 'none' };
  return { kind: 'matched', policy: fallback, reason: fallback.teamId === null ? 'global_default' : 'team_default' };
}

/** Why `policy` is not the one that `matchPolicy` picks, which is `chosen`; null when it is. */
export function whyNotPolicy(
  policy: EscalationPolicy,
  chosen: PolicyDecision,
  incident: Escalatable,
  at: Date,
): PolicyPassedOver | null {
  if (chosen.kind === 'matched' && chosen.policy.id === policy.id) return null;
  if (!isOffered(policy, incident)) return 'other_team';
  const misfit = misfitOf(policy.matchers, incident);
  if (misfit !== null) return misfit === 'tags' ? 'tags_differ' : `${misfit}_differs`;
  if (!fitsTimes(policy, at)) return 'times_differ';
  const fit = fitPolicy(policy, incident, at);
  if (fit === null) return policy.isDefault ? 'only_a_default' : 'matches_nothing';
  const best = chosen.kind === 'matched' ? fitPolicy(chosen.policy, incident, at) : null;
  const isLess = best !== null && (fit.dimensions < best.dimensions || fit.exact < best.exact);
  return isLess ? 'less_specific' : 'later_position';
}

interface Fitting {
  readonly policy: EscalationPolicy;
  readonly fit: Fit;
}

function isOffered({ teamId }: EscalationPolicy, incident: Escalatable): boolean {
  return teamId === null || teamId === incident.teamId;
}

function fitPolicy(policy: EscalationPolicy, incident: Matchable, at: Date): Fit | null {
  const fit = fitMatchers(policy.matchers, incident);
  if (fit === null || !fitsTimes(policy, at)) return null;
  const timed = policy.matchers.times === undefined ? 0 : 1;
  if (fit.dimensions + timed === 0 && (policy.isDefault || policy.teamId === null)) return null;
  const more = timed + (policy.teamId === null ? 0 : 1);
  return { dimensions: fit.dimensions + more, exact: fit.exact + more };
}

function fitsTimes({ matchers: { times } }: EscalationPolicy, at: Date): boolean {
  return times === undefined || times.some((hours) => isWithin(hours, at));
}

function byFit(a: Fitting, b: Fitting): number {
  return b.fit.dimensions - a.fit.dimensions || b.fit.exact - a.fit.exact || byPosition(a.policy, b.policy);
}

function byPosition(a: EscalationPolicy, b: EscalationPolicy): number {
  // The id settles what position leaves open, so that the order of rows decides nothing.
  return a.position - b.position || (a.id < b.id ? -1 : 1);
}
