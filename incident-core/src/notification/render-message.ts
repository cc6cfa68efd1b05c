import type { NotificationEvent } from '../model/notification.ts';
import type { TemplateParts } from '../model/template.ts';
import { toContent, toTitle, toVital, type Content, type Fact } from './render-content.ts';
import { renderHtml } from './render-html.ts';
import { withOwnWords } from './render-own-mail.ts';
import { SUBJECT_LENGTH, toLine } from './render-safe-text.ts';
import type { RenderedMessage, Told } from './render-told.ts';

/**
 * Writes the mail for one recipient: whatever an alert put into its fields, the message stays well formed and bounded.
 * `own`: what templates made of some of its parts.
 */
export function renderMessage(told: Told, own: TemplateParts = {}): RenderedMessage {
  const content = toContent(told);
  const text = renderText(content, renderBase(told));
  return withOwnWords({ subject: renderSubject(told), text, html: renderHtml(content, told) }, own, toVital(told));
}

/** `[critical] #12 title` for each message of an incident, so that mail clients keep them together; a prefix says what changed. */
function renderSubject(told: Told): string {
  return toLine(`${PREFIX[told.event]}${renderBase(told)}`, SUBJECT_LENGTH);
}

function renderBase(told: Told): string {
  return `[${told.incident.severity}] #${told.incident.number} ${toTitle(told)}`;
}

const PREFIX: Readonly<Record<NotificationEvent, string>> = {
  escalation_step: '',
  standing_changed: 'Changed: ',
  resolved: 'Resolved: ',
  recovery_noted: 'Recovered: ',
  untracked: 'No longer watched: ',
  new_episode: 'Active again: ',
  nobody_notified: 'NOBODY REACHED: ',
  exhausted: 'NOBODY ACKNOWLEDGED: ',
  acknowledgement_ending: 'About to run out: ',
  acknowledgement_over: 'Triggered again: ',
  work_reminder: 'Still in progress: ',
  assigned: 'Assigned to you: ',
  responder_added: 'Your help is asked for: ',
  severity_rose: 'Worse: ',
};

function renderText(content: Content, base: string): string {
  const { headline, facts, details, next, action, description, links } = content;
  const width = Math.max(...[...facts, ...details].map(({ name }) => name.length)) + 2;
  const toText = ({ name, value }: Fact) => `${`${name}:`.padEnd(width)}${value}`;
  return [
    [base, headline],
    facts.map(toText),
    [...next, ...(action === null ? [] : [`${action.name}:`, action.address])],
    details.map(toText),
    // Quoted, so that no line of an alert's text passes for one of ours.
    description === null ? [] : description.split('\n').map((line) => `> ${line}`),
    links.flatMap(({ name, address }) => [`${name}:`, address]),
  ]
    .filter((part) => part.length > 0)
    .map((part) => `${part.join('\n')}\n`)
    .join('\n');
}
