import type { Resolution } from '../model/incident.ts';
import { toLine, toLines, toWebAddress } from './render-safe-text.ts';
import { renderSpan, renderTime } from './render-time.ts';
import type { Told, ToldStep } from './render-told.ts';

/** Longest title in UTF-16 units. */
const TITLE_LENGTH = 200;
/** Longest description in UTF-16 units. */
export const DESCRIPTION_LENGTH = 2000;
/** Longest name of a service, team or person in UTF-16 units. */
export const NAME_LENGTH = 100;
/** Longest reason in UTF-16 units. */
export const REASON_LENGTH = 500;

/** The content that the text and the HTML part share, harmless as text but not yet escaped. */
export interface Content {
  readonly title: string;
  /** What happened, in one sentence. */
  readonly headline: string;
  /** True when people have failed to hear, and the message must look like it. */
  readonly loud: boolean;
  readonly facts: readonly Fact[];
  /** What happens next, and what the recipient should do. */
  readonly next: readonly string[];
  readonly action: Link | null;
  readonly description: string | null;
  readonly links: readonly Link[];
}
/** One named line of the summary. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}
/** A place on the web to go to. */
export interface Link {
  readonly name: string;
  readonly address: string;
}

/** Collects what a message says, in the order in which a tired person wants it: how bad, what, where, since when, what now. */
export function toContent(told: Told): Content {
  const { event, incident } = told;
  return {
    title: toTitle(told),
    headline: toHeadline(told),
    loud: event === 'nobody_notified' || event === 'exhausted',
    facts: toFacts(told),
    next: toNext(told),
    action: toAction(told),
    description: incident.description === null ? null : toLines(incident.description, DESCRIPTION_LENGTH) || null,
    links: toLinks(told),
  };
}

/** The incident's title as one harmless line. */
export function toTitle(told: Told): string {
  return toLine(told.incident.title, TITLE_LENGTH) || 'Incident without a title';
}

function toHeadline({ event, incident, step, now }: Told): string {
  const lasted = renderSpan((incident.resolvedAt ?? now).getTime() - incident.triggeredAt.getTime());
  switch (event) {
    case 'escalation_step':
      return step !== null && (step.step > 1 || step.round > 1)
        ? 'Still triggered: nobody has acknowledged it yet.'
        : 'Triggered: somebody must look at this.';
    case 'resolved':
      return `Resolved ${RESOLVED_BY[incident.resolution ?? 'responder']} after ${lasted}.`;
    case 'recovery_noted':
      return 'The alert has recovered while you work on it.';
    case 'new_episode':
      return 'It is happening again: the alert had recovered and is active once more.';
    case 'nobody_notified':
      return 'NOBODY COULD BE REACHED: an escalation step told no one.';
    case 'exhausted':
      return 'NOBODY ACKNOWLEDGED: the escalation policy has run out.';
  }
}

const RESOLVED_BY: Readonly<Record<Resolution, string>> = {
  recovery: 'by recovery',
  responder: 'by a responder',
  recovery_unattended: 'by itself, since its alert stayed recovered',
};

function toFacts({ event, incident, team, recipient, step, now, reason }: Told): readonly Fact[] {
  const reopened = incident.triggeredAt.getTime() > incident.createdAt.getTime();
  const count = incident.alertCount === 1 ? '1 alert' : `${incident.alertCount} alerts`;
  return [
    fact('Severity', `${incident.severity} (${incident.urgency} urgency)`),
    fact('Service', incident.service),
    fact('Environment', incident.environment),
    fact(event === 'resolved' ? 'Began' : 'Since', renderTime(incident.triggeredAt, now)),
    fact('First opened', reopened ? renderTime(incident.createdAt, now) : null),
    fact('Resolved', incident.resolvedAt === null ? null : renderTime(incident.resolvedAt, now)),
    fact('Last seen', `${renderTime(incident.lastSeenAt, now)}, ${count}`),
    fact('Status', incident.status.replace('_', ' ')),
    fact('Acknowledged by', incident.acknowledgedBy),
    fact('Team', team),
    fact('Told', recipient),
    fact('Escalation', step === null ? null : renderStep(step)),
    fact('Why now', reason, REASON_LENGTH),
  ].flat();
}

function fact(name: string, value: string | null, length = NAME_LENGTH): readonly Fact[] {
  const line = value === null ? '' : toLine(value, length);
  return line === '' ? [] : [{ name, value: line }];
}

function renderStep({ run, round, step, of }: ToldStep): string {
  const again = run > 1 ? `, run ${run}` : '';
  return `step ${step} of ${of}${round > 1 ? `, round ${round}` : ''}${again}`;
}

function toNext({ event, incident, step, incidentUrl }: Told): readonly string[] {
  const place = incidentUrl === null ? ' on the Incidents page in Kibana' : '';
  const acknowledge = `Acknowledge #${incident.number}${place} to take it and to stop the escalation.`;
  switch (event) {
    case 'escalation_step':
      return step === null ? [acknowledge] : [acknowledge, toFollowing(step)];
    case 'resolved':
      return ['Nothing is left to do.'];
    case 'recovery_noted':
      return ['Finish your work, then resolve the incident; keep it open if you want to go on watching.'];
    case 'new_episode':
      return ['It is yours: look again, or release it so that others are told.'];
    case 'nobody_notified':
      return [acknowledge, 'Or wake somebody who can: those whose turn it was do not know of it.'];
    case 'exhausted':
      return [acknowledge, 'No further step will follow in this run: make sure that somebody takes it.'];
  }
}

function toFollowing({ step, of }: ToldStep): string {
  return step < of
    ? `If nobody acknowledges in time, step ${step + 1} of ${of} is told next.`
    : 'This is the last step: if nobody acknowledges in time, the policy starts over or runs out.';
}

function toAction({ event, incident, incidentUrl }: Told): Link | null {
  const address = toWebAddress(incidentUrl);
  if (address === null) return null;
  const settled = event === 'resolved' || incident.status !== 'triggered';
  return { name: settled ? `Open incident #${incident.number}` : `Open and acknowledge #${incident.number}`, address };
}

function toLinks({ incident: { links } }: Told): readonly Link[] {
  return [link('Alert in Kibana', links.alert), link('Service in APM', links.service), link('Rule', links.rule)].flat();
}

function link(name: string, address: string | null): readonly Link[] {
  const web = toWebAddress(address);
  return web === null ? [] : [{ name, address: web }];
}
