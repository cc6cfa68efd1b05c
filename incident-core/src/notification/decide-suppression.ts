import type { AlertOrigin, Suppressible, Suppressing, Suppression, SuppressionMatchers } from '../model/suppression.ts';
import { fitMatchers } from '../support/match-matchers.ts';
import { matchesPattern } from '../support/match-pattern.ts';
import { occurrenceAt } from './occurrences.ts';

/** Whether the escalation of an incident is held now. */
export type SuppressionDecision = { readonly kind: 'none' } | { readonly kind: 'hold'; readonly by: Suppressing };

/**
 * Of all that would hold it, the one that ends last does: when that is over, it is asked again, for another may have
 * begun meanwhile.
 */
export function decideSuppression(
  incident: Suppressible,
  suppressions: readonly Suppression[],
  now: Date,
): SuppressionDecision {
  const holding = suppressions.flatMap((suppression): readonly Suppressing[] => {
    const { id, kind, reason } = suppression;
    const occurrence = occurrenceAt(suppression, now);
    if (occurrence === null || occurrence.from > now || !matchesSuppression(suppression, incident)) return [];
    return [{ kind, id, reason, until: occurrence.until }];
  });
  const { pausedUntil, teamId } = incident;
  const all =
    pausedUntil !== null && pausedUntil > now
      ? [...holding, { kind: 'auto_pause' as const, id: teamId, reason: AUTO_PAUSE_REASON, until: pausedUntil }]
      : holding;
  const [first, ...others] = all;
  if (!first) return { kind: 'none' };
  return { kind: 'hold', by: others.reduce((last, each) => (isLater(each, last) ? each : last), first) };
}

/** What an auto-pause says for itself. */
export const AUTO_PAUSE_REASON = 'the team waits whether it passes by itself';

/** Whether it is meant, at whatever time. */
export function matchesSuppression(
  { teamId, matchers }: Pick<Suppression, 'teamId' | 'matchers'>,
  incident: Suppressible,
): boolean {
  if (teamId !== null && teamId !== incident.teamId) return false;
  const { source, rule, ...rest }: SuppressionMatchers = matchers;
  const isMeant = ({ sourceId, rules }: AlertOrigin) =>
    (source?.includes(sourceId) ?? true) &&
    (rule?.some((pattern) => rules.some((text) => matchesPattern(pattern, text))) ?? true);
  const isByOrigin = source !== undefined || rule !== undefined;
  // One that is not meant is not held for the sake of another.
  if (isByOrigin && (incident.origins.length === 0 || !incident.origins.every(isMeant))) return false;
  return fitMatchers(rest, incident) !== null;
}

/** Of two that end at once the same is taken each time. */
function isLater(a: Suppressing, b: Suppressing): boolean {
  return a.until > b.until || (a.until.getTime() === b.until.getTime() && a.id < b.id);
}

/** Why somebody is told now, of an incident that was held until now. */
export function describeHoldOver({ kind, reason }: Pick<Suppressing, 'kind' | 'reason'>): string {
  switch (kind) {
    case 'silence':
      return `a silence (${reason}) held it until now, and it is still active`;
    case 'maintenance_window':
      return `a maintenance window (${reason}) held it until now, and it is still active`;
    case 'auto_pause':
      return 'it did not pass by itself';
  }
}
