import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decideTeam } from './decide-team.ts';
import { explainRules } from './explain-team.ts';

const rule = (id: string, position: number, matchers: object) => ({ id, position, teamId: `team of ${id}`, matchers });
const alert = { service: 'checkout', environment: 'production', severity: 'error', tags: ['eu'] } as const;

test('each rule says what keeps it from fitting, in the order in which they are tried', () => {
  const rules = [
    rule('all', 3, {}),
    rule('mail', 1, { service: ['mail*'] }),
    rule('staging', 2, { service: ['check*'], environment: ['staging'] }),
  ];
  expect(explainRules(alert, { rules }).map(({ ruleId, misfit }) => [ruleId, misfit])).toEqual([
    ['mail', 'service'],
    ['staging', 'environment'],
    ['all', null],
  ]);
});

test('the first that fits is the one that picks the team', () => {
  const text = fc.constantFrom('checkout', 'mail', 'check*', '*');
  const matchers = fc.record({ service: fc.array(text, { minLength: 1, maxLength: 2 }) }, { requiredKeys: [] });
  fc.assert(
    fc.property(fc.array(matchers, { maxLength: 6 }), (all) => {
      const rules = all.map((each, index) => rule(String(index), all.length - index, each));
      const directory = { rules, teams: [], catchAllTeamId: 'catch-all', sourceTeamId: null };
      const first = explainRules(alert, { rules }).find(({ misfit }) => misfit === null);
      const decision = decideTeam(alert, directory);
      expect(decision.kind === 'owned' && decision.reason === 'routing_rule' ? decision.ruleId : undefined).toBe(
        first?.ruleId,
      );
    }),
  );
});
