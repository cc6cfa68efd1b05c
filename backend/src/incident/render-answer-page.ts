import {
  ANSWER_ACTIONS,
  isAskedAgain,
  renderStanding,
  renderTime,
  toHtml,
  toLine,
  toLines,
  toWebAddress,
  type AnswerAction,
  type LinkAnswer,
} from 'incident-core';
import type { AnswerLink } from '../delivery/answer-bond.ts';
import type { TimelineEntry } from '../timeline/timeline.ts';
import { toAnswered } from './answers.ts';
import { STYLE } from './answer-page-style.ts';
import { describeEntry } from './entry-words.ts';
import type { NamedIncident } from './incident.repository.ts';

/** What the page shows. */
export interface AnswerPage {
  readonly incident: NamedIncident;
  /** Latest first. */
  readonly timeline: readonly TimelineEntry[];
  readonly link: AnswerLink;
  /** The address of the page below which the actions stand, relative to it. */
  readonly token: string;
  readonly said: LinkAnswer | undefined;
  readonly now: Date;
}

/** The incident for a phone at night: plain HTML that needs no script, with everything of an alert escaped. */
export function renderAnswerPage(page: AnswerPage): string {
  const { incident, link, said, now } = page;
  const title = text(incident.title, 200) || 'Incident without a title';
  const label = incident.status === 'resolved' ? 'resolved' : incident.severity;
  return toDocument(
    `#${incident.number} ${title}`,
    `<p class="head"><span class="badge ${label}">${label}</span> <span class="number">#${incident.number}</span></p>
<h1 dir="auto">${title}</h1>
<p class="standing" dir="auto">${toHtml(renderStanding(toAnswered(incident), now))}</p>
${said === undefined ? '' : `<p class="said" role="status">${SAID[said]}</p>`}
${renderActions(page)}
${renderDescription(incident)}
${renderFacts(incident, now)}
${renderLinks(incident)}
${renderTimeline(page)}
<footer>Answers from this page are given in the name of ${text(link.userName, 100)}. The link is yours alone, until ${toHtml(renderTime(link.expiresAt, now))}.</footer>`,
  );
}

/** A link that shows nothing: of nobody, or of a night that is over. */
export function renderDeadLink(why: string): string {
  return toDocument(
    'Link',
    `<h1>This link does not work</h1>
<p>${toHtml(why)}</p>
<p>Open the incident in Kibana, or use the link of a later message.</p>`,
  );
}

function toDocument(title: string, main: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><meta name="color-scheme" content="light dark">
<title>${title}</title><style>${STYLE}</style></head>
<body><main>${main}</main></body></html>
`;
}

const SAID: Readonly<Record<LinkAnswer, string>> = {
  done: 'Done.',
  unchanged: 'Nothing has changed: it stood so already.',
  again: 'This link has done that before. Here is how things stand.',
  resolved: 'It is over already: nothing is left to do.',
  forbidden: 'You may not work on the incidents of this team. Ask an administrator for the role responder.',
};

function renderActions({ incident, link, token }: AnswerPage): string {
  const { status, number, assigneeId } = incident;
  const isHeld = status === 'acknowledged' || status === 'in_progress';
  const isMine = isHeld && assigneeId === link.userId;
  const can: Readonly<Record<AnswerAction, boolean>> = {
    acknowledge: status !== 'resolved' && (!isMine || isAskedAgain(incident)),
    start: status === 'triggered' || status === 'acknowledged',
    resolve: status !== 'resolved',
    escalate: status !== 'resolved',
    release: isMine,
  };
  const button = (action: AnswerAction, label: string, look = '') =>
    `<form method="post" action="${token}/${action}"><button${look}>${label}</button></form>`;
  const sure = (action: AnswerAction, label: string, yes: string) =>
    `<details><summary>${label} …</summary>${button(action, yes, ' class="sure"')}</details>`;
  const buttons: Readonly<Record<AnswerAction, string>> = {
    acknowledge: button('acknowledge', isMine ? 'Keep it' : isHeld ? 'Take it over' : 'Acknowledge', ' class="first"'),
    start: button('start', 'Start work'),
    resolve: sure('resolve', 'Resolve', `Yes, #${number} is over`),
    escalate: sure('escalate', 'Escalate', 'Yes, tell the next step now'),
    release: sure('release', 'Release', 'Yes, let others be told'),
  };
  return ANSWER_ACTIONS.map((action) => (can[action] && !link.acted.includes(action) ? buttons[action] : '')).join('');
}

function renderFacts(incident: NamedIncident, now: Date): string {
  const facts = [
    ['Severity', `${incident.severity} (${incident.urgency} urgency)`],
    ['Service', incident.service],
    ['Environment', incident.environment],
    ['Since', renderTime(incident.triggeredAt, now)],
    ['Last seen', renderTime(incident.lastSeenAt, now)],
    ['Alerts', String(incident.alertCount)],
    ['Team', incident.teamName],
  ] as const;
  const rows = facts.map(([name, value]) => {
    const line = text(value ?? '', 200);
    return line === '' ? '' : `<dt>${name}</dt><dd dir="auto">${line}</dd>`;
  });
  return `<dl>${rows.join('')}</dl>`;
}

function renderDescription({ description }: NamedIncident): string {
  const lines = toHtml(toLines(description ?? '', 2000));
  return lines === '' ? '' : `<blockquote dir="auto">${lines}</blockquote>`;
}

function renderLinks({ links }: NamedIncident): string {
  const named = [
    ['Alert in Kibana', toWebAddress(links.alert)],
    ['Service in APM', toWebAddress(links.service)],
    ['Rule', toWebAddress(links.rule)],
  ] as const;
  const items = named.map(([name, address]) =>
    address === null ? '' : `<li><a rel="noreferrer" href="${toHtml(address)}">${name}</a></li>`,
  );
  return items.join('') === '' ? '' : `<ul class="links">${items.join('')}</ul>`;
}

function renderTimeline({ timeline, now }: AnswerPage): string {
  const items = timeline.flatMap((entry) => {
    const words = describeEntry(entry);
    if (words === null) return [];
    const time = `<time datetime="${entry.at.toISOString()}">${toHtml(renderTime(entry.at, now))}</time>`;
    return [`<li dir="auto">${text(words, 300)}${time}</li>`];
  });
  return items.length === 0 ? '' : `<h2>What happened</h2>\n<ol>${items.join('\n')}</ol>`;
}

function text(given: string, length: number): string {
  return toHtml(toLine(given, length));
}
