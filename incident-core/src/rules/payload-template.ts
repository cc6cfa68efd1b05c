/** What an action tells: an active alert, a recovered one, or all of a rule at once. */
export const PAYLOAD_TEMPLATE_KINDS = ['active', 'recovered', 'summary'] as const;
export type PayloadTemplateKind = (typeof PAYLOAD_TEMPLATE_KINDS)[number];

const SPACE = '"kibana": {"base_url": "{{kibanaBaseUrl}}", "space_id": "{{rule.spaceId}}"}';
const RULE =
  '"id": "{{rule.id}}", "name": "{{rule.name}}", "type": "{{rule.type}}", "url": "{{rule.url}}", "tags": {{{rule.tags.asJSON}}}';
const TIME = '"timestamp": "{{date}}"';

const ALERT = [
  SPACE,
  `"rule": {${RULE}, "params": {{{rule.params}}}}`,
  '"alert": {"id": "{{alert.id}}", "uuid": "{{alert.uuid}}", "action_group": "{{alert.actionGroup}}", "action_group_name": "{{alert.actionGroupName}}", "flapping": "{{alert.flapping}}", "consecutive_matches": "{{alert.consecutiveMatches}}"}',
  TIME,
  '"reason": "{{context.reason}}{{^context.reason}}{{context.message}}{{/context.reason}}"',
  '"alert_url": "{{context.alertDetailsUrl}}"',
  '"view_in_app_url": "{{context.viewInAppUrl}}"',
  '"service": {"name": "{{context.serviceName}}", "environment": "{{context.environment}}", "transaction_type": "{{context.transactionType}}", "transaction_name": "{{context.transactionName}}"}',
  '"value": "{{context.triggerValue}}{{^context.triggerValue}}{{context.value}}{{/context.triggerValue}}"',
  '"threshold": "{{context.threshold}}"',
  '"interval": "{{context.interval}}"',
  '"context": {{{context}}}',
];

const SUMMARY = [
  SPACE,
  `"rule": {${RULE}}`,
  TIME,
  '"counts": {"new": "{{alerts.new.count}}", "ongoing": "{{alerts.ongoing.count}}", "recovered": "{{alerts.recovered.count}}", "all": "{{alerts.all.count}}"}',
  summaryList('new'),
  summaryList('recovered'),
];

/**
 * What a Kibana rule's webhook action is to send, in Kibana's template language: a line for each part of the payload.
 * Every scalar is quoted, since a missing variable becomes nothing; with three braces stands only what Kibana writes
 * as JSON itself. The status is written out, for the groups of each rule type have names of their own.
 */
export const PAYLOAD_TEMPLATES: Readonly<Record<PayloadTemplateKind, string>> = {
  active: lines(['"schema_version": "1"', '"kind": "alert"', '"status": "active"', ...ALERT]),
  recovered: lines(['"schema_version": "1"', '"kind": "alert"', '"status": "recovered"', ...ALERT]),
  summary: lines(['"schema_version": "1"', '"kind": "summary"', ...SUMMARY]),
};

/** Mustache knows no last element, so that each list ends in a null. */
function summaryList(list: 'new' | 'recovered'): string {
  const entry =
    '{"uuid":"{{kibana.alert.uuid}}","id":"{{kibana.alert.instance.id}}","status":"{{kibana.alert.status}}","reason":"{{kibana.alert.reason}}","service":"{{service.name}}","environment":"{{service.environment}}"}';
  return `"${list}": [{{#alerts.${list}.data}}${entry},{{/alerts.${list}.data}}null]`;
}

function lines(parts: readonly string[]): string {
  return `{\n  ${parts.join(',\n  ')}\n}`;
}
