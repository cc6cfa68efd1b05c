import type { AlertStatus, Json } from '../model/alert.ts';
import { FIELD_NAMES } from './field-names.ts';
import type { Fields } from './fields.ts';
import { lineText } from './texts.ts';
import { describeValue, type Problem } from './unreadable.ts';

const ACTIVE_WORDS =
  'active firing fired trigger triggered open opened alerting alert alarm problem down failing failed new ongoing started ' +
  // Monitoring systems also state how bad it is where others state that it is.
  'critical error major warning warn minor nodata';
const RECOVERED_WORDS =
  'recovered recovery resolve resolved ok okay close closed normal up cleared clear green healthy inactive ended';

const STATUS_OF_WORD: ReadonlyMap<string, AlertStatus> = new Map([
  ...ACTIVE_WORDS.split(' ').map((word) => [word, 'active'] as const),
  ...RECOVERED_WORDS.split(' ').map((word) => [word, 'recovered'] as const),
]);

/** `untracked`: Kibana no longer looks (the rule was disabled or deleted), which says neither active nor recovered. */
export type StatusReading =
  | { readonly kind: 'status'; readonly status: AlertStatus }
  | { readonly kind: 'untracked' }
  | { readonly kind: 'problem'; readonly problem: Problem };

/**
 * The status that the payload states; else that of the summary's list in which the alert stands; else what its action
 * group says; else what the whole body states. The group `recovered` goes before all: Kibana runs actions of that group
 * for recoveries only, so a literal `active` in their template is a mistake of whoever attached it.
 */
export function readStatus(fields: Fields, listStatus: AlertStatus | null): StatusReading {
  const word = fields.find(FIELD_NAMES.status, knownWord)?.value;
  if (word === 'untracked') return { kind: 'untracked' };
  const group = (fields.peek(FIELD_NAMES.actionGroup, lineText) ?? fields.peek(FIELD_NAMES.actionGroupName, lineText))
    ?.value;
  const status =
    (group?.toLowerCase() === 'recovered' ? 'recovered' : null) ??
    statusOf(word) ??
    listStatus ??
    (group === undefined ? null : 'active') ??
    statusOf(fields.findOrInherit(FIELD_NAMES.status, knownWord)?.value);
  return status === null ? { kind: 'problem', problem: withoutStatus(fields) } : { kind: 'status', status };
}

function knownWord(value: Json): string | null {
  const word = lineText(value)?.toLowerCase() ?? '';
  return word === 'untracked' || STATUS_OF_WORD.has(word) ? word : null;
}

function statusOf(word: string | undefined): AlertStatus | null {
  return word === undefined ? null : (STATUS_OF_WORD.get(word) ?? null);
}

function withoutStatus(fields: Fields): Problem {
  // Kibana's own `state` is an object; only what could have been a status is worth showing.
  const found = fields.peek(FIELD_NAMES.status, lineText);
  return {
    reason: 'not_an_alert',
    path: found?.path ?? `${fields.path}.status`,
    found: describeValue(found?.value),
    expected: 'a status (active or recovered), or an action group',
  };
}
