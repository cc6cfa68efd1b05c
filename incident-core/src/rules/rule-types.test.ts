import { describe, expect, test } from '@jest/globals';
import { RULE_KINDS } from '../model/rule-kind.ts';
import { readRuleTypes, RULE_TYPE_IDS } from './rule-types.ts';
import { RULE_TYPES_ANSWER } from './rules.fixture.ts';

const LATENCY = RULE_TYPE_IDS.latency;
/** The answer with other words on the latency rule. */
const withLatency = (over: object) =>
  RULE_TYPES_ANSWER.map((type) => (type.id === LATENCY ? { ...type, ...over } : type));

describe('a rule type', () => {
  test.each(RULE_KINDS)('is usable for %s with the groups and the consumer that Kibana names', (kind) => {
    expect(readRuleTypes(RULE_TYPES_ANSWER)?.[kind]).toEqual({
      kind: 'usable',
      ruleTypeId: RULE_TYPE_IDS[kind],
      consumer: 'apm',
      actionGroups: ['threshold_met'],
      recoveryGroup: 'recovered',
    });
  });

  test.each<readonly [string, unknown, object]>([
    ['Kibana has none', RULE_TYPES_ANSWER.slice(1), { reason: 'no_such_type', needs: null }],
    [
      'the licence does not reach',
      withLatency({ enabled_in_license: false, minimum_license_required: 'platinum' }),
      { reason: 'licence', needs: 'platinum' },
    ],
    [
      'the caller may only look',
      withLatency({ authorized_consumers: { apm: { read: true, all: false } } }),
      { reason: 'privilege', needs: 'feature_apm.all' },
    ],
    [
      'the caller may only use what is kept for old rules',
      withLatency({ authorized_consumers: { alerts: { all: true } } }),
      { reason: 'privilege' },
    ],
    ['what Kibana says of it cannot be read', withLatency({ action_groups: 'many' }), { reason: 'no_such_type' }],
  ])('is unusable where %s', (_, answer, refusal) => {
    expect(readRuleTypes(answer)?.latency).toMatchObject({ kind: 'unusable', ruleTypeId: LATENCY, ...refusal });
    expect(readRuleTypes(answer)?.error_count.kind).toBe('usable');
  });

  test('belongs to another feature where the caller may only there', () => {
    const consumers = { apm: { all: false }, logs: { all: true }, alerts: { all: true } };
    expect(readRuleTypes(withLatency({ authorized_consumers: consumers }))?.latency).toMatchObject({
      consumer: 'logs',
    });
  });

  test.each([[{}], [null], ['<html>'], [[7]]])('is not read from %j', (answer) => {
    expect(readRuleTypes(answer)).toBeNull();
  });
});
