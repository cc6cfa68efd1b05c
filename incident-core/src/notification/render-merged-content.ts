import { SEVERITIES, worseSeverity } from '../model/severity.ts';
import { NAME_LENGTH, REASON_LENGTH, toHeadline, toTitle, type Link } from './render-content.ts';
import { toLine, toWebAddress } from './render-safe-text.ts';
import { renderTime } from './render-time.ts';
import type { Told } from './render-told.ts';

/** Most incidents that a message lists; of those beyond it says how many they are. */
export const MOST_LISTED = 100;

/** What a message about several incidents says, harmless as text but not yet escaped. */
export interface MergedContent {
  /** `12 incidents: 3 critical, 9 error`. */
  readonly summary: string;
  /** Why they are in one message. */
  readonly why: string;
  readonly listed: readonly ListedIncident[];
  /** How many more there are. */
  readonly unlisted: number;
}

/** One incident in the list. */
export interface ListedIncident {
  readonly told: Told;
  readonly base: string;
  readonly headline: string;
  /** Where, since when, whose; and why now where that is not plain. */
  readonly lines: readonly string[];
  readonly links: readonly Link[];
}

/** Collects what is told of several incidents, in the order in which they are given; each incident once. */
export function toMergedContent(told: readonly Told[]): MergedContent {
  const incidents = eachOnce(told);
  return {
    summary: toSummary(incidents),
    why: 'Much came at once, or while you were not to be disturbed: this one message is in the place of many.',
    listed: incidents.slice(0, MOST_LISTED).map(toListed),
    unlisted: Math.max(incidents.length - MOST_LISTED, 0),
  };
}

/** Each incident once, by what comes first of it. */
export function eachOnce(told: readonly Told[]): readonly Told[] {
  const known = new Set<number>();
  return told.filter(({ incident }) => !known.has(incident.number) && known.add(incident.number));
}

/** How many, and how bad: `12 incidents: 3 critical, 8 error, 1 resolved`. */
export function toSummary(incidents: readonly Told[]): string {
  return `${incidents.length === 1 ? '1 incident' : `${incidents.length} incidents`}: ${toCounts(incidents)}`;
}

/** How many of each severity are not over, the worst first, and how many are. */
export function toCounts(incidents: readonly Told[]): string {
  const open = incidents.filter((told) => !isOver(told));
  const over = incidents.length - open.length;
  return [
    ...SEVERITIES.toReversed().map((severity) => ({
      name: severity,
      count: open.filter(({ incident }) => incident.severity === severity).length,
    })),
    { name: 'resolved', count: over },
  ]
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${count} ${name}`)
    .join(', ');
}

/** The one that a message with room for one names: the worst that nobody has, else the first. */
export function worstOf(told: readonly Told[]): Told | undefined {
  const open = told.filter(({ incident }) => incident.status === 'triggered');
  const severity = open.map(({ incident }) => incident.severity).reduce(worseSeverity, 'info');
  return open.find(({ incident }) => incident.severity === severity) ?? told[0];
}

function isOver({ event, incident }: Told): boolean {
  return event === 'resolved' || incident.status === 'resolved';
}

function toListed(told: Told): ListedIncident {
  const { event, incident, team, now, reason } = told;
  const place = [incident.service, incident.environment, team].map((name) => toLine(name ?? '', NAME_LENGTH));
  const since = `${event === 'resolved' ? 'began' : 'since'} ${renderTime(incident.triggeredAt, now)}`;
  const why = toLine(reason ?? '', REASON_LENGTH);
  return {
    told,
    base: `[${isOver(told) ? 'resolved' : incident.severity}] #${incident.number} ${toTitle(told)}`,
    headline: toHeadline(told),
    lines: [[...place, since].filter((part) => part !== '').join(', '), ...(why === '' ? [] : [why])],
    links: toLinks(told),
  };
}

function toLinks(told: Told): readonly Link[] {
  const { incident, incidentUrl } = told;
  const ours = toWebAddress(incidentUrl);
  const alert = toWebAddress(incident.links.alert);
  const verb = isOver(told) || incident.status !== 'triggered' ? 'Open' : 'Open and acknowledge';
  return [
    ...(ours === null ? [] : [{ name: `${verb} #${incident.number}`, address: ours }]),
    ...(alert === null ? [] : [{ name: 'Alert in Kibana', address: alert }]),
  ];
}
