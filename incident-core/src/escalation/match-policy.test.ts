import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { EscalationPolicy } from '../model/escalation-policy.ts';
import { nights, policy } from './escalation.fixture.ts';
import { matchPolicy, whyNotPolicy } from './match-policy.ts';

const INCIDENT = {
  teamId: 'payments',
  service: 'checkout',
  environment: 'production',
  severity: 'critical',
  tags: ['tier:1', 'eu'],
} as const;
/** A Tuesday morning. */
const NOW = new Date('2027-01-05T08:00:00Z');
/** Saturday, 00:30 in Berlin. */
const AT_NIGHT = new Date('2027-01-08T23:30:00Z');

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
    expect(matchPolicy(INCIDENT, policies, NOW)).toMatchObject({ kind: 'matched', policy: { id }, reason });
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
    expect(matchPolicy(INCIDENT, policies, NOW)).toEqual({ kind: 'none' });
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
            NOW,
          ),
        );
        expect(other).toEqual(one);
      }),
    );
  });
});

describe('the time of day', () => {
  const atNight = named('night', { teamId: 'payments', matchers: { times: [nights()] }, position: 9 });
  const always = named('always', { teamId: 'payments' });

  test('is a dimension: within its hours the policy goes before one of the team without, outside it is none', () => {
    expect(matchPolicy(INCIDENT, [always, atNight], AT_NIGHT)).toMatchObject({ policy: { id: 'night' } });
    expect(matchPolicy(INCIDENT, [always, atNight], NOW)).toMatchObject({ policy: { id: 'always' } });
  });

  test('any of several hours will do', () => {
    const hours = [nights(), { weekdays: ['tuesday' as const], from: '08:00', until: '08:01', timeZone: 'UTC' }];
    const timed = named('timed', { matchers: { times: hours } });
    for (const at of [AT_NIGHT, NOW]) expect(matchPolicy(INCIDENT, [timed], at)).toMatchObject({ kind: 'matched' });
    expect(matchPolicy(INCIDENT, [timed], new Date('2027-01-05T08:01:00Z'))).toEqual({ kind: 'none' });
  });

  test('does not keep a default from being one: when nothing else matches it is the one at any hour', () => {
    const own = { ...atNight, isDefault: true };
    expect(matchPolicy(INCIDENT, [own], AT_NIGHT)).toMatchObject({ reason: 'matchers' });
    expect(matchPolicy(INCIDENT, [own], NOW)).toMatchObject({ policy: { id: 'night' }, reason: 'team_default' });
  });
});

describe('why a policy is not the one', () => {
  const chosen = named('chosen', { matchers: { service: ['checkout'], environment: ['production'] }, position: 1 });

  test.each<readonly [string, Partial<EscalationPolicy>, string]>([
    ['it serves another team', { teamId: 'search' }, 'other_team'],
    ['the service differs', { matchers: { service: ['search'] } }, 'service_differs'],
    ['the environment differs', { matchers: { service: ['checkout'], environment: ['dev'] } }, 'environment_differs'],
    ['the severity differs', { matchers: { severity: ['info'] } }, 'severity_differs'],
    ['no tag is one of its own', { matchers: { tags: ['us'] } }, 'tags_differ'],
    ['it is not its time', { matchers: { times: [nights()] } }, 'times_differ'],
    ['it is a default, and something matches', { isDefault: true }, 'only_a_default'],
    ['it matches on nothing and is no default', {}, 'matches_nothing'],
    ['another matches in more dimensions', { matchers: { service: ['checkout'] } }, 'less_specific'],
    ['another is more exact', { matchers: { service: ['check*'], environment: ['production'] } }, 'less_specific'],
    ['another stands before it', { matchers: chosen.matchers, position: 2 }, 'later_position'],
  ])('%s', (_, over, reason) => {
    const other = named('other', over);
    const decision = matchPolicy(INCIDENT, [chosen, other], NOW);
    expect(decision).toMatchObject({ policy: { id: 'chosen' } });
    expect(whyNotPolicy(other, decision, INCIDENT, NOW)).toBe(reason);
    expect(whyNotPolicy(chosen, decision, INCIDENT, NOW)).toBeNull();
  });
});
