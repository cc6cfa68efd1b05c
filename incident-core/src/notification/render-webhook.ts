import type { JsonObject } from '../model/alert.ts';
import type { ToldHandoff } from './notice-content.ts';
import { DESCRIPTION_LENGTH, NAME_LENGTH, REASON_LENGTH, toTitle } from './render-content.ts';
import { toLine, toLines, toWebAddress } from './render-safe-text.ts';
import { toIsoTime } from './render-time.ts';
import type { Told, ToldIncident } from './render-told.ts';

/** Our own ids, by which a receiver recognises what it is told about. */
export interface WebhookIds {
  readonly notificationId: string;
  readonly deliveryId: string;
  readonly incidentId: string;
  readonly escalationId: string | null;
  readonly teamId: string;
}

/** The body for a webhook as Standard Webhooks shapes it, below 20 KB as JSON; times are ISO 8601 in UTC. */
export function renderWebhookBody(told: Told, ids: WebhookIds): JsonObject {
  return {
    type: `incident.${told.event}`,
    timestamp: toIsoTime(told.now),
    data: {
      notification_id: ids.notificationId,
      delivery_id: ids.deliveryId,
      incident: toIncident(told, ids.incidentId),
      team: { id: ids.teamId, name: toLine(told.team, NAME_LENGTH) },
      recipient: toLine(told.recipient, NAME_LENGTH),
      escalation_id: ids.escalationId,
      step: told.step === null ? null : { ...told.step },
      reason: toText(told.reason, REASON_LENGTH),
    },
  };
}

/** Our own ids of a hand-off; `userId`: who is on call. */
export interface HandoffIds {
  readonly notificationId: string;
  readonly deliveryId: string;
  readonly scheduleId: string;
  readonly teamId: string;
  readonly userId: string;
}

/** What a webhook is told of a hand-off: who is on call in which schedule, until when, and who follows. */
export function renderHandoffBody(told: ToldHandoff, ids: HandoffIds, now: Date): JsonObject {
  return {
    type: 'on_call.handoff',
    timestamp: toIsoTime(now),
    data: {
      notification_id: ids.notificationId,
      delivery_id: ids.deliveryId,
      schedule: { id: ids.scheduleId, name: toLine(told.schedule, NAME_LENGTH), time_zone: told.timeZone },
      team: { id: ids.teamId, name: toLine(told.team, NAME_LENGTH) },
      on_call: { id: ids.userId, name: toText(told.onCall, NAME_LENGTH) },
      from: toIsoTime(told.from),
      until: toIsoTime(told.until),
      next: toText(told.next, NAME_LENGTH),
      recipient: toLine(told.recipient, NAME_LENGTH),
    },
  };
}

function toIncident(told: Told, id: string): JsonObject {
  const { incident } = told;
  const { description } = incident;
  return {
    id,
    number: incident.number,
    title: toTitle(told),
    description: description === null ? null : toLines(description, DESCRIPTION_LENGTH),
    severity: incident.severity,
    urgency: incident.urgency,
    status: incident.status,
    service: toText(incident.service, NAME_LENGTH),
    environment: toText(incident.environment, NAME_LENGTH),
    alert_count: incident.alertCount,
    acknowledged_by: toText(incident.acknowledgedBy, NAME_LENGTH),
    resolution: incident.resolution,
    ...toTimes(incident),
    links: { incident: toWebAddress(told.incidentUrl), ...toLinks(incident) },
  };
}

function toText(text: string | null, length: number): string | null {
  return text === null ? null : toLine(text, length);
}

function toTimes({ createdAt, triggeredAt, lastSeenAt, resolvedAt }: ToldIncident): JsonObject {
  return {
    created_at: toIsoTime(createdAt),
    triggered_at: toIsoTime(triggeredAt),
    last_seen_at: toIsoTime(lastSeenAt),
    resolved_at: toIsoTime(resolvedAt),
  };
}

function toLinks({ links }: ToldIncident): JsonObject {
  return { alert: toWebAddress(links.alert), rule: toWebAddress(links.rule), service: toWebAddress(links.service) };
}
