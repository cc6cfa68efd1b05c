import { NO_TIMERS, titleOf, urgencyOf, type Alert, type TeamDecision, type TeamSettings } from 'incident-core';
import type { StoredIncident } from './intake.repository.ts';

/** The incident that an alert opens, before anything else is known of it. */
export function toOpened(
  alert: Alert,
  { teamId, kind }: TeamDecision,
  settings: TeamSettings,
  { id, alertId, now }: { readonly id: string; readonly alertId: string; readonly now: Date },
): StoredIncident {
  return {
    id,
    title: titleOf(alert),
    description: alert.reason,
    severity: alert.severity,
    urgency: urgencyOf(alert.severity),
    service: alert.service,
    environment: alert.environment,
    tags: alert.tags,
    links: alert.links,
    teamId,
    unrouted: kind === 'unrouted',
    status: 'triggered',
    assigneeId: null,
    alertCount: 0,
    reopenCount: 0,
    createdAt: now,
    triggeredAt: now,
    lastSeenAt: now,
    acknowledgedAt: null,
    startedAt: null,
    resolvedAt: null,
    resolution: null,
    staleAt: null,
    ...NO_TIMERS,
    alertId,
    settings,
  };
}

/** How the incident got its team, as its history says it. */
export function routedBy(team: TeamDecision): Readonly<Record<string, unknown>> {
  if (team.kind === 'unrouted') return { id: team.teamId, reason: 'unrouted' };
  const rule = team.reason === 'routing_rule' ? { routing_rule_id: team.ruleId } : {};
  return { id: team.teamId, reason: team.reason, ...rule };
}
