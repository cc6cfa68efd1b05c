import type { JsonObject } from '../model/alert.ts';
import type { Severity } from '../model/severity.ts';
import { toNoticeContent, type ToldNotice } from './notice-content.ts';
import { toContent, toVital, type Fact, type Link } from './render-content.ts';
import { toLines } from './render-safe-text.ts';
import type { Told } from './render-told.ts';

const STYLES: Readonly<Record<Severity, string>> = {
  critical: 'attention',
  error: 'attention',
  warning: 'warning',
  info: 'accent',
};

const OWN_LENGTH = 5_000;

/**
 * Writes the message for a Microsoft Teams workflow: one Adaptive Card. All text is in rich text blocks, whose runs know
 * no Markdown, so that an alert can write neither links nor formats. `own`: what a template made of all but the line of
 * severity and number, and the links.
 */
export function renderTeamsMessage(told: Told, own = ''): JsonObject {
  const { action, links } = toContent(told);
  const { severity, status, number } = told.incident;
  const { head, body } = toOwnWords(told, own) ?? toWords(told);
  const isOver = status === 'resolved';
  const actions = [...(action === null ? [] : [action]), ...links].map(openUrl);
  const headed: JsonObject = {
    type: 'Container',
    style: isOver ? 'good' : STYLES[severity],
    bleed: true,
    items: [lines([run(`${isOver ? 'RESOLVED' : severity.toUpperCase()} #${number}`, { weight: 'Bolder' })]), ...head],
  };
  return toCard([headed, ...body], actions);
}

/** Writes a notice for a Microsoft Teams workflow. `own`: what a template made of all of it. */
export function renderNoticeTeams(told: ToldNotice, own = ''): JsonObject {
  const { headline, facts, advice } = toNoticeContent(told);
  const [first, ...others] = toLines(own, OWN_LENGTH).split('\n').filter(Boolean);
  const body =
    first === undefined
      ? [...facts.map(toFactLine), lines([run(advice, { isSubtle: true })])]
      : others.map((line) => lines([run(line)]));
  return toCard([lines([run(first ?? headline, { weight: 'Bolder', size: 'Large' })]), ...body], []);
}

function toCard(body: readonly JsonObject[], actions: readonly JsonObject[]): JsonObject {
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [...body],
    ...(actions.length === 0 ? {} : { actions: [...actions] }),
  };
  return { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }] };
}

interface Words {
  readonly head: readonly JsonObject[];
  readonly body: readonly JsonObject[];
}

function toWords(told: Told): Words {
  const { title, headline, facts, details, next, description } = toContent(told);
  return {
    head: [lines([run(title, { weight: 'Bolder', size: 'Large' })]), lines([run(headline)])],
    body: [
      ...facts.map(toFactLine),
      ...next.map((line) => lines([run(line)])),
      ...details.map(toFactLine),
      ...(description === null ? [] : [lines([run(description, { isSubtle: true })])]),
    ],
  };
}

function toOwnWords(told: Told, own: string): Words | null {
  const written = toLines(own, OWN_LENGTH).split('\n').filter(Boolean);
  const [first, ...others] = written;
  if (first === undefined) return null;
  const { instruction } = toVital(told);
  return {
    head: [lines([run(first, { weight: 'Bolder', size: 'Large' })])],
    body: [...others, ...(instruction === null ? [] : [instruction])].map((line) => lines([run(line)])),
  };
}

function toFactLine({ name, value }: Fact): JsonObject {
  return lines([run(`${name}: `, { isSubtle: true }), run(value)]);
}

function lines(inlines: readonly JsonObject[]): JsonObject {
  return { type: 'RichTextBlock', inlines };
}

function run(text: string, more: JsonObject = {}): JsonObject {
  return { type: 'TextRun', text, ...more };
}

function openUrl({ name, address }: Link): JsonObject {
  return { type: 'Action.OpenUrl', title: name, url: address };
}
