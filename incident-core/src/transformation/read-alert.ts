import type { Alert, AlertLinks, AlertStatus, Json } from '../model/alert.ts';
import type { Severity } from '../model/severity.ts';
import { sha256Hex } from '../support/hash.ts';
import { cutText } from '../support/well-formed-text.ts';
import { toDate } from './dates.ts';
import { toDedupKey } from './dedup-key.ts';
import { FIELD_NAMES } from './field-names.ts';
import type { Fields } from './fields.ts';
import { toLink } from './links.ts';
import { toMetadata } from './metadata.ts';
import { readEnvironment, readService } from './service.ts';
import { severityOfAnomaly, severityOfWord, toSeverity } from './severity.ts';
import { readStatus } from './status.ts';
import { toTags } from './tags.ts';
import { idText, isYes, lineText, proseText, valueText } from './texts.ts';
import { describeValue, type Problem } from './unreadable.ts';

/** What every alert of a body has in common. */
export interface Receipt {
  readonly sourceId: string;
  readonly receivedAt: Date;
}

/** What one object came to; `untracked` alerts are neither active nor recovered. */
export type ReadAlert =
  | { readonly kind: 'alert'; readonly alert: Alert }
  | { readonly kind: 'untracked' }
  | { readonly kind: 'problem'; readonly problem: Problem };

const LONGEST = { name: 300, reason: 2_000, value: 500, word: 200 } as const;
// Episodes are indexed together with dedup keys, and PostgreSQL bounds the length of an index entry.
const LONGEST_EPISODE = 200;

/** One object as an alert, or what it lacks. `listStatus`: the status of the summary's list in which it stands. */
export function readAlert(fields: Fields, receipt: Receipt, listStatus: AlertStatus | null): ReadAlert {
  const reading = readStatus(fields, listStatus);
  if (reading.kind !== 'status') return reading;
  const ids = readIds(fields);
  const { name, ruleName, reason } = readTexts(fields, ids.ruleId);
  if (name === null) return { kind: 'problem', problem: withoutTitle(fields) };

  const { tags, dropped } = toTags(allTags(fields));
  const service = readService(fields, tags);
  const environment = readEnvironment(fields, tags);
  const severity = readSeverity(fields, ids, tags);
  const parts: Omit<Alert, 'metadata'> = {
    dedupKey: toDedupKey({ ...ids, sourceId: receipt.sourceId, title: name, service, environment }),
    episode: ids.episode,
    status: reading.status,
    ...toDate(readDate(fields, reading.status), receipt.receivedAt),
    name: cutText(name.replace(/\s+/g, ' ').trim(), LONGEST.name),
    ...severity,
    service,
    environment,
    tags,
    reason: reason && cutText(reason, LONGEST.reason),
    value: readMeasuredValue(fields, ids.ruleType),
    threshold: short(fields.find(FIELD_NAMES.threshold, valueText)?.value, LONGEST.value),
    links: readLinks(fields),
    sourceId: receipt.sourceId,
    space: ids.space,
    rule: { id: ids.ruleId, name: short(ruleName, LONGEST.name), type: ids.ruleType },
    alertId: ids.alertId,
    actionGroup: ids.actionGroup,
    flapping: fields.find(FIELD_NAMES.flapping, (value) => (isYes(value) ? true : null)) !== null,
  };
  const metadata = toMetadata(fields.rest(), dropped > 0 ? { tags_dropped: dropped } : {});
  return { kind: 'alert', alert: { ...parts, metadata } };
}

function readIds(fields: Fields) {
  const { ruleId, alertId, ruleType, actionGroup, space } = FIELD_NAMES;
  return {
    ruleId: (fields.findOrInherit(ruleId, idText) ?? legacyRuleId(fields))?.value ?? null,
    // In an entry of a summary a bare `id` is the alert's; elsewhere it may be anything, even the message's own.
    alertId: fields.find(fields.isEntry ? [...alertId, 'id'] : alertId, idText)?.value ?? null,
    episode: readEpisode(fields),
    ruleType: short(fields.findOrInherit(ruleType, lineText)?.value, LONGEST.word),
    actionGroup: short(fields.find(actionGroup, lineText)?.value, LONGEST.word),
    space: short(fields.findOrInherit(space, idText)?.value, LONGEST.word),
  };
}

