import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { EscalationPolicy } from '../model/escalation-policy.ts';
import { policy } from './escalation.fixture.ts';
import { matchPolicy } from './match-policy.ts';

const INCIDENT = {
  teamId: 'payments',
  service: 'checkout',
  environment: 'production',
  severity: 'critical',
  tags: ['tier:1', 'eu'],
} as const;

function named(id: string, over: Partial<EscalationPolicy> = {}): EscalationPolicy {
  return policy({ id, ...over });
}

const checkout = { service: ['checkout'] };
const GLOBAL_DEFAULT = named('global default', { isDefault: true, position: 99 });

describe('the policy of an incident', () => {
  test.each<readonly [string, readonly EscalationPolicy[], string, string]>([
    [
      'with more matched dimensions goes first, whatever its position',
      [
        named('one', { matchers: checkout }),
        named('two', { matchers: { ...checkout, severity: ['critical'] }, position: 5 }),
      ],
      'two',
      'matchers',
    ],
    [
      'of the team goes before one of all teams: the team is a dimension',
      [named('all', { matchers: checkout }), named('team', { teamId: 'payments', matchers: checkout, position: 5 })],
      'team',
      'matchers',
    ],
    [
      'of the team without matchers goes before its default',
      [named('default', { teamId: 'payments', isDefault: true }), named('team', { teamId: 'payments', position: 5 })],
      'team',
      'matchers',
    ],
    [
      'with two dimensions goes before one that is only the team’s',
      [named('team', { teamId: 'payments' }), named('two', { matchers: { ...checkout, tags: ['eu'] }, position: 5 })],
      'two',
      'matchers',
    ],
    [
      'that is exact goes before a pattern',
      [named('pattern', { matchers: { service: ['check*'] } }), named('exact', { matchers: checkout, position: 5 })],
      'exact',
      'matchers',
    ],
    [
      'with more dimensions as patterns goes before one exact dimension',
      [
        named('exact', { matchers: checkout }),
        named('patterns', { matchers: { service: ['c*'], tags: ['tier:*'] }, position: 5 }),
      ],
      'patterns',
      'matchers',
    ],
    [
      'is the one with the lower position among equals',
      [named('second', { matchers: checkout, position: 2 }), named('first', { matchers: checkout, position: 1 })],
      'first',
      'matchers',
    ],
    [
      'with matchers may be a default as well, and is matched as one with matchers',
      [
        named('both', { matchers: checkout, isDefault: true, position: 7 }),
        named('tag', { matchers: { tags: ['us'] } }),
      ],
      'both',
      'matchers',
    ],
    [
      'is the team’s default where none matches',
      [
        GLOBAL_DEFAULT,
        named('team default', { teamId: 'payments', isDefault: true, position: 100 }),
        named('other', { matchers: { service: ['search'] } }),
      ],
      'team default',
      'team_default',
    ],
    [
      'is the global default where the team has none',
      [named('other', { teamId: 'search', isDefault: true }), GLOBAL_DEFAULT],
      'global default',
      'global_default',
    ],
  ])('%s', (_, policies, id, reason) => {
    expect(matchPolicy(INCIDENT, policies)).toMatchObject({ kind: 'matched', policy: { id }, reason });
  });

  test.each<readonly [string, readonly EscalationPolicy[]]>([
    ['there are no policies', []],
    [
      'all belong to other teams',
      [named('a', { teamId: 'search', isDefault: true }), named('b', { teamId: 'search', matchers: checkout })],
    ],
    ['one dimension of each does not fit', [named('a', { matchers: { ...checkout, environment: ['staging'] } })]],
    ['the only one for all teams matches on nothing and is no default', [named('a')]],
  ])('is none when %s', (_, policies) => {
    expect(matchPolicy(INCIDENT, policies)).toEqual({ kind: 'none' });
  });

  test('does not rest on the order of the list', () => {
    const patterns = fc.constantFrom('checkout', 'check*', '*', 'search');
    const any = fc.record({
      id: fc.uuid(),
      teamId: fc.constantFrom(null, 'payments', 'search'),
      isDefault: fc.boolean(),
      position: fc.integer({ min: 0, max: 2 }),
      matchers: fc.oneof(fc.constant({}), fc.record({ service: fc.array(patterns, { minLength: 1 }) })),
    });
    const lists = fc
      .uniqueArray(any, { selector: ({ id }) => id, maxLength: 8 })
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    fc.assert(
      fc.property(lists, ([list, shuffled]) => {
        const [one, other] = [list, shuffled].map((given) =>
          matchPolicy(
            INCIDENT,
            given.map((over) => policy(over)),
          ),
        );
        expect(other).toEqual(one);
      }),
    );
  });
});
