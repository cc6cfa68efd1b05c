import type { JsonObject } from '../model/alert.ts';
import { isAsked, toHeadline } from './render-content.ts';
import { eachOnce, toSummary } from './render-merged-content.ts';
import { toLine, toWebAddress } from './render-safe-text.ts';
import { button, HEADER_LENGTH, plainText, section, toBase, toSlack, type SlackMessage } from './render-slack.ts';
import type { Told } from './render-told.ts';

/** An incident that a Slack message names, with the id that its buttons carry; null where nobody would hear them. */
export interface ToldInSlack {
  readonly told: Told;
  readonly incidentId: string | null;
}

// Slack takes fifty blocks, and refuses a message that is too long as a whole.
const MOST_WITH_BUTTON = 40;
const MOST_IN_LINES = 60;
const LINES_A_BLOCK = 20;
const ITEM_LENGTH = 160;
const LINE_LENGTH = 70;

/** Writes one message about several incidents: the first with a button each, the next by their names, the rest counted. */
export function renderMergedSlack(items: readonly ToldInSlack[]): SlackMessage {
  const told = eachOnce(items.map((item) => item.told));
  const incidents = told.flatMap((one) => items.find((item) => item.told === one) ?? []);
  const named = incidents.slice(MOST_WITH_BUTTON, MOST_WITH_BUTTON + MOST_IN_LINES);
  const summary = toSummary(told);
  return {
    text: toSlack(toLine(`${summary}: ${told[0] === undefined ? '' : toBase(told[0])}`, ITEM_LENGTH * 2)),
    blocks: [
      { type: 'header', text: plainText(summary, HEADER_LENGTH) },
      ...incidents.slice(0, MOST_WITH_BUTTON).map(toItem),
      ...toLines(named.map((item) => toLine(toBase(item.told), LINE_LENGTH))),
      ...toRest(incidents.length - MOST_WITH_BUTTON - named.length),
    ],
  };
}

function toItem({ told, incidentId }: ToldInSlack): JsonObject {
  const { incident } = told;
  const text = `${toLine(toBase(told), ITEM_LENGTH)}\n${toLine(toHeadline(told), ITEM_LENGTH)}`;
  const view = toWebAddress(told.incidentUrl) ?? toWebAddress(incident.links.alert);
  const accessory =
    incidentId !== null && isAsked(incident)
      ? button('acknowledge', 'Acknowledge', incidentId, { style: 'primary' })
      : view === null
        ? null
        : { type: 'button', action_id: 'view', text: plainText('View'), url: view };
  return { ...section(text), ...(accessory === null ? {} : { accessory }) };
}

function toLines(lines: readonly string[]): readonly JsonObject[] {
  const count = Math.ceil(lines.length / LINES_A_BLOCK);
  return Array.from({ length: count }, (_, at) =>
    section(lines.slice(at * LINES_A_BLOCK, (at + 1) * LINES_A_BLOCK).join('\n')),
  );
}

function toRest(count: number): readonly JsonObject[] {
  return count > 0 ? [section(`And ${count} more: see the Incidents page in Kibana.`)] : [];
}
