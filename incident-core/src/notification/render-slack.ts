import type { JsonObject } from '../model/alert.ts';
import type { IncidentAction } from '../model/incident.ts';
import { toContent, toHeadline, toHeld, toTitle } from './render-content.ts';
import { cutText, toLine, toLines, toWebAddress } from './render-safe-text.ts';
import { renderTime } from './render-time.ts';
import type { Told, ToldIncident } from './render-told.ts';

/** A Slack message: `text` for notices and screen readers, `blocks` for the eye. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly JsonObject[];
}

/** What Slack is given for one telling: the incident's message as it stands now, and what its thread hears. */
export interface SlackMessages {
  readonly root: SlackMessage;
  readonly reply: SlackMessage;
}

// Slack refuses a message whose header or text is longer, and then nobody is told: each is cut after it was escaped.
/** Longest header of a Slack message, once it is escaped. */
export const HEADER_LENGTH = 150;
const TEXT_LENGTH = 2000;
const DESCRIPTION_LENGTH = 1000;
const NOTICE_LENGTH = 500;

/** What templates made of the head of the message, and of the line in its thread; blank for what is built in. */
export interface OwnSlackWords {
  readonly root: string;
  readonly reply: string;
}

const BUILT_IN: OwnSlackWords = { root: '', reply: '' };

/**
 * Writes the incident's message, and the line that its thread gets when the message is there already. Without an
 * `incidentId` it has no buttons: nobody would hear them.
 */
export function renderSlack(told: Told, incidentId: string | null, own = BUILT_IN): SlackMessages {
  return { root: renderRoot(told, incidentId, own.root), reply: renderReply(told, own.reply) };
}

function renderRoot(told: Told, incidentId: string | null, own: string): SlackMessage {
  const { incident } = told;
  const content = toContent(told);
  const { facts, details, description } = content;
  const fields = [...facts, ...details]
    .filter(({ name }) => SHOWN.has(name))
    .map(({ name, value }) => plainText(`${name}: ${value}`));
  const state = toState(told);
  const { head, more } = toHead(told, own);
  return {
    text: toSlack(`${toLine(own, NOTICE_LENGTH) || toBase(told)} ${state}`),
    blocks: [
      { type: 'header', text: plainText(head, HEADER_LENGTH) },
      ...(more === '' ? [] : [section(more)]),
      section(content.loud ? `${content.headline} ${state}` : state),
      { type: 'section', fields },
      ...(description === null
        ? []
        : [{ type: 'context', elements: [plainText(toLine(description, DESCRIPTION_LENGTH))] }]),
      ...toButtons(told, incidentId),
      { type: 'context', elements: [since(incident, told.now)] },
    ],
  };
}

/** The first line of a template is the header, if it fits there. */
function toHead(told: Told, own: string): { readonly head: string; readonly more: string } {
  const text = toLines(own, TEXT_LENGTH);
  const [first = '', ...more] = text.split('\n');
  if (first === '' || first.length > HEADER_LENGTH) return { head: toBase(told), more: text };
  return { head: first, more: more.join('\n').trim() };
}

const SHOWN: ReadonlySet<string> = new Set(['Severity', 'Service', 'Environment', 'Team', 'Status', 'Escalation']);

function renderReply(told: Told, own: string): SlackMessage {
  const words = toLines(own, TEXT_LENGTH);
  if (words !== '') return { text: toSlack(toLine(words, NOTICE_LENGTH)), blocks: [section(words)] };
  const { headline, next } = toContent(told);
  const why = told.reason === null ? [] : [toLine(told.reason, 500)];
  const lines = [
    headline,
    ...(told.event === 'standing_changed' || told.event === 'resolved' ? [] : [...next, ...why]),
  ];
  return { text: toSlack(`${toBase(told)} ${headline}`), blocks: [section(lines.join('\n'))] };
}

/** How bad, and what: `CRITICAL #12 title`. */
export function toBase(told: Told): string {
  const { status, severity, number } = told.incident;
  return `${status === 'resolved' ? 'RESOLVED' : severity.toUpperCase()} #${number} ${toTitle(told)}`;
}

/** The incident's own state, whatever this telling is about. */
function toState(told: Told): string {
  const { incident } = told;
  if (incident.status === 'resolved') return toHeadline({ ...told, event: 'resolved' });
  return incident.status === 'triggered' ? 'Nobody has acknowledged it yet.' : toHeld(incident);
}

/** The end of the year 9999. */
const LAST_SECOND = 253_402_300_799;

/** Slack draws the time in each reader's own zone; the words behind the bar are for where it cannot. */
function since({ triggeredAt }: ToldIncident, now: Date): JsonObject {
  const seconds = Math.floor(triggeredAt.getTime() / 1000);
  if (!(seconds >= 0 && seconds <= LAST_SECOND)) return plainText('Since an unknown time');
  const words = toSlack(renderTime(triggeredAt, now).replace(/ \(.*/, ''));
  return { type: 'mrkdwn', text: `Since <!date^${seconds}^{date_short_pretty} {time}|${words}>` };
}

function toButtons({ incident, incidentUrl }: Told, incidentId: string | null): readonly JsonObject[] {
  const view = toWebAddress(incidentUrl) ?? toWebAddress(incident.links.alert);
  const buttons = [
    ...(incidentId === null ? [] : toActions(incident, incidentId)),
    ...(view === null ? [] : [{ type: 'button', action_id: 'view', text: plainText('View'), url: view }]),
  ];
  return buttons.length === 0 ? [] : [{ type: 'actions', block_id: 'incident', elements: buttons }];
}

function toActions({ status, number, isAskedAgain }: ToldIncident, incidentId: string): readonly JsonObject[] {
  const acknowledge = isAskedAgain ? 'Acknowledge once more' : 'Acknowledge';
  return [
    ...(status === 'triggered' || isAskedAgain
      ? [button('acknowledge', acknowledge, incidentId, { style: 'primary' })]
      : []),
    ...(status === 'triggered' || status === 'acknowledged' ? [button('start', 'Start work', incidentId)] : []),
    ...(status === 'resolved' ? [] : [button('resolve', 'Resolve', incidentId, { confirm: confirmation(number) })]),
  ];
}

/** What is asked for, of which incident. */
export function button(action: IncidentAction, label: string, value: string, more: JsonObject = {}): JsonObject {
  return { type: 'button', action_id: action, text: plainText(label), value, ...more };
}

function confirmation(number: number): JsonObject {
  return {
    title: plainText(`Resolve #${number}?`),
    text: plainText('The incident ends, and those who were told hear of it.'),
    confirm: plainText('Resolve'),
    deny: plainText('Not yet'),
  };
}

/** A block of plain text. */
export function section(text: string): JsonObject {
  return { type: 'section', text: plainText(text) };
}

/** Texts stand as plain text, which knows no links, mentions and formats. */
export function plainText(text: string, most = TEXT_LENGTH): JsonObject {
  let length = most;
  while (toSlack(cutText(text, length)).length > most) length -= 1;
  return { type: 'plain_text', text: toSlack(cutText(text, length)) || '–', emoji: false };
}

/** Slack's three control characters; with them go `<!channel>`, `<@U…>` and hidden links. */
export function toSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
