import {
  describeStorm,
  STORM_QUIET_SECONDS,
  titleOf,
  type Alert,
  type TeamDecision,
  type TeamSettings,
} from 'incident-core';
import type { StoredIncident } from './stored-rows.ts';
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

/** The incident that collects what a source sends above its rate; the alert is its first. */
export function toOpenedStorm(
  incident: StoredIncident,
  source: { readonly name: string; readonly rate: number },
): StoredIncident {
  return {
    ...incident,
    ...describeStorm(source.name, source.rate),
    service: null,
    environment: null,
    links: { alert: null, rule: null, service: null },
    isStorm: true,
    resolveDueAt: quietAfter(incident.createdAt),
  };
}

/** When a storm is over of which nothing more is heard. */
export function quietAfter(now: Date): Date {
  return new Date(now.getTime() + STORM_QUIET_SECONDS * 1000);
}

/** How the incident got its team, as its history says it. */
export function routedBy(team: TeamDecision): Readonly<Record<string, unknown>> {
  if (team.kind === 'unrouted') return { id: team.teamId, reason: 'unrouted' };
  const rule = team.reason === 'routing_rule' ? { routing_rule_id: team.ruleId } : {};
  return { id: team.teamId, reason: team.reason, ...rule };
}
