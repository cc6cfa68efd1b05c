import { describe, expect, test } from '@jest/globals';
import type { Alert } from '../model/alert.ts';
import { read, readBytes, readOne, readProblem, RECEIVED_AT, renderedBody, SOURCE } from './payload.fixture.ts';
import { toAlerts } from './to-alerts.ts';

const CHECKOUT = 'v1:source-1:default:7c5d2f10-52b5-11ef-9b1d-a5f2f0c2a111:checkout_production_request';
const SLO = 'v1:source-1:default:e1a6d3a2-52b5-11ef-9b1d-a5f2f0c2a555:*';

type Expected = Partial<Alert>;

const RENDERED: readonly (readonly [string, string, Expected])[] = [
  [
    '01',
    'failed transaction rate, active',
    {
      dedupKey: CHECKOUT,
      episode: '0b6f7b4e-6a0b-4f3e-9c61-0c7c0f6c1a01',
      status: 'active',
      date: new Date('2026-09-20T10:05:00.000Z'),
      replacedDate: null,
      name: 'Checkout "payments" failure rate',
      severity: 'error',
      severityFrom: 'default',
      service: 'checkout',
      environment: 'production',
      tags: ['apm', 'team:payments'],
      value: '42',
      threshold: '30',
      space: 'default',
      alertId: 'checkout_production_request',
      actionGroup: 'threshold_met',
      flapping: false,
      sourceId: SOURCE,
    },
  ],
  [
    '02',
    'recovered on 8.12, without any context: service and environment come from the rule',
    {
      dedupKey: CHECKOUT,
      episode: '0b6f7b4e-6a0b-4f3e-9c61-0c7c0f6c1a01',
      status: 'recovered',
      service: 'checkout',
      environment: 'production',
      reason: null,
      value: null,
      threshold: null,
    },
  ],
  ['03', 'recovered with a context', { dedupKey: CHECKOUT, status: 'recovered', service: 'checkout', value: '42' }],
  ['04', 'active while flapping', { dedupKey: CHECKOUT, status: 'active', flapping: true }],
  [
    '05',
    'latency of a service without an environment',
    { status: 'active', service: 'frontend', environment: null, value: '1,502 ms', threshold: '1500' },
  ],
  ['06', 'latency, recovered on 8.12', { status: 'recovered', service: null, environment: null }],
  ['07', 'error count', { service: 'orders', environment: 'production', value: '30', threshold: '25' }],
  ['08', 'anomaly: its score grades', { severity: 'critical', severityFrom: 'action_group', service: 'search' }],
  [
    '09',
    'SLO burn rate: its group grades',
    { dedupKey: SLO, severity: 'critical', severityFrom: 'action_group', value: '18.3', threshold: '14.4' },
  ],
  ['10', 'SLO burn rate, recovered', { dedupKey: SLO, status: 'recovered', reason: null }],
  ['11', 'custom threshold: value of an array', { value: '96.4%', service: null, alertId: 'host-07' }],
  ['12', 'no data is a warning', { value: null, severity: 'warning', severityFrom: 'action_group' }],
  [
    '13',
    'Elasticsearch query: message and link of its context',
    {
      reason: 'Document count is 12 in the last 5m in logs-* index. Alert when greater than 10.',
      value: '12',
      actionGroup: 'query matched',
      alertId: 'query matched',
    },
  ],
  [
    '14',
    'metrics threshold: JSON in strings is made readable',
    { value: '85%', threshold: '90%', severity: 'warning', severityFrom: 'action_group' },
  ],
  [
    '15',
    'synthetics monitor',
    { name: 'Synthetics internal alert', severityFrom: 'default', alertId: '3f2b1c8e-eu-west-1' },
  ],
  ['16', 'without server.publicBaseUrl there are no links', { links: { alert: null, rule: null, service: null } }],
];

