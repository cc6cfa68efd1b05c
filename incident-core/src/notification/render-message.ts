import type { NotificationEvent } from '../model/notification.ts';
import { toContent, toTitle, type Content } from './render-content.ts';
import { renderHtml } from './render-html.ts';
import { SUBJECT_LENGTH, toLine } from './render-safe-text.ts';
import type { RenderedMessage, Told } from './render-told.ts';

/** Writes the mail for one recipient: whatever an alert put into its fields, the message stays well formed and bounded. */
export function renderMessage(told: Told): RenderedMessage {
  const content = toContent(told);
  return { subject: renderSubject(told), text: renderText(content, renderBase(told)), html: renderHtml(content, told) };
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
  resolved: 'Resolved: ',
  recovery_noted: 'Recovered: ',
  new_episode: 'Active again: ',
  nobody_notified: 'NOBODY REACHED: ',
  exhausted: 'NOBODY ACKNOWLEDGED: ',
};

function renderText(content: Content, base: string): string {
  const { headline, facts, next, action, description, links } = content;
  const width = Math.max(...facts.map(({ name }) => name.length)) + 2;
  return [
    [base, headline],
    facts.map(({ name, value }) => `${`${name}:`.padEnd(width)}${value}`),
    [...next, ...(action === null ? [] : [`${action.name}:`, action.address])],
    // Quoted, so that no line of an alert's text passes for one of ours.
    description === null ? [] : description.split('\n').map((line) => `> ${line}`),
    links.flatMap(({ name, address }) => [`${name}:`, address]),
  ]
    .filter((part) => part.length > 0)
    .map((part) => `${part.join('\n')}\n`)
    .join('\n');
}
