import type { Resolution } from '../model/incident.ts';
import { toLine, toLines, toWebAddress } from './render-safe-text.ts';
import { renderSpan, renderTime } from './render-time.ts';
import type { Told, ToldIncident, ToldStep } from './render-told.ts';

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
  /** How bad, where, since when, why now: what is read first. */
  readonly facts: readonly Fact[];
  /** What can wait until it has been acknowledged. */
  readonly details: readonly Fact[];
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

/** What no words of anybody's own may leave out: the link, or where to acknowledge without one. */
export interface Vital {
  readonly action: Link | null;
  readonly instruction: string | null;
}

/** Collects what a message says, in the order in which a tired person wants it: how bad, what, where, since when, what now. */
export function toContent(told: Told): Content {
  const { event, incident } = told;
  return {
    title: toTitle(told),
    headline: toHeadline(told),
    loud: event === 'nobody_notified' || event === 'exhausted',
    facts: toFacts(told),
    details: toDetails(told),
    next: toNext(told),
    action: toAction(told),
    description: incident.description === null ? null : toLines(incident.description, DESCRIPTION_LENGTH) || null,
    links: toLinks(told),
  };
}

/** What a message must hold, whoever wrote its words. */
export function toVital(told: Told): Vital {
  const { action, next } = toContent(told);
  const asks = action === null && isAsked(told.incident) && told.event !== 'resolved';
  return { action, instruction: asks ? (next[0] ?? null) : null };
}

/** Whether somebody is asked to acknowledge it: to take it, or to keep it. */
export function isAsked({ status, isAskedAgain }: Pick<ToldIncident, 'status' | 'isAskedAgain'>): boolean {
  return status === 'triggered' || isAskedAgain;
}

/** The incident's title as one harmless line. */
export function toTitle(told: Told): string {
  return toLine(told.incident.title, TITLE_LENGTH) || 'Incident without a title';
}

/** Service and environment, as far as the title does not name them. */
export function toPlace(told: Told, length: number): readonly string[] {
  const { service, environment } = told.incident;
  const title = toTitle(told);
  return [service, environment]
    .map((name) => toLine(name ?? '', length))
    .filter((name) => name !== '' && !title.includes(name));
}

/** What happened, in one sentence. */
export function toHeadline({ event, incident, step, now, reason }: Told): string {
  const lasted = renderSpan((incident.resolvedAt ?? now).getTime() - incident.triggeredAt.getTime());
  switch (event) {
    case 'escalation_step':
      return step !== null && (step.step > 1 || step.round > 1)
        ? 'Still triggered: nobody has acknowledged it yet.'
        : 'Triggered: somebody must look at this.';
    case 'resolved':
      return `Resolved ${RESOLVED_BY[incident.resolution ?? 'responder']} after ${lasted}.`;
    case 'standing_changed':
      return toSentence(reason) ?? toHeld(incident);
    case 'recovery_noted':
      return 'The alert has recovered while you work on it.';
    case 'untracked':
      return 'Kibana no longer looks at the alert: its rule was disabled or deleted.';
    case 'new_episode':
      return 'It is happening again: the alert had recovered and is active once more.';
    case 'nobody_notified':
      return 'NOBODY COULD BE REACHED: an escalation step told no one.';
    case 'exhausted':
      return 'NOBODY ACKNOWLEDGED: the escalation policy has run out.';
    case 'acknowledgement_ending':
      return 'Your acknowledgement is about to run out.';
    case 'acknowledgement_over':
      return 'It is yours no longer: it is triggered again, and others are told.';
    case 'work_reminder':
      return 'Still in progress: nothing has happened here for hours.';
    case 'assigned':
      return 'Assigned to you.';
    case 'responder_added':
      return 'You are asked to help.';
    case 'severity_rose':
      return `It has become worse: ${incident.severity} now.`;
  }
}

function toSentence(reason: string | null): string | null {
  const line = toLine(reason ?? '', REASON_LENGTH);
  return line === '' ? null : `${line.charAt(0).toUpperCase()}${line.slice(1)}.`;
}

/** Whose it is. */
export function toHeld({ status, acknowledgedBy }: ToldIncident): string {
  if (status === 'triggered') return 'Nobody holds it any more: it is triggered again.';
  const name = toLine(acknowledgedBy ?? '', NAME_LENGTH);
  const held = status === 'in_progress' ? 'In progress' : 'Acknowledged';
  return name === '' ? `${held}.` : `${held} by ${name}.`;
}

