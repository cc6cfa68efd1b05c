import fc from 'fast-check';
import type { DiscoveredService } from '../model/discovered-service.ts';
import type { ThresholdLayer } from '../model/thresholds.ts';
import type { TeamMapping } from '../model/team-mapping.ts';
import type { FoundRule } from './found-rule.ts';
import type { RuleBody } from './rule-body.ts';
import type { PlanItem } from './rule-plan.ts';
import { readRuleTypes, RULE_TYPE_IDS } from './rule-types.ts';

export function aLayer(over: Partial<ThresholdLayer> = {}): ThresholdLayer {
  return { service: null, environment: null, overrides: {}, managedBy: 'file', file: 'thresholds.json', ...over };
}

export function aService(
  name: string,
  environment: string | null = 'production',
  labels: DiscoveredService['labels'] = {},
): DiscoveredService {
  return {
    name,
    environment,
    agents: ['java'],
    transactionTypes: ['request'],
    lastSeen: new Date('2027-01-05T03:12:00Z'),
    throughputPerMinute: 1,
    labels,
    sources: ['service_metrics'],
  };
}

const NAMES = ['checkout', 'cart', 'payment-api', 'payment-worker', 'search'] as const;
const ENVIRONMENTS = ['production', 'staging'] as const;
const PATTERNS = ['*', 'c*', 'pay*', '*-api', 'check*'] as const;

const overrides = fc.record(
  {
    latency: fc.record(
      {
        enabled: fc.boolean(),
        threshold_ms: fc.integer({ min: 1, max: 5 }),
        aggregation: fc.constantFrom('avg', '95th'),
      },
      { requiredKeys: [] },
    ),
    error_count: fc.record(
      { enabled: fc.boolean(), threshold_count: fc.integer({ min: 1, max: 3 }) },
      { requiredKeys: [] },
    ),
    anomaly: fc.record({ enabled: fc.boolean() }, { requiredKeys: [] }),
    notify: fc.record({ check_every: fc.constantFrom('1m', '5m') }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);

/** Layers of which no two have one scope. */
export const someLayers: fc.Arbitrary<readonly ThresholdLayer[]> = fc.uniqueArray(
  fc
    .record({
      service: fc.constantFrom(null, ...NAMES, ...PATTERNS),
      environment: fc.constantFrom(null, ...ENVIRONMENTS, 'ENVIRONMENT_NOT_DEFINED'),
      overrides,
    })
    .map((given) => aLayer(given as Partial<ThresholdLayer>)),
  { selector: ({ service, environment }) => JSON.stringify([service, environment]), maxLength: 12 },
);

/** Services of which no two are one. */
export const someServices: fc.Arbitrary<readonly DiscoveredService[]> = fc.uniqueArray(
  fc
    .tuple(
      fc.constantFrom(...NAMES),
      fc.constantFrom(...ENVIRONMENTS, null),
      fc.constantFrom<DiscoveredService['labels']>(
        {},
        { 'labels.team': ['pay'] },
        { 'labels.team': ['search', 'pay'] },
      ),
    )
    .map(([name, environment, labels]) => aService(name, environment, labels)),
  { selector: ({ name, environment }) => JSON.stringify([name, environment]), maxLength: 15 },
);

/** Mappings that may overlap as they like; no two say of one thing that it belongs to two teams. */
export const someMappings: fc.Arbitrary<readonly TeamMapping[]> = fc.uniqueArray(
  fc
    .record({
      by: fc.constantFrom(
        ...[...NAMES, ...PATTERNS].map((service) => ({ service })),
        { label: { name: 'labels.team', value: 'pay' } },
        { label: { name: 'labels.team', value: 's*' } },
        {},
      ),
      environment: fc.constantFrom(undefined, ...ENVIRONMENTS),
      team: fc.constantFrom('Payments', 'Platform', 'Search'),
    })
    .filter(({ by, environment }) => Object.keys(by).length > 0 || environment !== undefined)
    .map(({ by, environment, team }): TeamMapping => ({ ...by, ...(environment && { environment }), team })),
  { selector: ({ team: _, ...scope }) => JSON.stringify(scope), maxLength: 12 },
);

/** What a Kibana answers to somebody who may make rules of APM. */
export const RULE_TYPES_ANSWER = Object.values(RULE_TYPE_IDS).map((id) => ({
  id,
  name: id,
  producer: 'apm',
  action_groups: [
    { id: 'threshold_met', name: 'Threshold met' },
    { id: 'recovered', name: 'Recovered' },
  ],
  recovery_action_group: { id: 'recovered', name: 'Recovered' },
  authorized_consumers: { alerts: { read: true, all: true }, apm: { read: true, all: true } },
  enabled_in_license: true,
  minimum_license_required: 'basic',
}));

export function ruleTypes() {
  const types = readRuleTypes(RULE_TYPES_ANSWER);
  if (!types) throw new Error('the rule types could not be read');
  return types;
}

/** A rule as Kibana keeps what it was sent, with the fields that it adds. */
function kept(id: string, body: RuleBody): FoundRule {
  return {
    id,
    name: body.name,
    tags: body.tags,
    ruleTypeId: body.rule_type_id,
    enabled: true,
    interval: body.schedule.interval,
    params: { ...body.params, groupBy: [], transactionName: null },
    actions: body.actions.map((action) => ({ ...action, uuid: `uuid-of-${action.group}` })),
    alertDelay: body.alert_delay?.active ?? 1,
    flapping: body.flapping ?? null,
    muted: false,
  };
}

/** What Kibana has after a plan was applied. */
export function applied(found: readonly FoundRule[], items: readonly PlanItem[]): readonly FoundRule[] {
  const rules = new Map(found.map((rule) => [rule.id, rule] as const));
  for (const item of items) {
    if (item.kind === 'create') rules.set(item.id, kept(item.id, item.body));
    if (item.kind === 'delete') rules.delete(item.id);
    if (item.kind !== 'update' && item.kind !== 'drift') continue;
    const there = rules.get(item.id);
    if (!there) throw new Error(`there is no rule ${item.id}`);
    const written = kept(item.id, { ...item.update, rule_type_id: there.ruleTypeId, consumer: 'apm', enabled: true });
    rules.set(item.id, { ...written, enabled: item.enable ? true : there.enabled });
  }
  return [...rules.values()];
}
