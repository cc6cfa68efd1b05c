import { describe, expect, test } from '@jest/globals';
import type { PulledAlert, PulledRule, PullScope, RuleKnowledge } from '../model/pull.ts';
import { alert, at } from './incident.fixture.ts';
import { isRuleAsked, permitPull } from './permit-pull.ts';

const NOW = at(10);
const SCOPE: PullScope = { tags: ['incidents'], connectorIds: ['ours'], filter: null };
const UNASKED: RuleKnowledge = { kind: 'unasked' };
const RULE: PulledRule = { connectorIds: [], muted: false, mutedAlertIds: [], snoozed: false };

function pulled(over: Partial<PulledAlert> = {}, tags = ['incidents']): PulledAlert {
  return {
    alert: alert({ tags }),
    tracking: 'active',
    startedAt: at(0),
    muted: false,
    inMaintenance: false,
    ...over,
  };
}

const known = (rule: Partial<PulledRule>): RuleKnowledge => ({ kind: 'known', rule: { ...RULE, ...rule } });

test.each<readonly [string, PulledAlert, PullScope, RuleKnowledge, string]>([
  ['a rule with our tag', pulled(), SCOPE, UNASKED, 'granted'],
  ['our tag, in any case', pulled({}, ['x', 'Incidents']), SCOPE, UNASKED, 'granted'],
  ["a rule with our connector's action", pulled({}, []), SCOPE, known({ connectorIds: ['a', 'ours'] }), 'granted'],
  [
    'an alert that the filter matches',
    pulled({}, []),
    { ...SCOPE, filter: { service: ['check*'] } },
    UNASKED,
    'granted',
  ],
  ['an empty filter, which matches all', pulled({}, []), { ...SCOPE, filter: {} }, UNASKED, 'granted'],
  ['a rule without either', pulled({}, ['others']), SCOPE, known({ connectorIds: ['other'] }), 'not_connected'],
  [
    'an alert that the filter leaves out',
    pulled({}, []),
    { ...SCOPE, filter: { service: ['cart'] } },
    UNASKED,
    'not_connected',
  ],
  ['a rule that is gone', pulled(), SCOPE, { kind: 'gone' }, 'not_connected'],
  ['what is in a maintenance window', pulled({ inMaintenance: true }), SCOPE, UNASKED, 'maintenance_window'],
  ['what its document calls muted', pulled({ muted: true }), SCOPE, UNASKED, 'muted'],
  ['a rule that is muted', pulled(), SCOPE, known({ muted: true }), 'muted'],
  ['an alert that is muted alone', pulled(), SCOPE, known({ mutedAlertIds: ['alert-1'] }), 'muted'],
  ['another alert that is muted', pulled(), SCOPE, known({ mutedAlertIds: ['alert-2'] }), 'granted'],
  ['a rule that is snoozed', pulled(), SCOPE, known({ snoozed: true }), 'snoozed'],
  ['what is active for less than two minutes', pulled({ startedAt: at(8.01) }), SCOPE, UNASKED, 'too_young'],
  ['what is active for two minutes', pulled({ startedAt: at(8) }), SCOPE, UNASKED, 'granted'],
  ['a rule that Kibana could not be asked about', pulled(), SCOPE, { kind: 'unknown' }, 'rule_unknown'],
])('%s: %#', (_title, alertPulled, scope, knowledge, expected) => {
  const permit = permitPull(alertPulled, scope, knowledge, NOW);
  expect(permit.kind === 'granted' ? 'granted' : permit.reason).toBe(expected);
  const isPassing = expected === 'too_young' || expected === 'rule_unknown';
  expect(permit.kind).toBe(expected === 'granted' ? 'granted' : isPassing ? 'waiting' : 'refused');
});

describe('Kibana is asked of a rule', () => {
  test('where its tag or our connectors leave it open', () => {
    expect(isRuleAsked(pulled(), SCOPE, NOW)).toBe(true);
    expect(isRuleAsked(pulled({}, []), SCOPE, NOW)).toBe(true);
  });

  test.each<readonly [string, PulledAlert, PullScope]>([
    ['without the tag, and without connectors of ours', pulled({}, []), { ...SCOPE, connectorIds: [] }],
    ['in a maintenance window', pulled({ inMaintenance: true }), SCOPE],
    ['that is muted already', pulled({ muted: true }), SCOPE],
    ['too young', pulled({ startedAt: NOW }), SCOPE],
    ['recovered', pulled({ tracking: 'recovered' }), SCOPE],
  ])('but not for one %s', (_title, alertPulled, scope) => {
    expect(isRuleAsked(alertPulled, scope, NOW)).toBe(false);
  });
});