const RESOLVED_BY: Readonly<Record<Resolution, string>> = {
  recovery: 'by recovery',
  responder: 'by a responder',
  recovery_unattended: 'by itself, since its alert stayed recovered',
  untracked: 'by itself, since Kibana no longer looks at its alert',
  flapping_over: 'by itself, since what flapped has been quiet for 15 minutes',
  storm_over: 'by itself, since the storm is over',
  test_over: 'by itself, since the test is over,',
  merged: 'by merging it into another incident,',
};

function toFacts({ event, incident, now, reason }: Told): readonly Fact[] {
  return [
    fact('Severity', `${incident.severity} (${incident.urgency} urgency)`),
    fact('Service', incident.service),
    fact('Environment', incident.environment),
    fact(event === 'resolved' ? 'Began' : 'Since', renderTime(incident.triggeredAt, now)),
    fact('Resolved', incident.resolvedAt === null ? null : renderTime(incident.resolvedAt, now)),
    fact('Why now', reason, REASON_LENGTH),
  ].flat();
}

function toDetails({ incident, team, recipient, step, now }: Told): readonly Fact[] {
  const reopened = incident.triggeredAt.getTime() > incident.createdAt.getTime();
  const count = incident.alertCount === 1 ? '1 alert' : `${incident.alertCount} alerts`;
  return [
    fact('First opened', reopened ? renderTime(incident.createdAt, now) : null),
    fact('Last seen', `${renderTime(incident.lastSeenAt, now)}, ${count}`),
    fact('Status', incident.status.replace('_', ' ')),
    fact('Acknowledged by', incident.acknowledgedBy),
    fact('Team', team),
    fact('Told', recipient),
    fact('Escalation', step === null ? null : renderStep(step)),
  ].flat();
}

function fact(name: string, value: string | null, length = NAME_LENGTH): readonly Fact[] {
  const line = value === null ? '' : toLine(value, length);
  return line === '' ? [] : [{ name, value: line }];
}

/** Which passage of the escalation it is: `step 1 of 2, round 2, run 3`. */
export function renderStep({ run, round, step, of }: ToldStep): string {
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
    case 'standing_changed':
      return [];
    case 'recovery_noted':
      return ['Finish your work, then resolve the incident; keep it open if you want to go on watching.'];
    case 'untracked':
      return ['Nobody will say when it is over: look for yourself, then resolve it, or keep it open.'];
    case 'new_episode':
      return ['It is yours: look again, or release it so that others are told.'];
    case 'nobody_notified':
      return [acknowledge, 'Or wake somebody who can: those whose turn it was do not know of it.'];
    case 'exhausted':
      return [acknowledge, 'No further step will follow in this run: make sure that somebody takes it.'];
    case 'acknowledgement_ending':
      return [
        `Acknowledge #${incident.number}${place} once more to keep it, or start work.`,
        'Otherwise others are told again in a few minutes.',
      ];
    case 'acknowledgement_over':
      return [acknowledge];
    case 'work_reminder':
      return ['Resolve it if it is done, release it if somebody else should go on, or write a note.'];
    case 'assigned':
      return incident.status === 'triggered' ? [acknowledge] : ['It is yours now.'];
    case 'responder_added':
      return [`Look at #${incident.number}${place}, and talk to whoever works on it.`];
    case 'severity_rose':
      return incident.status === 'triggered'
        ? [acknowledge]
        : incident.status === 'acknowledged' && incident.severity === 'critical'
          ? [`Confirm #${incident.number}${place}, or acknowledge it once more: otherwise others are told again.`]
          : ['It is yours: look again.'];
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
  const settled = event === 'resolved' || !isAsked(incident);
  return { name: settled ? `Open incident #${incident.number}` : `Open and acknowledge #${incident.number}`, address };
}

function toLinks({ incident: { links } }: Told): readonly Link[] {
  return [link('Alert in Kibana', links.alert), link('Service in APM', links.service), link('Rule', links.rule)].flat();
}

function link(name: string, address: string | null): readonly Link[] {
  const web = toWebAddress(address);
  return web === null ? [] : [{ name, address: web }];
}
