import type { Alert } from 'incident-core';
import type { StoredAlert } from './intake.repository.ts';

/** The part of an alert's row that the latest active alert writes; the rest is book-keeping. */
export type Said = Omit<
  StoredAlert,
  | 'id'
  | 'incidentId'
  | 'dedupKey'
  | 'unresolved'
  | 'sourceId'
  | 'status'
  | 'episode'
  | 'lastDate'
  | 'count'
  | 'firstSeenAt'
  | 'lastSeenAt'
  | 'untrackedAt'
>;

/** What an alert says, as it is kept beside its incident. */
export function saidBy(alert: Alert): Said {
  return {
    space: alert.space,
    ruleId: alert.rule.id,
    ruleName: alert.rule.name,
    ruleType: alert.rule.type,
    alertId: alert.alertId,
    name: alert.name,
    severity: alert.severity,
    severityFrom: alert.severityFrom,
    service: alert.service,
    environment: alert.environment,
    tags: alert.tags,
    reason: alert.reason,
    value: alert.value,
    threshold: alert.threshold,
    links: alert.links,
    actionGroup: alert.actionGroup,
    flapping: alert.flapping,
    metadata: alert.metadata,
  };
}
