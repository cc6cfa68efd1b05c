import type { Json } from '../model/alert.ts';
import type { PulledAlert } from '../model/pull.ts';
import { RECEIVED_AT, SOURCE } from './payload.fixture.ts';
import { readDocument, type DocumentReading } from './read-document.ts';

/** An alert document of a failed transaction rate rule, as Kibana 8.12 and later write it; its keys are dotted. */
export function document(over: { readonly [field: string]: Json } = {}): { readonly [field: string]: Json } {
  return {
    '@timestamp': '2026-09-20T10:04:30.000Z',
    'event.action': 'active',
    'event.kind': 'signal',
    'kibana.alert.action_group': 'threshold_met',
    'kibana.alert.evaluation.threshold': 30,
    'kibana.alert.evaluation.value': 42,
    'kibana.alert.flapping': false,
    'kibana.alert.instance.id': 'checkout_production_request',
    'kibana.alert.maintenance_window_ids': [],
    'kibana.alert.reason': 'Failed transactions is 42% in the last 5 mins for service: checkout.',
    'kibana.alert.rule.category': 'Failed transaction rate threshold',
    'kibana.alert.rule.name': 'Checkout failure rate',
    'kibana.alert.rule.parameters': { threshold: 30, environment: 'production' },
    'kibana.alert.rule.rule_type_id': 'apm.transaction_error_rate',
    'kibana.alert.rule.tags': ['incidents', 'severity:critical'],
    'kibana.alert.rule.uuid': 'rule-1',
    'kibana.alert.start': '2026-09-20T10:00:30.000Z',
    'kibana.alert.status': 'active',
    'kibana.alert.url': 'https://kibana.example.com/app/observability/alerts/u-1',
    'kibana.alert.uuid': 'u-1',
    'kibana.alert.workflow_status': 'open',
    'kibana.space_ids': ['default'],
    'kibana.version': '8.19.2',
    'service.environment': 'production',
    'service.name': 'checkout',
    tags: ['from the service'],
    'transaction.type': 'request',
    ...over,
  };
}

export function recoveredDocument(over: { readonly [field: string]: Json } = {}): { readonly [field: string]: Json } {
  return document({
    'event.action': 'close',
    'kibana.alert.action_group': 'recovered',
    'kibana.alert.end': '2026-09-20T10:04:30.000Z',
    'kibana.alert.status': 'recovered',
    ...over,
  });
}

export function readAsDocument(value: Json): DocumentReading {
  const body = new TextEncoder().encode(JSON.stringify(value));
  return readDocument({ body, receivedAt: RECEIVED_AT, sourceId: SOURCE });
}

/** Throws when the document cannot be read. */
export function pulledOf(value: Json): PulledAlert {
  const reading = readAsDocument(value);
  if (reading.kind !== 'pulled') throw new Error(`not an alert: ${JSON.stringify(reading)}`);
  return reading.pulled;
}
