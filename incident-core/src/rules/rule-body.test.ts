import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RULE_KINDS } from '../model/rule-kind.ts';
import { BUILT_IN_THRESHOLDS, type ThresholdSettings } from '../model/thresholds.ts';
import type { WantedRule } from '../model/wanted-rule.ts';
import { isAtLeast, toKibanaVersion } from './kibana-version.ts';
import { servicesInQuery, servicesQuery } from './kql.ts';
import { PAYLOAD_TEMPLATES } from './payload-template.ts';
import { toRuleBody, toRuleUpdate, unsupportedOf } from './rule-body.ts';
import { ruleTypes } from './rules.fixture.ts';
import { uuidOf } from './uuid.ts';

function aRule(over: Partial<WantedRule> = {}, notify: Partial<ThresholdSettings['notify']> = {}): WantedRule {
  const settings = { ...BUILT_IN_THRESHOLDS, notify: { ...BUILT_IN_THRESHOLDS.notify, ...notify } };
  return {
    id: 'r',
    kind: 'latency',
    environment: 'production',
    services: ['checkout'],
    team: 'Payments',
    settings,
    ...over,
  };
}

function bodyOf(rule: WantedRule, version = '8.12.2', connectorId: string | null = 'connector-1') {
  const [kibana, ruleType] = [toKibanaVersion(version), ruleTypes()[rule.kind]];
  if (!kibana || ruleType.kind !== 'usable') throw new Error('the rule type is not usable');
  return toRuleBody(rule, { version: kibana, ruleType, connectorId });
}

