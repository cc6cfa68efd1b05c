import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MAPPING_PRECEDENCE, type TeamMapping } from '../model/team-mapping.ts';
import { arrangeMappings, decideServiceTeam } from './decide-service-team.ts';
import { aService, someMappings, someServices } from './rules.fixture.ts';

const SERVICE = aService('payment-api', 'production', { 'labels.team': ['pay'] });
const label = { name: 'labels.team', value: 'pay' };
const decide = (mappings: readonly TeamMapping[], service = SERVICE) =>
  decideServiceTeam(service, arrangeMappings(mappings));

/** One mapping of each kind, each to the team that is called like it. */
const ALL: readonly TeamMapping[] = [
  { service: 'payment-api', environment: 'production', team: 'service_environment' },
  { service: 'payment-api', team: 'service' },
  { service: 'pay*', environment: 'production', team: 'pattern_environment' },
  { service: 'payment*', team: 'pattern' },
  { label, environment: 'production', team: 'label_environment' },
  { label, team: 'label' },
  { environment: 'production', team: 'environment' },
];

describe('the team of a service', () => {
  test.each(MAPPING_PRECEDENCE.map((by, at) => [by, at] as const))(
    'by %s goes before all that come after it',
    (by, at) => {
      const left = ALL.slice(at);
      const decision = decide([...left].reverse());
      expect(decision).toMatchObject({ kind: 'mapped', team: by, by });
      expect(decision.kind === 'mapped' && decision.overruled).toEqual(left.slice(1));
    },
  );

  test.each<readonly [string, readonly TeamMapping[], string]>([
    [
      'is that of the longer pattern',
      [
        { service: 'p*', team: 'A' },
        { service: 'payment-*', team: 'B' },
      ],
      'B',
    ],
    [
      'is that of a label by its name before one by a pattern',
      [
        { label: { ...label, value: 'p*' }, team: 'A' },
        { label, team: 'B' },
      ],
      'B',
    ],
    ['does not heed the case of names', [{ service: 'PAYMENT-API', environment: 'Production', team: 'A' }], 'A'],
  ])('%s', (_, mappings, team) => {
    expect(decide(mappings)).toMatchObject({ team });
    expect(decide([...mappings].reverse())).toMatchObject({ team });
  });

  test.each<readonly [string, TeamMapping]>([
    ['another service', { service: 'cart', team: 'A' }],
    ['a pattern that does not fit', { service: '*-worker', team: 'A' }],
    ['another environment', { service: 'payment-api', environment: 'staging', team: 'A' }],
    ['a label that it has not', { label: { name: 'labels.owner', value: 'pay' }, team: 'A' }],
    ['another value of its label', { label: { ...label, value: 'search' }, team: 'A' }],
  ])('is not decided by %s', (_, mapping) => {
    expect(decide([mapping])).toEqual({ kind: 'unmapped', reason: 'no_mapping_fits' });
  });

  test('of a service without an environment is never decided by one', () => {
    expect(decide([{ environment: 'production', team: 'A' }], aService('cart', null))).toMatchObject({
      kind: 'unmapped',
    });
  });

  test('never depends on the order of the mappings', () => {
    const shuffled = someMappings.chain((mappings) =>
      fc.tuple(fc.constant(mappings), fc.shuffledSubarray([...mappings], { minLength: mappings.length })),
    );
    fc.assert(
      fc.property(shuffled, someServices, ([mappings, others], services) => {
        for (const service of services) expect(decide(others, service)).toEqual(decide(mappings, service));
      }),
    );
  });
});
