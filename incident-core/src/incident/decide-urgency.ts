import type { Incident } from '../model/incident.ts';
import { SEVERITIES, type Severity, type Urgency } from '../model/severity.ts';
import type { TeamSettings } from '../model/team.ts';
import { isWithin, nextStart } from '../support/match-matchers.ts';

/** How hard people are disturbed, why, and when that becomes harder by itself. */
export interface UrgencyDecision {
  readonly urgency: Urgency;
  /** By the severity alone, or by the team's support hours: inside them, or outside. */
  readonly reason: 'severity' | 'in_support_hours' | 'outside_support_hours';
  /** When support hours begin, outside of which it is not urgent; null for what they do not change. */
  readonly urgencyDueAt: Date | null;
}

type UrgencySettings = Pick<TeamSettings, 'urgencies' | 'supportHours'>;

/**
 * How urgent a severity is for a team at an instant. What is urgent in support hours only is so always for a team that
 * has none: it is better to be woken than to be forgotten.
 */
export function decideUrgency(
  severity: Severity,
  { urgencies, supportHours }: UrgencySettings,
  now: Date,
): UrgencyDecision {
  const by = urgencies[severity];
  if (by !== 'support_hours') return { urgency: by, reason: 'severity', urgencyDueAt: null };
  if (supportHours.length === 0 || supportHours.some((hours) => isWithin(hours, now))) {
    return { urgency: 'high', reason: 'in_support_hours', urgencyDueAt: null };
  }
  return { urgency: 'low', reason: 'outside_support_hours', urgencyDueAt: nextStart(supportHours, now) };
}

/**
 * What a change of severity does to an open incident's urgency: what became worse is not less urgent than before, for
 * whoever has been woken is awake. Without a change of severity the hours change nothing by themselves.
 */
export function changeUrgency(
  before: Pick<Incident, 'severity' | 'urgency' | 'urgencyDueAt'>,
  severity: Severity,
  settings: UrgencySettings,
  now: Date,
): Pick<Incident, 'urgency' | 'urgencyDueAt'> {
  if (severity === before.severity) return { urgency: before.urgency, urgencyDueAt: before.urgencyDueAt };
  const { urgency, urgencyDueAt } = decideUrgency(severity, settings, now);
  const isWorse = SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(before.severity);
  if (isWorse && before.urgency === 'high') return { urgency: 'high', urgencyDueAt: null };
  return { urgency, urgencyDueAt };
}
