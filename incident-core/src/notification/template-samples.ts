import type { IncidentStatus } from '../model/incident.ts';
import type { TemplateEvent } from '../model/template.ts';
import type { ToldHandoff } from './notice-content.ts';
import type { Told, ToldIncident } from './render-told.ts';

/** The events of templates that are about an incident. */
export type IncidentTemplateEvent = Exclude<TemplateEvent, 'handoff'>;

/** What a sample is made for. */
export interface Sample {
  readonly team: string;
  readonly recipient: string;
  readonly incidentUrl: string | null;
  readonly now: Date;
}

const MINUTE = 60_000;

/** An incident for templates to be tried on: twelve minutes old, with all that one can have. */
export function toSampleIncident(now: Date): ToldIncident {
  const began = new Date(now.getTime() - 12 * MINUTE);
  return {
    number: 4217,
    title: 'Latency of checkout is 2.4 s (threshold 1.5 s)',
    description: 'Avg. latency is 2.4 s in the last 5 mins for checkout.\nAlert when > 1.5 s.',
    severity: 'critical',
    urgency: 'high',
    status: 'triggered',
    service: 'checkout',
    environment: 'production',
    links: {
      alert: 'https://kibana.example.com/app/observability/alerts/1',
      rule: 'https://kibana.example.com/app/rules/2',
      service: 'https://kibana.example.com/app/apm/services/checkout',
    },
    createdAt: began,
    triggeredAt: began,
    lastSeenAt: now,
    alertCount: 3,
    acknowledgedBy: null,
    isAskedAgain: false,
    resolvedAt: null,
    resolution: null,
  };
}

/** The incident with as little as one can have, so that a template is tried without it too. */
export function toBareIncident(now: Date): ToldIncident {
  const links = { alert: null, rule: null, service: null };
  return { ...toSampleIncident(now), description: null, service: null, environment: null, links, alertCount: 1 };
}

/** What would be told of this incident at this event: it stands as the event says. */
export function toSampleTold(event: IncidentTemplateEvent, incident: ToldIncident, sample: Sample): Told {
  const step = { run: 1, round: 1, step: event === 'escalated' ? 2 : 1, of: 2 };
  return {
    ...sample,
    event: EVENTS[event],
    incident: standing(incident, event, sample),
    step: event === 'triggered' || event === 'escalated' ? step : null,
    reason: event === 'nobody_notified' ? 'step 1: ada has no verified contact method' : null,
  };
}

const EVENTS = {
  triggered: 'escalation_step',
  escalated: 'escalation_step',
  acknowledged: 'standing_changed',
  resolved: 'resolved',
  nobody_notified: 'nobody_notified',
} as const;

const STATUS: Readonly<Record<IncidentTemplateEvent, IncidentStatus>> = {
  triggered: 'triggered',
  escalated: 'triggered',
  acknowledged: 'acknowledged',
  resolved: 'resolved',
  nobody_notified: 'triggered',
};

function standing(incident: ToldIncident, event: IncidentTemplateEvent, { recipient, now }: Sample): ToldIncident {
  const held = incident.status === 'in_progress' && event === 'acknowledged';
  const status = held ? incident.status : STATUS[event];
  const isOver = status === 'resolved';
  return {
    ...incident,
    status,
    acknowledgedBy: status === 'triggered' ? null : (incident.acknowledgedBy ?? recipient),
    resolvedAt: isOver ? (incident.resolvedAt ?? now) : null,
    resolution: isOver ? (incident.resolution ?? 'responder') : null,
  };
}

/** A shift that begins now and lasts a day. */
export function toSampleHandoff({ team, recipient, now }: Sample): ToldHandoff {
  return {
    event: 'handoff',
    onCall: null,
    schedule: `${team} primary`,
    team,
    recipient,
    timeZone: 'Europe/Berlin',
    from: now,
    until: new Date(now.getTime() + 24 * 60 * MINUTE),
    next: 'Grace Hopper',
  };
}