/** Kibana's legacy variable `alertId` is the rule's id; the alert's is `alertInstanceId` beside it. */
function legacyRuleId(fields: Fields) {
  return fields.peek(['alertinstanceid'], idText) === null ? null : fields.find(['alertid'], idText);
}

function readEpisode(fields: Fields): string | null {
  const episode = fields.find(FIELD_NAMES.episode, idText)?.value ?? null;
  return episode === null || episode.length <= LONGEST_EPISODE ? episode : `h:${sha256Hex(episode)}`;
}

function readTexts(fields: Fields, ruleId: string | null) {
  const ownRule = fields.find(FIELD_NAMES.ruleName, lineText)?.value ?? null;
  const title = ownRule === null ? (fields.find(FIELD_NAMES.title, lineText)?.value ?? null) : null;
  const ruleName = ownRule ?? fields.findOrInherit(FIELD_NAMES.ruleName, lineText)?.value ?? null;
  const reason = fields.find(FIELD_NAMES.reason, proseText)?.value ?? null;
  return { name: title ?? ruleName ?? reason ?? ruleId, ruleName, reason };
}

function allTags(fields: Fields): readonly Json[] {
  return FIELD_NAMES.tags.flatMap((name) => fields.findOrInherit([name], (value) => value)?.value ?? []);
}

function readSeverity(
  fields: Fields,
  ids: { ruleType: string | null; actionGroup: string | null },
  tags: readonly string[],
) {
  const word = (understand: (text: string) => Severity | null) => (value: Json) => understand(lineText(value) ?? '');
  const isAnomaly = ids.ruleType === 'apm.anomaly';
  const anomaly = isAnomaly ? fields.peekOrInherit(FIELD_NAMES.anomaly, word(severityOfAnomaly)) : null;
  return toSeverity({
    stated: fields.findOrInherit(FIELD_NAMES.severity, word(severityOfWord))?.value ?? null,
    actionGroup: ids.actionGroup,
    anomaly: anomaly?.value ?? null,
    tags,
  });
}

/** A document's `@timestamp` is that of the last run; its recovery has a time of its own. */
function readDate(fields: Fields, status: AlertStatus): Json | undefined {
  const names = status === 'recovered' ? [...FIELD_NAMES.endDate, ...FIELD_NAMES.date] : FIELD_NAMES.date;
  return fields.findOrInherit(names, (value) => (value === '' ? null : value))?.value;
}

function readMeasuredValue(fields: Fields, ruleType: string | null): string | null {
  const value = fields.find(FIELD_NAMES.value, valueText)?.value;
  if (value !== undefined) return cutText(value, LONGEST.value);
  const measured = fields.find(FIELD_NAMES.measuredValue, valueText)?.value;
  // Documents hold latency in microseconds, while the rule's threshold and people speak of milliseconds.
  const isLatency = ruleType === 'apm.transaction_duration' && Number.isFinite(Number(measured));
  return short(isLatency ? `${Math.round(Number(measured) / 1000)} ms` : measured, LONGEST.value);
}

function readLinks(fields: Fields): AlertLinks {
  const baseUrl = fields.peekOrInherit(FIELD_NAMES.baseUrl, lineText)?.value ?? null;
  const link = (value: Json) => toLink(lineText(value), baseUrl);
  return {
    alert: fields.find(FIELD_NAMES.alertUrl, link)?.value ?? null,
    rule: fields.findOrInherit(FIELD_NAMES.ruleUrl, link)?.value ?? null,
    service: fields.find(FIELD_NAMES.serviceUrl, link)?.value ?? null,
  };
}

function withoutTitle(fields: Fields): Problem {
  const found = fields.peek([...FIELD_NAMES.ruleId, ...FIELD_NAMES.ruleName, ...FIELD_NAMES.title], (value) => value);
  return {
    reason: 'not_an_alert',
    path: found?.path ?? `${fields.path}.rule.name`,
    found: describeValue(found?.value),
    expected: 'what the alert is about: the rule (rule.id, rule.name) or a title',
  };
}

function short(text: string | null | undefined, most: number): string | null {
  return text === null || text === undefined ? null : cutText(text, most);
}