describe('the body of a rule', () => {
  test('is what Kibana 8.12 takes', () => {
    expect(bodyOf(aRule())).toEqual({
      name: 'Latency (checkout, production)',
      tags: ['incidents-for-kibana', 'team:Payments', 'severity:error'],
      rule_type_id: 'apm.transaction_duration',
      consumer: 'apm',
      enabled: true,
      schedule: { interval: '1m' },
      params: {
        windowSize: 5,
        windowUnit: 'm',
        environment: 'production',
        threshold: 1500,
        aggregationType: '95th',
        serviceName: 'checkout',
      },
      actions: [
        {
          id: 'connector-1',
          group: 'threshold_met',
          params: { body: PAYLOAD_TEMPLATES.active },
          frequency: { summary: false, notify_when: 'onActionGroupChange', throttle: null },
        },
        {
          id: 'connector-1',
          group: 'recovered',
          params: { body: PAYLOAD_TEMPLATES.recovered },
          frequency: { summary: false, notify_when: 'onActionGroupChange', throttle: null },
        },
      ],
    });
  });

  test.each([
    [
      'latency',
      'apm.transaction_duration',
      { threshold: 1500, aggregationType: '95th', windowSize: 5, windowUnit: 'm' },
    ],
    ['failed_transaction_rate', 'apm.transaction_error_rate', { threshold: 10, windowSize: 5, windowUnit: 'm' }],
    ['error_count', 'apm.error_rate', { threshold: 25, windowSize: 5, windowUnit: 'm' }],
    ['anomaly', 'apm.anomaly', { anomalySeverityType: 'critical', windowSize: 30, windowUnit: 'm' }],
  ] as const)('of kind %s is of the type %s with its parameters', (kind, type, params) => {
    const body = bodyOf(aRule({ kind }));
    expect(body.rule_type_id).toBe(type);
    expect(body.params).toEqual({ ...params, environment: 'production', serviceName: 'checkout' });
  });

  test('of a service without an environment names that as Kibana does', () => {
    const body = bodyOf(aRule({ environment: null }));
    expect(body.params).toMatchObject({ environment: 'ENVIRONMENT_NOT_DEFINED' });
    expect(body.name).toBe('Latency (checkout)');
  });

  test('of several services asks for them, their environment and type by a query, for such a rule heeds nothing else', () => {
    const latency = { ...BUILT_IN_THRESHOLDS.latency, transaction_type: 'request' };
    const rule = aRule({ services: ['cart', 'check"out'], settings: { ...BUILT_IN_THRESHOLDS, latency } });
    const query =
      'service.name: ("cart" or "check\\"out") and service.environment: "production" and transaction.type: "request"';
    expect(bodyOf(rule)).toMatchObject({
      name: 'Latency (services of Payments, production)',
      params: { useKqlFilter: true, searchConfiguration: { query: { query, language: 'kuery' } } },
    });
    expect(bodyOf(rule).params).not.toHaveProperty('serviceName');
    expect(servicesQuery({ services: ['a'], environment: null, transactionType: null })).toBe(
      'service.name: ("a") and not service.environment: *',
    );
  });

  test.each([
    ['on_change', 'onActionGroupChange', null],
    ['every_check', 'onActiveAlert', null],
    ['30m', 'onThrottleInterval', '30m'],
    ['1m', 'onActiveAlert', null],
  ])('that repeats %s tells %s', (repeat, notify_when, throttle) => {
    const [active, recovered] = bodyOf(aRule({}, { repeat, check_every: '5m' })).actions;
    expect(active?.frequency).toEqual({ summary: false, notify_when, throttle });
    expect(recovered?.frequency.notify_when).toBe('onActionGroupChange');
  });

  test.each([
    ['8.12.2', null, null, ['after_checks', 'flapping']],
    ['8.13.0', { active: 3 }, null, ['flapping']],
    ['8.16.0', { active: 3 }, { look_back_window: 10, status_change_threshold: 4 }, []],
    ['9.5.1', { active: 3 }, { look_back_window: 10, status_change_threshold: 4 }, []],
  ])('for Kibana %s has the delay %j and the flapping %j', (version, delay, flapping, unsupported) => {
    const rule = aRule({}, { after_checks: 3, flapping: { look_back_checks: 10, status_changes: 4 } });
    const body = bodyOf(rule, version);
    expect(body.alert_delay ?? null).toEqual(delay);
    expect(body.flapping ?? null).toEqual(flapping);
    expect('alert_delay' in body).toBe(delay !== null);
    expect(unsupportedOf(rule, toKibanaVersion(version) ?? { major: 0, minor: 0 })).toEqual(unsupported);
  });

  test('has no actions where alerts are pulled', () => {
    expect(bodyOf(aRule(), '8.12.2', null).actions).toEqual([]);
  });

  test('names no severity of an anomaly, which has its score', () => {
    expect(bodyOf(aRule({ kind: 'anomaly' })).tags).toEqual(['incidents-for-kibana', 'team:Payments']);
  });

  test('always has an action for every group and one for recovery', () => {
    for (const kind of RULE_KINDS) {
      expect(bodyOf(aRule({ kind })).actions.map(({ group }) => group)).toEqual(['threshold_met', 'recovered']);
    }
  });

  test('as an update leaves out what cannot be changed, and keeps the ids of actions that stay', () => {
    const found = [
      { id: 'connector-1', group: 'threshold_met', uuid: 'u-1' },
      { id: 'connector-2', group: 'recovered', uuid: 'u-2' },
    ];
    const update = toRuleUpdate(bodyOf(aRule()), found);
    expect(Object.keys(update).sort()).toEqual(['actions', 'name', 'params', 'schedule', 'tags']);
    expect(update.actions.map(({ uuid }) => uuid)).toEqual(['u-1', undefined]);
  });
});

test('the services of a query can be read again, whatever they are called', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', minLength: 1 }), { minLength: 1 }), (services) => {
      const query = servicesQuery({ services, environment: 'production', transactionType: 'request' });
      expect(servicesInQuery(query)).toEqual(services);
    }),
  );
});

test.each([
  '',
  'service.name: "a"',
  'service.name: (a)',
  'service.name: ("a"',
  'service.name: ("a" and "b")',
  'host.name: ("a")',
])('no services are read from %j, which is no query of ours', (query) => {
  expect(servicesInQuery(query)).toEqual([]);
});

test.each([
  ['8.12.2', { major: 8, minor: 12 }],
  [' 9.2.0-SNAPSHOT', { major: 9, minor: 2 }],
  ['8', null],
  ['v8.1', null],
  ['', null],
])('the version %j is %j', (text, version) => {
  expect(toKibanaVersion(text)).toEqual(version);
});

test.each([
  [8, 12, true],
  [8, 13, false],
  [7, 17, true],
  [9, 0, false],
])('8.12 is at least %i.%i: %j', (major, minor, is) => {
  expect(isAtLeast({ major: 8, minor: 12 }, major, minor)).toBe(is);
});

test('an id follows from its name alone, and is one that Kibana takes', () => {
  expect(uuidOf('a')).toBe(uuidOf('a'));
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(uuidOf(a)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(uuidOf(a) === uuidOf(b)).toBe(a === b);
    }),
  );
});
