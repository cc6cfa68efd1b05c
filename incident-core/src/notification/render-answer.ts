import type { AnswerAction, Resolution } from '../model/incident.ts';
import { toLine } from './render-safe-text.ts';
import { renderSpan } from './render-time.ts';
import type { ToldIncident } from './render-told.ts';

/** What came of an answer from Slack, a phone or a link. */
export type Answered =
  | { readonly kind: 'done' | 'unchanged' | 'again'; readonly action: AnswerAction }
  | { readonly kind: 'resolved' | 'forbidden' };

/** What is said of an incident in an answer; its texts may come from an attacker. */
export type AnsweredIncident = Pick<
  ToldIncident,
  'number' | 'title' | 'status' | 'acknowledgedBy' | 'resolution' | 'resolvedAt'
>;

const TITLE_LENGTH = 120;

/** One friendly line that says what came of an answer, and how things stand. */
export function renderAnswer(answered: Answered, incident: AnsweredIncident, now: Date): string {
  const name = `#${incident.number} ${toLine(incident.title, TITLE_LENGTH) || 'Incident'}`;
  switch (answered.kind) {
    case 'done':
      return `${DONE[answered.action]}: ${name}`;
    case 'unchanged':
    case 'again':
      return `Nothing has changed. ${renderStanding(incident, now)}: ${name}`;
    case 'resolved':
      return `${renderStanding(incident, now)}: ${name}`;
    case 'forbidden':
      return `You may not work on the incidents of this team. Ask an administrator for the role responder. (${name})`;
  }
}

const DONE: Readonly<Record<AnswerAction, string>> = {
  acknowledge: 'Acknowledged, it is yours',
  start: 'In progress, it is yours',
  resolve: 'Resolved',
  escalate: 'Escalated, others are told',
  release: 'Released, others are told',
};

const ENDED: Readonly<Record<Resolution, string>> = {
  responder: 'Resolved by a responder',
  recovery: 'Recovered',
  recovery_unattended: 'Recovered',
  untracked: 'No longer watched',
  flapping_over: 'Stopped flapping',
  storm_over: 'The storm is over',
  test_over: 'The test ended',
  merged: 'Merged into another incident',
};

/** How an incident stands, in few words: `Recovered 2 min ago`. */
export function renderStanding(incident: AnsweredIncident, now: Date): string {
  const { status, acknowledgedBy, resolution, resolvedAt } = incident;
  if (status === 'triggered') return 'Nobody has it';
  if (status === 'resolved') {
    const how = resolution === null ? 'Recovered' : ENDED[resolution];
    if (resolvedAt === null) return how;
    const ago = now.getTime() - resolvedAt.getTime();
    return ago >= 1000 ? `${how} ${renderSpan(ago)} ago` : `${how} just now`;
  }
  const by = toLine(acknowledgedBy ?? '', TITLE_LENGTH);
  return `${status === 'in_progress' ? 'In progress' : 'Acknowledged'}${by === '' ? '' : ` by ${by}`}`;
}
