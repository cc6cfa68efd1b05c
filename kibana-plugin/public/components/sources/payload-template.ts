/** What a Kibana rule's webhook action is to send, in Kibana's template language: a line for each part of the payload. */
export function payloadTemplate(status: 'active' | 'recovered'): string {
  return `{
  "schema_version": "1",
  "kind": "alert",
  "status": "${status}",
  ${parts.join(',\n  ')}
}`;
}

const parts = [
  '"kibana": {"base_url": "{{kibanaBaseUrl}}", "space_id": "{{rule.spaceId}}"}',
  '"rule": {"id": "{{rule.id}}", "name": "{{rule.name}}", "type": "{{rule.type}}", "url": "{{rule.url}}", "tags": {{{rule.tags.asJSON}}}, "params": {{{rule.params}}}}',
  '"alert": {"id": "{{alert.id}}", "uuid": "{{alert.uuid}}", "action_group": "{{alert.actionGroup}}", "action_group_name": "{{alert.actionGroupName}}", "flapping": "{{alert.flapping}}", "consecutive_matches": "{{alert.consecutiveMatches}}"}',
  '"timestamp": "{{date}}"',
  '"reason": "{{context.reason}}{{^context.reason}}{{context.message}}{{/context.reason}}"',
  '"alert_url": "{{context.alertDetailsUrl}}"',
  '"view_in_app_url": "{{context.viewInAppUrl}}"',
  '"service": {"name": "{{context.serviceName}}", "environment": "{{context.environment}}", "transaction_type": "{{context.transactionType}}", "transaction_name": "{{context.transactionName}}"}',
  '"value": "{{context.triggerValue}}{{^context.triggerValue}}{{context.value}}{{/context.triggerValue}}"',
  '"threshold": "{{context.threshold}}"',
  '"interval": "{{context.interval}}"',
  '"context": {{{context}}}',
];