describe('bodies that Kibana rendered from our template for one alert', () => {
  test.each(RENDERED)('%s: %s', (number, _title, expected) => {
    expect(readOne(renderedBody(number))).toMatchObject(expected);
  });

  test('an Elasticsearch query links to what its context offers', () => {
    expect(readOne(renderedBody('13')).links.alert).toMatch(/^https:\/\/kibana\.example\.com\/app\/management\//);
  });

  test('what has a field of its own leaves the metadata, the rest stays', () => {
    const { metadata } = readOne(renderedBody('07'));
    expect(metadata).not.toHaveProperty('reason');
    expect(metadata).not.toHaveProperty('schema_version');
    expect(metadata).toMatchObject({
      interval: '5 mins',
      rule: { params: { windowSize: 5 } },
      context: { errorGroupingKey: '2a8f4f9c6d1b4e5f' },
    });
  });
});

describe('bodies that Kibana rendered from summaries', () => {
  test.each([
    ['17', 'our summary template', ['u-1', 'u-2'], [null, null]],
    [
      '18',
      'our template for one alert on a summary action',
      ['u-1', 'u-2', 'u-3'],
      ['threshold_met', 'threshold_met', 'threshold_met'],
    ],
    ['19', 'alerts-as-data documents', ['u-1', 'u-2'], ['threshold_met', 'threshold_met']],
  ])('%s: %s gives each alert', (number, _title, episodes, groups) => {
    const alerts = read(renderedBody(number)).map((reading) => (reading.kind === 'alert' ? reading.alert : null));
    expect(alerts.map((alert) => alert?.episode)).toEqual(episodes);
    expect(alerts.map((alert) => alert?.actionGroup)).toEqual(groups);
    expect(alerts[0]).toMatchObject({
      dedupKey: CHECKOUT,
      service: 'checkout',
      name: 'Checkout "payments" failure rate',
    });
    expect(alerts[1]).toMatchObject({ service: 'cart', alertId: 'cart_production_request', status: 'active' });
  });

  test('a document keeps its own time, an entry of our template takes the time of the summary', () => {
    const dates = ['17', '19'].map((number) => read(renderedBody(number))[0]);
    expect(dates).toMatchObject([
      { alert: { date: new Date('2026-09-20T10:05:00Z') } },
      { alert: { date: new Date('2026-09-20T10:00:00Z') } },
    ]);
  });
});

describe('bodies that are no alert', () => {
  test.each([
    ['20', 'not_json', 'line 1, column 15', ', "x":1}', 'a value'],
    ['21', 'mustache_error', 'template, character 21', 'Unclosed tag at 21', 'Mustache'],
    ['22', 'not_an_alert', '$.status', 'nothing', 'a status'],
    ['23', 'not_json', 'line 1, column 21', 'payments" failure', 'a comma or }'],
  ])('%s is %s at %s', (number, reason, path, found, expected) => {
    const problem = readProblem(renderedBody(number));
    expect(problem).toMatchObject({ reason, path, rawText: renderedBody(number) });
    expect(problem.found).toContain(found);
    expect(problem.expected).toContain(expected);
  });

  test.each([
    ['no bytes', '', 'empty_body'],
    ['white space', ' \r\n\t ', 'empty_body'],
    ['a text', '"hello"', 'not_an_alert'],
    ['a number', '42', 'not_an_alert'],
    ['null', 'null', 'not_an_alert'],
    ['an empty object', '{}', 'not_an_alert'],
    ['a form', 'status=active&rule=x', 'not_json'],
    ['a list of texts', '["a"]', 'not_an_alert'],
  ])('%s is %s', (_title, body, reason) => {
    expect(readProblem(body).reason).toBe(reason);
  });

  test('a body over 1 MiB is unreadable even where its kept beginning would be an alert', () => {
    const body = new TextEncoder().encode(renderedBody('01'));
    const readings = toAlerts({ body, truncated: true, receivedAt: RECEIVED_AT, sourceId: SOURCE });
    expect(readings).toMatchObject([{ kind: 'unreadable', problem: { reason: 'body_too_large', path: '$' } }]);
  });

  test('the raw text is kept up to 2,000 characters, what was found up to 200', () => {
    const problem = readProblem(`"${'x'.repeat(5_000)}"`);
    expect(problem.rawText).toHaveLength(2_000);
    expect(problem.found).toHaveLength(200);
  });
});

describe('encodings', () => {
  test('a byte order mark is no part of the body', () => {
    expect(readOne(`\ufeff${renderedBody('01')}`).service).toBe('checkout');
  });

  test('a body in another encoding is read with its strange bytes replaced', () => {
    const latin1 = Buffer.from('{"status":"active","title":"Zahlung für Gäste"}', 'latin1');
    expect(readBytes(latin1)).toMatchObject([{ alert: { name: 'Zahlung f\ufffdr G\ufffdste' } }]);
  });

  test('a body that was encoded twice is read', () => {
    expect(readOne(JSON.stringify(renderedBody('01'))).dedupKey).toBe(CHECKOUT);
  });

  test('NUL and lone surrogates never reach an alert', () => {
    const alert = readOne('{"status":"active","title":"a\\u0000b\\ud800c","x\\u0000":"\\udc00"}');
    expect(alert.name).toBe('a\ufffdb\ufffdc');
    expect(alert.metadata).toEqual({ 'x\ufffd': '\ufffd' });
  });
});
