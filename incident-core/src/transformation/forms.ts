import type { AlertStatus, Json, JsonObject } from '../model/alert.ts';
import { FIELD_NAMES } from './field-names.ts';
import { Fields, isObject, pathWith } from './fields.ts';
import { countProblems } from './summary-counts.ts';
import { idText, lineText } from './texts.ts';
import { describeValue, type Problem } from './unreadable.ts';

/** One entry of a summary's list. */
export interface Entry {
  readonly value: Json;
  readonly path: string;
  readonly listStatus: AlertStatus | null;
  /** From a list that repeats what other lists hold. */
  readonly mayRepeat: boolean;
}

/** What a body is: one alert, a list of them, or nothing that we know. */
export type Form =
  | { readonly kind: 'alert'; readonly fields: Fields }
  | {
      readonly kind: 'summary';
      readonly body: Fields;
      readonly entries: readonly Entry[];
      readonly problems: readonly Problem[];
    }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** The lists of Kibana's summaries; `all` and `alerts` may hold again what the first three hold. */
const LISTS: readonly { readonly name: string; readonly status: AlertStatus | null; readonly mayRepeat: boolean }[] = [
  { name: 'new', status: 'active', mayRepeat: false },
  { name: 'ongoing', status: 'active', mayRepeat: false },
  { name: 'recovered', status: 'recovered', mayRepeat: false },
  { name: 'alerts', status: null, mayRepeat: true },
  { name: 'all', status: null, mayRepeat: true },
];

/**
 * Recognises the form of a body: our template for one alert, our summary template, lists of alerts-as-data documents
 * (`{{{alerts.new.data.asJSON}}}`), the template for one alert on a summary action, and users' own templates.
 */
export function recogniseForm(root: Json): Form {
  if (Array.isArray(root)) {
    const entries = listEntries(root, '$', { status: null, mayRepeat: false });
    return { kind: 'summary', body: new Fields({}), entries, problems: [] };
  }
  if (!isObject(root)) return { kind: 'problem', problem: notAnObject(root) };
  const lists = findLists(root);
  const entries = lists.flatMap((list) => listEntries(list.items, list.path, list));
  const body = new Fields(root);
  const saysSummary = body.peek(['kind'], lineText)?.value === 'summary';
  if (saysSummary && lists.length === 0) return { kind: 'problem', problem: withoutLists(root) };
  if (saysSummary || entries.some((entry) => isObject(entry.value)) || isOnlyLists(lists, body)) {
    return { kind: 'summary', body, entries, problems: countProblems(root, lists) };
  }
  return isSummaryAction(body) ? summaryAction(body) : { kind: 'alert', fields: body };
}

/** A list of a summary that is there, even if it is empty. */
export interface List {
  readonly name: string;
  readonly path: string;
  readonly items: readonly Json[];
  readonly status: AlertStatus | null;
  readonly mayRepeat: boolean;
}

/** `new`, `alerts.new` and `alerts.new.data`, and so for each list. */
function findLists(root: JsonObject): readonly List[] {
  const outer: Json | undefined = root['alerts'];
  const holders = [{ holder: root, path: '$' }, ...(isObject(outer) ? [{ holder: outer, path: '$.alerts' }] : [])];
  return holders.flatMap(({ holder, path }) =>
    LISTS.flatMap((list): List[] => {
      const held = holder[list.name];
      const here = pathWith(path, list.name);
      if (Array.isArray(held)) return [{ ...list, path: here, items: held }];
      const inner = isObject(held) ? held['data'] : undefined;
      return Array.isArray(inner) ? [{ ...list, path: `${here}.data`, items: inner }] : [];
    }),
  );
}

/** Lists written in a Mustache loop end in a null, since Mustache cannot leave out the last comma. */
function listEntries(items: readonly Json[], path: string, list: Pick<List, 'status' | 'mayRepeat'>): readonly Entry[] {
  return items.flatMap((value, at): Entry[] =>
    value === null ? [] : [{ value, path: `${path}[${at}]`, listStatus: list.status, mayRepeat: list.mayRepeat }],
  );
}

/** Empty lists, and nothing beside them that could be an alert. */
function isOnlyLists(lists: readonly List[], body: Fields): boolean {
  if (lists.length === 0 || lists.some((list) => list.items.length > 0)) return false;
  return body.peek([...FIELD_NAMES.status, ...FIELD_NAMES.actionGroup], lineText) === null;
}

/** On a summary action Kibana sets alert.id to the rule's id and the action group to `default`. */
function isSummaryAction(fields: Fields): boolean {
  const isLegacy = fields.peek(['alertinstanceid'], idText) !== null;
  const ruleNames = isLegacy ? [...FIELD_NAMES.ruleId, 'alertid'] : FIELD_NAMES.ruleId;
  const ruleId = fields.peek(ruleNames, idText)?.value;
  const group = fields.peek(FIELD_NAMES.actionGroup, lineText)?.value;
  return group === 'default' && ruleId !== undefined && fields.peek(FIELD_NAMES.alertId, idText)?.value === ruleId;
}

function summaryAction(body: Fields): Form {
  const alerts = body.get('contextalerts');
  if (Array.isArray(alerts) && alerts.some(isObject)) {
    const entries = listEntries(alerts, '$.context.alerts', { status: null, mayRepeat: false });
    return { kind: 'summary', body, entries, problems: [] };
  }
  return {
    kind: 'problem',
    problem: {
      reason: 'summary_without_alerts',
      path: '$.context.alerts',
      found: describeValue(alerts),
      expected: 'the alerts of the summary: use the summary template, or set the action to run for each alert',
    },
  };
}

function withoutLists(root: JsonObject): Problem {
  return {
    reason: 'summary_without_alerts',
    path: '$.new',
    found: describeValue(root['new']),
    expected: 'a list of alerts under new, ongoing or recovered',
  };
}

function notAnObject(root: Json): Problem {
  return { reason: 'not_an_alert', path: '$', found: describeValue(root), expected: 'a JSON object' };
}
