import { titleOf, type Alert, type TeamDecision, type TeamSettings } from 'incident-core';
import type { StoredIncident } from './intake.repository.ts';
import { newIncident } from './new-incident.ts';

/** The incident that an alert opens, before anything else is known of it. */
export function toOpened(
  alert: Alert,
  { teamId, kind }: TeamDecision,
  settings: TeamSettings,
  { id, alertId, now }: { readonly id: string; readonly alertId: string; readonly now: Date },
): StoredIncident {
  const { severity, service, environment, tags, links } = alert;
  const what = { title: titleOf(alert), description: alert.reason, severity, service, environment, tags, links };
  return newIncident({ ...what, id, alertId, teamId, unrouted: kind === 'unrouted', settings }, now);
}

/** How the incident got its team, as its history says it. */
export function routedBy(team: TeamDecision): Readonly<Record<string, unknown>> {
  if (team.kind === 'unrouted') return { id: team.teamId, reason: 'unrouted' };
  const rule = team.reason === 'routing_rule' ? { routing_rule_id: team.ruleId } : {};
  return { id: team.teamId, reason: team.reason, ...rule };
}
