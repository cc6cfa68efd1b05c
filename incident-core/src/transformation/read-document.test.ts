import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../model/alert.ts';
import { document, pulledOf, readAsDocument, recoveredDocument } from './document.fixture.ts';
import { readOne, RECEIVED_AT, SOURCE } from './payload.fixture.ts';
import { readDocument } from './read-document.ts';

/** What our action template posts for the alert of the document. */
const POSTED = {
  schema_version: '1',
  kind: 'alert',
  status: 'active',
  kibana: { base_url: 'https://kibana.example.com', space_id: 'default' },
  rule: {
    id: 'rule-1',
    name: 'Checkout failure rate',
    type: 'apm.transaction_error_rate',
    tags: ['incidents', 'severity:critical'],
    params: { threshold: 30, environment: 'production' },
  },
  alert: { id: 'checkout_production_request', uuid: 'u-1', action_group: 'threshold_met', flapping: 'false' },
  timestamp: '2026-09-20T10:04:30.000Z',
  reason: 'Failed transactions is 42% in the last 5 mins for service: checkout.',
  alert_url: 'https://kibana.example.com/app/observability/alerts/u-1',
  service: { name: 'checkout', environment: 'production' },
  value: '42',
  threshold: '30',
};

test('a document says what the same alert says when it is pushed', () => {
  const { metadata: _, ...pushed } = readOne(POSTED);
  const { metadata, ...pulled } = pulledOf(document()).alert;
  expect({ ...pulled, links: pulled.links.alert }).toEqual({ ...pushed, links: pushed.links.alert });
  expect(metadata).toMatchObject({ document: { 'kibana.version': '8.19.2' } });
});

test('keys may be dotted or nested', () => {
  const { '@timestamp': timestamp, ...dotted } = document();
  expect(pulledOf({ '@timestamp': timestamp ?? null, ...nested(dotted) })).toMatchObject({
    ...pulledOf(document()),
    alert: { ...pulledOf(document()).alert, metadata: expect.anything() },
  });
});

test('a recovery is dated by its end, an active alert by the last run that found it', () => {
  expect(pulledOf(document({ 'kibana.alert.end': '2026-09-20T09:00:00.000Z' })).alert.date).toEqual(
    new Date('2026-09-20T10:04:30.000Z'),
  );
  const recovered = recoveredDocument({
    'kibana.alert.end': '2026-09-20T10:02:00.000Z',
    '@timestamp': '2026-09-20T10:04:00Z',
  });
  expect(pulledOf(recovered)).toMatchObject({
    tracking: 'recovered',
    alert: { status: 'recovered', date: new Date('2026-09-20T10:02:00.000Z') },
  });
});

test('an untracked alert is told apart, whatever the last run wrote of it', () => {
  const untracked = document({ 'kibana.alert.status': 'untracked', 'event.action': 'active' });
  expect(pulledOf(untracked)).toMatchObject({ tracking: 'untracked', alert: { episode: 'u-1' } });
});

test('the severity is that of the tag, whatever the fields of what is watched are called', () => {
  const watched = {
    severity: 'info',
    status: 'ok',
    state: 'up',
    message: 'all is well',
    title: 'no title',
    action: 'x',
  };
  expect(pulledOf(document(watched)).alert).toMatchObject({
    severity: 'critical',
    name: 'Checkout failure rate',
    reason: expect.stringMatching(/^Failed transactions/),
    status: 'active',
  });
});

test('latency, which documents hold in microseconds, is in milliseconds', () => {
  const latency = document({
    'kibana.alert.rule.rule_type_id': 'apm.transaction_duration',
    'kibana.alert.evaluation.value': 1_502_300,
    'kibana.alert.evaluation.threshold': 1500,
  });
  expect(pulledOf(latency).alert).toMatchObject({ value: '1502 ms' });
});

test.each([
  ['kibana.alert.maintenance_window_ids', ['mw-1'], { inMaintenance: true }],
  ['kibana.alert.maintenance_window_ids', [], { inMaintenance: false }],
  ['kibana.alert.muted', true, { muted: true }],
  ['kibana.alert.muted', false, { muted: false }],
  ['kibana.alert.start', '2026-09-20T08:00:00Z', { startedAt: new Date('2026-09-20T08:00:00Z') }],
  ['kibana.alert.start', 'yesterday', { startedAt: new Date('2026-09-20T10:04:30.000Z') }],
  ['kibana.space_ids', ['ops', 'default'], { alert: { space: 'ops', dedupKey: expect.stringContaining(':ops:') } }],
] as const)('%s = %j', (field, value, expected) => {
  expect(pulledOf(document({ [field]: value as Json }))).toMatchObject(expected);
});

describe('what cannot be read says where', () => {
  test.each(['status', 'uuid', 'instance.id', 'rule.uuid'])('without kibana.alert.%s', (name) => {
    const field = `kibana.alert.${name}`;
    expect(readAsDocument(document({ [field]: null }))).toMatchObject({
      kind: 'unreadable',
      problem: { path: `$["${field}"]`, found: 'null' },
    });
  });

  test('nothing throws, whatever the bytes and values', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.record(Object.fromEntries(Object.keys(document()).map((key) => [key, fc.jsonValue()]))).map(bytesOf),
        ),
        (body) => {
          const { kind } = readDocument({ body, receivedAt: RECEIVED_AT, sourceId: SOURCE });
          return kind === 'pulled' || kind === 'unreadable';
        },
      ),
    );
  });
});

function bytesOf(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

function nested(dotted: { readonly [field: string]: Json }): { readonly [field: string]: Json } {
  const root: Record<string, Json> = {};
  for (const [field, value] of Object.entries(dotted)) {
    const parts = field.split('.');
    const last = parts.pop() ?? '';
    let at = root;
    for (const part of parts) at = (at[part] ??= {}) as Record<string, Json>;
    at[last] = value;
  }
  return root;
}
