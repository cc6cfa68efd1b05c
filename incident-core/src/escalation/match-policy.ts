import type { EscalationPolicy } from '../model/escalation-policy.ts';
import type { Matchable } from '../model/matchers.ts';
import { fitMatchers, type Fit } from '../support/match-matchers.ts';

/** Which policy an incident is escalated by, and why; `none` is as loud as a step that reached nobody. */
export type PolicyDecision =
  | {
      readonly kind: 'matched';
      readonly policy: EscalationPolicy;
      readonly reason: 'matchers' | 'team_default' | 'global_default';
    }
  | { readonly kind: 'none' };

/**
 * Picks the policy for an incident among those of its team and of all teams: more matched dimensions first (the team
 * is one), then more exact ones, then the lower position; else the team's default; else the global default. A default
 * without matchers is only a default.
 */
export function matchPolicy(
  incident: Matchable & { readonly teamId: string },
  policies: readonly EscalationPolicy[],
): PolicyDecision {
  const offered = policies.filter((policy) => policy.teamId === null || policy.teamId === incident.teamId);
  const best = offered
    .map((policy) => ({ policy, fit: fitPolicy(policy, incident) }))
    .filter((entry): entry is { policy: EscalationPolicy; fit: Fit } => entry.fit !== null)
    .sort(
      (a, b) => b.fit.dimensions - a.fit.dimensions || b.fit.exact - a.fit.exact || byPosition(a.policy, b.policy),
    )[0];
  if (best) return { kind: 'matched', policy: best.policy, reason: 'matchers' };
  const defaults = offered.filter((policy) => policy.isDefault).sort(byPosition);
  const fallback = defaults.find((policy) => policy.teamId !== null) ?? defaults[0];
  if (!fallback) return { kind: 'none' };
  return { kind: 'matched', policy: fallback, reason: fallback.teamId === null ? 'global_default' : 'team_default' };
}

function fitPolicy(policy: EscalationPolicy, incident: Matchable): Fit | null {
  const fit = fitMatchers(policy.matchers, incident);
  if (fit === null || (fit.dimensions === 0 && (policy.isDefault || policy.teamId === null))) return null;
  const team = policy.teamId === null ? 0 : 1;
  return { dimensions: fit.dimensions + team, exact: fit.exact + team };
}

function byPosition(a: EscalationPolicy, b: EscalationPolicy): number {
  // The id settles what position leaves open, so that the order of rows decides nothing.
  return a.position - b.position || (a.id < b.id ? -1 : 1);
}
