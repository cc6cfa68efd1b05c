import { describe, expect, test } from '@jest/globals';
import { aService } from './rules.fixture.ts';
import type { DiscoveredService } from '../model/discovered-service.ts';
import type { TeamMapping } from '../model/team-mapping.ts';
import { planServices } from './plan-services.ts';
import { listUnmapped, type SuggestionClues } from './suggest-teams.ts';

const TEAMS = ['Payments', 'Platform', 'Team Search'];
/** Those without a team, by mappings and by what else is known. */
function unmapped(
  services: readonly DiscoveredService[],
  mappings: readonly TeamMapping[] = [],
  rules: SuggestionClues['rules'] = [],
) {
  return listUnmapped(planServices(services, { mappings, layers: [] }), { teams: TEAMS, rules });
}
const suggested = (service: DiscoveredService, rules: SuggestionClues['rules'] = []) =>
  unmapped([service], [], rules)[0]?.suggestion ?? null;

describe('a service without a team', () => {
  test.each([
    [
      'a label',
      aService('x', 'production', { 'labels.team': ['payments'] }),
      'label',
      'labels.team: payments',
      { label: { name: 'labels.team', value: 'payments' }, team: 'Payments' },
    ],
    [
      'a namespace',
      aService('x', 'production', { 'service.namespace': ['search'] }),
      'label',
      'service.namespace: search',
      { label: { name: 'service.namespace', value: 'search' }, team: 'Team Search' },
    ],
    [
      'a part of its name',
      aService('payment-api'),
      'service_name',
      'payment',
      { service: 'payment-api', team: 'Payments' },
    ],
  ] as const)('is suggested for the team that %s names', (_, service, reason, clue, mapping) => {
    expect(suggested(service)).toMatchObject({ reason, clue, mapping });
  });

  test("is suggested for the team that its rules' tags name", () => {
    const rules = [{ services: ['cart'], tags: ['apm', 'team:platform'] }];
    expect(suggested(aService('cart'), rules)).toMatchObject({
      team: 'Platform',
      reason: 'rule_tag',
      clue: 'team:platform',
    });
  });

  test('is suggested for the team of its mapped siblings, unless they are of two teams', () => {
    const services = [aService('shop-web'), aService('shop-api'), aService('shop-db')];
    const one = [{ service: 'shop-api', team: 'Payments' }];
    const two = [...one, { service: 'shop-db', team: 'Platform' }];
    const of = (mappings: typeof one) =>
      unmapped(services, mappings).find(({ service }) => service.name === 'shop-web');
    expect(of(one)?.suggestion).toMatchObject({ team: 'Payments', reason: 'sibling', clue: 'shop-api' });
    expect(of(two)).toMatchObject({ suggestion: null });
  });

  test('is listed although nothing is suggested, in each of its environments', () => {
    expect(unmapped([aService('zeta', null), aService('alpha')])).toEqual([
      { service: { name: 'alpha', environment: 'production' }, suggestion: null },
      { service: { name: 'zeta', environment: null }, suggestion: null },
    ]);
  });

  test('is never suggested for a team that there is not', () => {
    expect(suggested(aService('billing', 'production', { 'labels.team': ['billing'] }))).toBeNull();
  });
});

test('a service with a team is not listed', () => {
  expect(unmapped([aService('cart')], [{ service: 'cart', team: 'Payments' }])).toEqual([]);
});
