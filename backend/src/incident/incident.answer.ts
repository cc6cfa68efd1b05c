import type { IncidentAlertAnswer, IncidentAnswer, IncidentDetail, NamedTarget } from 'incident-core';
import type { NamedIncident } from './incident.repository.ts';
import type { StoredAlert } from './intake.repository.ts';
import type { Mergers } from './merge.repository.ts';

/** What other stages know of an incident. */
export interface Surroundings {
  readonly escalation: IncidentAnswer['escalation'];
  readonly suppressed: IncidentAnswer['suppressed'];
  readonly told: readonly NamedTarget[];
}

/** An incident as the API shows it in lists. */
export function toIncidentAnswer(
  incident: NamedIncident,
  { escalation, suppressed, told }: Surroundings,
): IncidentAnswer {
  const { assigneeId, assigneeName } = incident;
  return {
    id: incident.id,
    number: incident.number,
    title: incident.title,
    description: incident.description,
    severity: incident.severity,
    urgency: incident.urgency,
    status: incident.status,
    service: incident.service,
    environment: incident.environment,
    tags: [...incident.tags],
    links: incident.links,
    team_id: incident.teamId,
    team: { id: incident.teamId, name: incident.teamName },
    unrouted: incident.unrouted,
    assignee_id: assigneeId,
    assignee: assigneeId === null ? null : { id: assigneeId, name: assigneeName ?? '' },
    alert_id: incident.alertId,
    alert_count: incident.alertCount,
    reopen_count: incident.reopenCount,
    created_at: incident.createdAt.toISOString(),
    triggered_at: incident.triggeredAt.toISOString(),
    last_seen_at: incident.lastSeenAt.toISOString(),
    acknowledged_at: toTime(incident.acknowledgedAt),
    started_at: toTime(incident.startedAt),
    resolved_at: toTime(incident.resolvedAt),
    resolution: incident.resolution,
    stale_at: toTime(incident.staleAt),
    flapping: incident.flappingAt !== null,
    storm: incident.isStorm,
    resolve_due_at: toTime(incident.resolveDueAt),
    snoozed_until: toTime(incident.snoozedUntil),
    acknowledgement_due_at: toTime(incident.acknowledgementDueAt),
    confirm_due_at: toTime(incident.confirmDueAt),
    urgency_due_at: toTime(incident.urgencyDueAt),
    escalation,
    suppressed,
    told: [...told],
  };
}

/** What belongs to an incident beside what lists show. */
export interface Parts extends Mergers {
  /** The first of its alerts; of all of them, how many there are and how many are active. */
  readonly alerts: readonly StoredAlert[];
  readonly total: number;
  readonly active: number;
  readonly collected: IncidentDetail['collected'];
  readonly responders: Readonly<IncidentDetail['responders']>;
}

/** An incident with its alerts. */
export function toIncidentDetail(
  incident: NamedIncident,
  surroundings: Surroundings,
  { alerts, total, active, collected, responders, mergedInto, merged }: Parts,
): IncidentDetail {
  return {
    ...toIncidentAnswer(incident, surroundings),
    alerts: alerts.map(toAlertAnswer),
    alerts_total: total,
    collected,
    still_active: incident.status === 'resolved' && active > 0,
    responders: [...responders],
    merged_into: mergedInto,
    merged: [...merged],
  };
}

function toAlertAnswer(alert: StoredAlert): IncidentAlertAnswer {
  return {
    id: alert.id,
    dedup_key: alert.dedupKey,
    status: alert.status,
    episode: alert.episode,
    name: alert.name,
    severity: alert.severity,
    severity_from: alert.severityFrom,
    service: alert.service,
    environment: alert.environment,
    tags: [...alert.tags],
    reason: alert.reason,
    value: alert.value,
    threshold: alert.threshold,
    links: alert.links,
    source_id: alert.sourceId,
    space: alert.space,
    rule: { id: alert.ruleId, name: alert.ruleName, type: alert.ruleType },
    alert_id: alert.alertId,
    action_group: alert.actionGroup,
    flapping: alert.flapping,
    metadata: alert.metadata as Record<string, unknown>,
    count: alert.count,
    first_seen_at: alert.firstSeenAt.toISOString(),
    last_seen_at: alert.lastSeenAt.toISOString(),
  };
}

function toTime(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}
