import type { IncidentStatus } from '../model/incident.ts';
import type { TemplateEvent, TemplateVariables } from '../model/template.ts';
import {
  DESCRIPTION_LENGTH,
  NAME_LENGTH,
  isAsked,
  REASON_LENGTH,
  renderStep,
  toContent,
  toPlace,
  toTitle,
} from './render-content.ts';
import type { ToldHandoff } from './notice-content.ts';
import { toLine, toLines, toWebAddress } from './render-safe-text.ts';
import { renderLocalTime, renderSpan, renderTime } from './render-time.ts';
import type { Told } from './render-told.ts';
import { toSpokenSpan } from './render-voice.ts';

/** The template for what is told; null for what is always said as it is built in. */
export function toTemplateEvent({
  event,
  step,
  incident,
  reason,
}: Pick<Told, 'event' | 'step' | 'incident' | 'reason'>): TemplateEvent | null {
  switch (event) {
    case 'escalation_step':
      return step !== null && (step.step > 1 || step.round > 1 || step.run > 1) ? 'escalated' : 'triggered';
    case 'standing_changed':
      // With a reason it is something else that changed.
      if (reason !== null) return null;
      return incident.status === 'acknowledged' || incident.status === 'in_progress' ? 'acknowledged' : null;
    case 'resolved':
    case 'nobody_notified':
      return event;
    case 'recovery_noted':
    case 'untracked':
    case 'new_episode':
    case 'exhausted':
    case 'acknowledgement_ending':
    case 'acknowledgement_over':
    case 'work_reminder':
    case 'assigned':
    case 'responder_added':
    case 'severity_rose':
      return null;
  }
}

/** The template for a message that shows how an incident stands, whatever it was last told of. */
export function toStandingTemplateEvent(status: IncidentStatus): TemplateEvent {
  return status === 'triggered' || status === 'resolved' ? status : 'acknowledged';
}

/** What a template about an incident can name: `INCIDENT_VARIABLES` says what each is. Never throws. */
export function toTemplateVariables(told: Told): TemplateVariables {
  const { incident, step, now, recipient, team, reason, incidentUrl } = told;
  const { headline, next, action } = toContent(told);
  const reopened = incident.triggeredAt.getTime() > incident.createdAt.getTime();
  const age = renderSpan((incident.resolvedAt ?? now).getTime() - incident.triggeredAt.getTime());
  const place = toPlace(told, NAME_LENGTH).join(', ');
  return {
    event: toTemplateEvent(told) ?? told.event,
    incident_number: incident.number,
    title: toTitle(told),
    headline,
    severity: incident.severity,
    urgency: incident.urgency,
    status: incident.status.replace('_', ' '),
    service: line(incident.service),
    environment: line(incident.environment),
    place: place === '' ? null : place,
    since: renderTime(incident.triggeredAt, now),
    age,
    age_in_words: toSpokenSpan(age),
    first_opened: reopened ? renderTime(incident.createdAt, now) : null,
    last_seen: renderTime(incident.lastSeenAt, now),
    alert_count: incident.alertCount,
    acknowledged_by: line(incident.acknowledgedBy),
    resolved_at: incident.resolvedAt === null ? null : renderTime(incident.resolvedAt, now),
    team: line(team),
    recipient: line(recipient),
    reason: line(reason, REASON_LENGTH),
    escalation: step === null ? null : renderStep(step),
    run: step?.run ?? null,
    round: step?.round ?? null,
    step: step?.step ?? null,
    step_count: step?.of ?? null,
    next_action: next.length === 0 ? null : next.join(' '),
    description: incident.description === null ? null : toLines(incident.description, DESCRIPTION_LENGTH) || null,
    incident_url: toWebAddress(incidentUrl),
    acknowledge_url: action !== null && isAsked(incident) ? action.address : null,
    alert_url: toWebAddress(incident.links.alert),
    service_url: toWebAddress(incident.links.service),
    rule_url: toWebAddress(incident.links.rule),
  };
}

/** What a template about a shift that begins can name: `HANDOFF_VARIABLES` says what each is. */
export function toHandoffVariables(told: ToldHandoff): TemplateVariables {
  const { schedule, team, recipient, timeZone, onCall, from, until, next } = told;
  const name = line(onCall);
  const who = onCall === null ? 'You are' : `${name ?? 'Somebody'} is`;
  return {
    event: 'handoff',
    headline: `${who} on call in ${toLine(schedule, NAME_LENGTH)}.`,
    on_call: onCall === null ? null : (name ?? 'Somebody'),
    schedule: line(schedule),
    team: line(team),
    recipient: line(recipient),
    from: renderLocalTime(from, timeZone),
    until: renderLocalTime(until, timeZone),
    time_zone: timeZone,
    duration: renderSpan(until.getTime() - from.getTime()),
    next_on_call: line(next),
  };
}

function line(text: string | null, length = NAME_LENGTH): string | null {
  return text === null ? null : toLine(text, length) || null;
}
