import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fitMatchers } from '../support/match-matchers.ts';
import { arrangeMappings, decideServiceTeam } from './decide-service-team.ts';
import { toRoutingRows } from './routing-rows.ts';
import { aService, someMappings, someServices } from './rules.fixture.ts';

test('mappings become rows in the order of their precedence, neighbours of one team being one row', () => {
  const mappings = [
    { environment: 'staging', team: 'Platform' },
    { service: 'pay*', team: 'Payments' },
    { service: 'cart', team: 'Payments' },
    { service: 'checkout', team: 'Payments' },
    { service: 'checkout', environment: 'staging', team: 'Platform' },
    { label: { name: 'labels.team', value: 'search' }, team: 'Search' },
  ];
  const services = [aService('finder', 'production', { 'labels.team': ['search'] })];
  expect(toRoutingRows(mappings, services)).toEqual([
    { by: 'service_environment', team: 'Platform', matchers: { service: ['checkout'], environment: ['staging'] } },
    { by: 'service', team: 'Payments', matchers: { service: ['checkout', 'cart'] } },
    { by: 'pattern', team: 'Payments', matchers: { service: ['pay*'] } },
    { by: 'label', team: 'Search', matchers: { service: ['finder'], environment: ['production'] } },
    { by: 'environment', team: 'Platform', matchers: { environment: ['staging'] } },
  ]);
});

test('a row holds no more names than the API takes', () => {
  const mappings = Array.from({ length: 450 }, (_, at) => ({ service: `service-${at}`, team: 'Payments' }));
  const rows = toRoutingRows(mappings, []);
  expect(rows.map(({ matchers }) => matchers.service?.length)).toEqual([200, 200, 50]);
});

test('the rows give every service with an environment to the team that its mapping names', () => {
  fc.assert(
    fc.property(someMappings, someServices, (mappings, services) => {
      const rows = toRoutingRows(mappings, services);
      const arranged = arrangeMappings(mappings);
      for (const service of services) {
        if (service.environment === null) continue;
        const alert = { service: service.name, environment: service.environment, severity: 'error', tags: [] };
        const decision = decideServiceTeam(service, arranged);
        const row = rows.find(({ matchers }) => fitMatchers(matchers, alert) !== null);
        expect(row?.team ?? null).toBe(decision.kind === 'mapped' ? decision.team : null);
      }
    }),
    { numRuns: 500 },
  );
});
