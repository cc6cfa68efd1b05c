import type { Json, JsonObject } from '../model/alert.ts';
import type { PulledAlert } from '../model/pull.ts';
import { toDate } from './dates.ts';
import { decodeBody } from './decode-body.ts';
import { Fields, isObject } from './fields.ts';
import { parseBody } from './parse-json.ts';
import { readAlert, type Receipt } from './read-alert.ts';
import { idText, isYes, lineText } from './texts.ts';
import { describeValue, toUnreadable, type Problem, type Unreadable } from './unreadable.ts';

/** A document as it was found, with the time of that and the source whose indices hold it. */
export interface ReceivedDocument extends Receipt {
  /** Its JSON text in UTF-8. */
  readonly body: Uint8Array;
}

/** What a document of Kibana's alert indices came to. */
export type DocumentReading =
  | { readonly kind: 'pulled'; readonly pulled: PulledAlert }
  | { readonly kind: 'unreadable'; readonly problem: Unreadable };

const TRACKING = ['active', 'recovered', 'untracked'] as const;

/**
 * Reads an alert document (alerts-as-data), whether its keys are dotted or nested. Dedup key, episode, severity and all
 * else are what the same alert has when it is pushed. Never throws.
 *
 * Only what Kibana defines is read: a document also holds fields of what is watched, which may have any name.
 */
export function readDocument({ body, ...receipt }: ReceivedDocument): DocumentReading {
  const text = decodeBody(body);
  const parsed = parseBody(text);
  const source = parsed.kind === 'problem' ? null : parsed.value;
  if (!isObject(source)) return unreadable('$', source, 'a JSON object', text);
  const fields = new Fields(source);
  const tracking = fields.peek(['kibanaalertstatus'], toTracking)?.value;
  if (tracking === undefined) return lacks(fields, 'kibana.alert.status', 'active, recovered or untracked');
  for (const [name, field] of REQUIRED) {
    if (textOf(fields, name) === null) return lacks(fields, field, 'an id');
  }
  const read = readAlert(new Fields(asPosted(fields, tracking)), receipt, null);
  if (read.kind !== 'alert') return lacks(fields, 'kibana.alert.rule.name', 'what the alert is about');
  const { alert } = read;
  const started = toDate(valueOf(fields, 'kibanaalertstart') ?? undefined, receipt.receivedAt);
  return {
    kind: 'pulled',
    pulled: {
      alert,
      tracking,
      startedAt: started.replacedDate === null ? started.date : alert.date,
      muted: fields.peek(['kibanaalertmuted'], (value) => (isYes(value) ? true : null)) !== null,
      inMaintenance: fields.peek(['kibanaalertmaintenancewindowids'], idText) !== null,
    },
  };
}

/** What makes an alert findable again: without any of them it could not be told from another. */
const REQUIRED = [
  ['kibanaalertuuid', 'kibana.alert.uuid'],
  ['kibanaalertinstanceid', 'kibana.alert.instance.id'],
  ['kibanaalertruleuuid', 'kibana.alert.rule.uuid'],
] as const;

/** The document in the shape of our own action template, so that both are read by the same rules. */
function asPosted(fields: Fields, tracking: PulledAlert['tracking']): JsonObject {
  const kibana = (name: string) => valueOf(fields, `kibanaalert${name}`);
  const end = tracking === 'active' ? null : kibana('end');
  return {
    status: tracking === 'recovered' ? 'recovered' : 'active',
    timestamp: end ?? fields.root['@timestamp'] ?? null,
    rule: {
      id: kibana('ruleuuid'),
      name: kibana('rulename'),
      type: kibana('ruleruletypeid'),
      tags: kibana('ruletags'),
      params: kibana('ruleparameters'),
    },
    alert: {
      id: kibana('instanceid'),
      uuid: kibana('uuid'),
      action_group: tracking === 'recovered' ? 'recovered' : kibana('actiongroup'),
      flapping: kibana('flapping'),
      url: kibana('url'),
    },
    kibana: {
      space_id: valueOf(fields, 'kibanaspaceids'),
      alert: {
        group: kibana('group'),
        severity: kibana('severity'),
        evaluation: { value: kibana('evaluationvalue'), threshold: kibana('evaluationthreshold') },
      },
    },
    service: {
      name: valueOf(fields, 'servicename'),
      environment: valueOf(fields, 'serviceenvironment'),
    },
    reason: kibana('reason'),
    document: fields.root,
  };
}

function toTracking(value: Json): PulledAlert['tracking'] | null {
  const word = lineText(value);
  return TRACKING.find((one) => one === word) ?? null;
}

function valueOf(fields: Fields, name: string): Json {
  return fields.get(name) ?? null;
}

function textOf(fields: Fields, name: string): string | null {
  return fields.peek([name], idText)?.value ?? null;
}

function lacks(fields: Fields, field: string, expected: string): DocumentReading {
  const found = fields.get(field.toLowerCase().replace(/[._]/g, ''));
  return unreadable(`$["${field}"]`, found, expected, JSON.stringify(fields.root));
}

function unreadable(path: string, found: Json | undefined, expected: string, rawText: string): DocumentReading {
  const problem: Problem = { reason: 'not_an_alert', path, found: describeValue(found), expected };
  return { kind: 'unreadable', problem: toUnreadable(problem, rawText) };
}
