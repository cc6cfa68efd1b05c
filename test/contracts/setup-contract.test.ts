import { describe, expect, test } from '@jest/globals';
import {
  arrangeLayers,
  configRoutes,
  describePlan,
  discoveredServiceSchema,
  finalThresholdsAnswerSchema,
  fromDiscoveredService,
  fromFinalThresholds,
  planSetup,
  readRuleTypes,
  rulePlanAnswerSchema,
  RULE_TYPE_IDS,
  teamMappingRoutes,
  thresholdRoutes,
  toDiscoveredService,
  toFinalThresholds,
  toKibanaVersion,
  type DiscoveredService,
  type Route,
  type SetupWish,
} from 'incident-core';
import { openApiDocument } from '../../backend/src/platform/openapi.ts';

const service = (name: string, environment: string | null): DiscoveredService => ({
  name,
  environment,
  agents: ['java'],
  transactionTypes: ['request'],
  lastSeen: new Date('2027-01-05T03:12:00Z'),
  throughputPerMinute: 12.5,
  labels: { 'labels.team': ['pay'] },
  sources: ['service_metrics'],
});

const RULE_TYPES = Object.values(RULE_TYPE_IDS).map((id) => ({
  id,
  action_groups: [{ id: 'threshold_met' }],
  recovery_action_group: { id: 'recovered' },
  enabled_in_license: id !== RULE_TYPE_IDS.error_count,
  minimum_license_required: 'gold',
  authorized_consumers: { apm: { read: true, all: true } },
}));

function aWish(): SetupWish {
  const [version, ruleTypes] = [toKibanaVersion('8.12.2'), readRuleTypes(RULE_TYPES)];
  if (!version || !ruleTypes) throw new Error('the stand-in for Kibana cannot be read');
  return {
    space: 'default',
    services: [service('checkout', 'production'), service('payments-api', null)],
    mappings: [{ service: 'checkout', team: 'Payments' }],
    layers: [],
    teams: ['Payments'],
    rules: [],
    version,
    ruleTypes,
    connectorId: null,
    grouping: 'auto',
    capacity: { scheduledPerMinute: null, instances: 1 },
    forgetSilent: false,
    isDiscoveryWhole: true,
  };
}

describe('what the setup says is as the contract describes it', () => {
  test('the plan of rules', () => {
    const description = describePlan(planSetup(aWish()));
    expect(rulePlanAnswerSchema.parse(description)).toEqual(description);
    expect(description.items.map(({ action, reason }) => [action, reason])).toEqual([
      ['create', null],
      ['create', null],
      ['blocked', 'licence'],
    ]);
    expect(description.unmapped).toEqual([
      {
        name: 'payments-api',
        environment: null,
        suggestion: { team: 'Payments', reason: 'service_name', clue: 'payments' },
      },
    ]);
  });

  test('final thresholds', () => {
    const target = { service: 'checkout', environment: null };
    const overrides = { latency: { threshold_ms: 800 } };
    const layers = [{ service: 'checkout', environment: null, overrides, managedBy: 'file' as const, file: 't.json' }];
    const answer = fromFinalThresholds(target, toFinalThresholds(target, arrangeLayers(layers)));
    expect(finalThresholdsAnswerSchema.parse(answer)).toEqual(answer);
    expect(answer.thresholds.latency['threshold_ms']).toMatchObject({
      value: 800,
      origin: { layer: 'service', managed_by: 'file', file: 't.json' },
      overrode: [{ value: 1500, origin: { layer: 'built_in', managed_by: 'built_in' } }],
    });
  });

  test('a discovered service, there and back', () => {
    const one = service('checkout', null);
    const answer = fromDiscoveredService(one);
    expect(discoveredServiceSchema.parse(answer)).toEqual(answer);
    expect(toDiscoveredService(answer)).toEqual(one);
  });
});

describe('the calls on thresholds, mappings and configuration', () => {
  const routes: readonly Route[] = [...thresholdRoutes, ...teamMappingRoutes, ...configRoutes];

  test('have a description', () => {
    const document = openApiDocument(routes);
    const found = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(found).toHaveLength(routes.length);
    expect(found).toContain('POST /v1/config/apply');
  });

  test('let everybody look, and only who arranges things for all teams change', () => {
    for (const route of routes) {
      if (route.auth !== 'api_token') throw new Error(`${route.path} asks for no token`);
      const looks = route.method === 'GET' && route.tag !== 'config';
      expect([route.operationId, route.needs]).toEqual([route.operationId, looks ? 'view' : 'manage']);
    }
  });
});
