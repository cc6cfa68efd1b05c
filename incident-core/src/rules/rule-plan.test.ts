import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DiscoveredService } from '../model/discovered-service.ts';
import type { TeamMapping } from '../model/team-mapping.ts';
import type { FoundRule } from './found-rule.ts';
import { planSetup, type SetupWish } from './plan-setup.ts';
import { isPlanEmpty, type PlanItem } from './rule-plan.ts';
import { readRuleTypes } from './rule-types.ts';
import {
  aLayer,
  applied,
  aService,
  RULE_TYPES_ANSWER,
  ruleTypes,
  someLayers,
  someMappings,
  someServices,
} from './rules.fixture.ts';

const MAPPINGS: readonly TeamMapping[] = [{ service: '*', team: 'Payments' }];
/** Only latency, so that a service has one rule. */
const LATENCY_ONLY = aLayer({
  overrides: { failed_transaction_rate: { enabled: false }, error_count: { enabled: false } },
});

function aWish(over: Partial<SetupWish> = {}): SetupWish {
  return {
    space: 'default',
    services: [aService('checkout')],
    mappings: MAPPINGS,
    layers: [LATENCY_ONLY],
    teams: ['Payments', 'Platform', 'Search'],
    rules: [],
    version: { major: 8, minor: 12 },
    ruleTypes: ruleTypes(),
    connectorId: 'connector-1',
    grouping: 'single',
    capacity: { scheduledPerMinute: null, instances: 1 },
    forgetSilent: false,
    isDiscoveryWhole: true,
    ...over,
  };
}

const items = (wish: SetupWish) => planSetup(wish).plan.items;
const kinds = (wish: SetupWish) => items(wish).map(({ kind }) => kind);
/** The rules of a Kibana to which a wish was applied. */
const after = (wish: SetupWish) => applied(wish.rules, items(wish));
const single = (rules: readonly FoundRule[]): FoundRule => {
  const [rule, ...others] = rules;
  if (!rule || others.length > 0) throw new Error(`${rules.length} rules`);
  return rule;
};
const somebodys: FoundRule = { ...single(after(aWish())), id: 'theirs', name: 'Theirs', tags: ['team:Payments'] };

describe('a rule', () => {
  test('that is wanted and not there is created, marked as ours', () => {
    const [item] = items(aWish());
    expect(item).toMatchObject({ kind: 'create', rule: { services: ['checkout'], kind: 'latency', team: 'Payments' } });
    expect(item?.kind === 'create' && item.body.tags).toEqual([
      'incidents-for-kibana',
      'team:Payments',
      'severity:error',
      expect.stringMatching(/^incidents-written:v1-[0-9a-f]{20}$/),
    ]);
  });

  test('that is as wanted is kept, whatever Kibana added to it', () => {
    expect(kinds(aWish({ rules: after(aWish()) }))).toEqual(['keep']);
  });

  test('whose wish changed is updated, the fields named', () => {
    const layers = [LATENCY_ONLY, aLayer({ service: 'checkout', overrides: { latency: { threshold_ms: 800 } } })];
    const [item] = items(aWish({ layers, rules: after(aWish()) }));
    expect(item).toMatchObject({
      kind: 'update',
      changes: [{ field: 'params.threshold', found: '1500', wanted: '800' }],
      enable: false,
    });
  });

  test.each<readonly [string, Partial<FoundRule>, string]>([
    ['threshold', { params: { ...single(after(aWish())).params, threshold: 9000 } }, 'params.threshold'],
    ['name', { name: 'Mine now' }, 'name'],
    ['interval', { interval: '1h' }, 'interval'],
    ['tags', { tags: [...single(after(aWish())).tags, 'hands-off'] }, 'tags'],
    ['actions', { actions: [] }, 'actions.recovered'],
    ['switch', { enabled: false }, 'enabled'],
    ['delay', { alertDelay: 5 }, 'alert_delay'],
    ['filter', { params: { ...single(after(aWish())).params, transactionName: 'GET /' } }, 'params.transactionName'],
  ])('whose %s was changed by hand has drifted, the field named', (_, change, field) => {
    const rules = [{ ...single(after(aWish())), ...change }];
    const [item] = items(aWish({ rules }));
    expect(item?.kind).toBe('drift');
    expect(item?.kind === 'drift' && item.changes.map((one) => one.field)).toContain(field);
    expect(kinds(aWish({ rules: applied(rules, items(aWish({ rules }))) }))).toEqual(['keep']);
  });

  test('that was changed by hand into what is wanted now is only signed again', () => {
    const layers = [LATENCY_ONLY, aLayer({ service: 'checkout', overrides: { latency: { threshold_ms: 800 } } })];
    const rule = single(after(aWish()));
    const [item] = items(aWish({ layers, rules: [{ ...rule, params: { ...rule.params, threshold: 800 } }] }));
    expect(item).toMatchObject({ kind: 'update', changes: [] });
  });

  test('written in another way of taking digests is no drift', () => {
    const rule = single(after(aWish()));
    const tags = rule.tags.map((tag) => tag.replace('incidents-written:v1-', 'incidents-written:v0-'));
    expect(kinds(aWish({ rules: [{ ...rule, tags, name: 'Old name' }] }))).toEqual(['update']);
  });

  test('that Kibana got a newer version for is kept', () => {
    const version = { major: 9, minor: 2 };
    expect(kinds(aWish({ version, rules: after(aWish()) }))).toEqual(['keep']);
  });

  test('that is muted is kept, and said to be so', () => {
    const rules = after(aWish()).map((rule) => ({ ...rule, muted: true }));
    expect(items(aWish({ rules }))).toMatchObject([{ kind: 'keep', muted: true }]);
  });

  test.each<readonly [string, Partial<SetupWish>, string]>([
    ['no team owns its service any more', { mappings: [] }, 'unmapped'],
    [
      'its kind is switched off',
      { layers: [LATENCY_ONLY, aLayer({ service: 'checkout', overrides: { latency: { enabled: false } } })] },
      'disabled',
    ],
    ['its service is forgotten', { services: [], forgetSilent: true }, 'not_wanted'],
  ])('of ours is deleted where %s, others are not', (_, change, reason) => {
    const rules = [...after(aWish()), somebodys];
    expect(items(aWish({ rules, ...change }))).toMatchObject([
      { kind: 'delete', reason, id: single(after(aWish())).id },
    ]);
  });

  test('of a service that fell silent stays as long as a mapping names its team', () => {
    const label = { name: 'labels.team', value: 'pay*' };
    const wish = aWish({
      services: [aService('checkout', 'production', { 'labels.team': ['payments'] })],
      mappings: [{ label, team: 'Payments' }],
    });
    expect(kinds({ ...wish, services: [], rules: after(wish) })).toEqual(['keep']);
    expect(kinds({ ...wish, services: [], rules: after(wish), mappings: [] })).toEqual(['delete']);
  });

  test('of a service that nobody could listen to stays, even where silent ones are forgotten', () => {
    const unheard = aWish({ services: [], rules: after(aWish()), forgetSilent: true, isDiscoveryWhole: false });
    expect(kinds(unheard)).toEqual(['keep']);
    expect(kinds({ ...unheard, mappings: [] })).toEqual(['delete']);
  });

  test('of a service whose label nobody could listen to stays as long as a mapping by label names its team', () => {
    const label = { name: 'labels.team', value: 'pay*' };
    const labels = { 'labels.team': ['payments'] };
    const wish = aWish({
      services: [aService('checkout', 'production', labels)],
      mappings: [{ label, team: 'Payments' }],
    });
    const services = [aService('checkout', 'production', { 'labels.owner': ['ada'] }), aService('new')];
    const unheard = { ...wish, services, rules: after(wish), isDiscoveryWhole: false };
    expect(kinds(unheard)).toEqual(['keep']);
    expect(kinds({ ...unheard, mappings: [{ label, team: 'Search' }] })).toEqual(['delete']);
    expect(kinds({ ...unheard, isDiscoveryWhole: true })).toEqual(['delete']);
  });

  test('of a silent service goes to the team that the mappings come to at once, not in steps', () => {
    const value = 'pay*';
    const mappings = [
      { environment: 'production', team: 'Payments' },
      { label: { name: 'labels.team', value }, team: 'Payments' },
      { label: { name: 'labels.team', value }, environment: 'production', team: 'Search' },
    ];
    const wish = aWish({
      services: [],
      mappings,
      rules: after(aWish({ mappings: [{ service: '*', team: 'Platform' }] })),
    });
    expect(items(wish)).toMatchObject([{ kind: 'update', rule: { team: 'Search' } }]);
    expect(kinds({ ...wish, rules: after(wish) })).toEqual(['keep']);
  });

  test('whose id belongs to a rule without our tag is blocked, and that one left alone', () => {
    const rules = after(aWish()).map((rule) => ({ ...rule, tags: [] }));
    const { plan } = planSetup(aWish({ rules }));
    expect(plan).toMatchObject({ items: [], blocked: [{ reason: 'not_ours' }], counts: { blocked: 1, create: 0 } });
  });

  test('whose type the licence no longer has is blocked, and the one that is there is not deleted', () => {
    const answer = RULE_TYPES_ANSWER.map((type) => ({
      ...type,
      enabled_in_license: false,
      minimum_license_required: 'gold',
    }));
    const types = readRuleTypes(answer) ?? ruleTypes();
    const { plan } = planSetup(aWish({ rules: after(aWish()), ruleTypes: types }));
    expect(plan).toMatchObject({ items: [], blocked: [{ reason: 'licence', needs: 'gold' }] });
  });
});

describe('grouped rules', () => {
  const services = ['a', 'b', 'c'].map((name) => aService(name));
  const grouped = aWish({ services, grouping: 'grouped' });

  test('join the services of one team, environment and kind whose thresholds are equal', () => {
    const layers = [LATENCY_ONLY, aLayer({ service: 'c', overrides: { latency: { threshold_ms: 1 } } })];
    const all = items({ ...grouped, services: [...services, aService('a', 'staging')], layers });
    const joined = all.map((item) =>
      item.kind === 'create' ? [item.rule.services.join(), item.rule.environment] : [],
    );
    expect(joined.sort()).toEqual([
      ['a,b', 'production'],
      ['a', 'staging'],
      ['c', 'production'],
    ]);
  });

  test('differ in nothing that is not about their kind', () => {
    const layers = [LATENCY_ONLY, aLayer({ service: 'c', overrides: { anomaly: { threshold_score: 'major' } } })];
    expect(items({ ...grouped, layers })).toHaveLength(1);
  });

  test('never join anomalies, which take no query', () => {
    const layers = [
      LATENCY_ONLY,
      aLayer({ environment: 'production', overrides: { latency: { enabled: false }, anomaly: { enabled: true } } }),
    ];
    expect(items({ ...grouped, layers }).map((item) => item.kind === 'create' && item.rule.services.length)).toEqual([
      1, 1, 1,
    ]);
  });

  test('take in a new service by an update, and give up one likewise', () => {
    const more = { ...grouped, services: [...services, aService('d')], rules: after(grouped) };
    const changed = items(more);
    // The rule that it is named after may be the new one: then that is another rule, and the old one is covered.
    expect(changed.map(({ kind }) => kind).join()).toMatch(/^(update|create,delete)$/);
    expect(kinds({ ...grouped, rules: applied(more.rules, changed), forgetSilent: true }).join()).toMatch(
      /^(update|create,delete)$/,
    );
  });

  test('take the place of single ones, which go as covered', () => {
    const apart = { ...grouped, grouping: 'single' as const };
    const plan = items({ ...grouped, rules: after(apart) });
    expect(plan.map((item) => (item.kind === 'delete' ? item.reason : item.kind))).toEqual([
      'update',
      'covered',
      'covered',
    ]);
    expect(kinds({ ...apart, rules: after(grouped) })).toEqual(['create', 'create', 'update']);
  });

  test('hold 200 services at most', () => {
    const many = Array.from({ length: 900 }, (_, at) => aService(`service-${at}`));
    const sizes = items({ ...grouped, services: many }).map((item) =>
      item.kind === 'create' ? item.rule.services.length : 0,
    );
    expect(Math.max(...sizes)).toBeLessThanOrEqual(200);
    expect(sizes.reduce((a, b) => a + b)).toBe(900);
  });
});

describe('how rules are cut', () => {
  const services = (count: number) => Array.from({ length: count }, (_, at) => aService(`service-${at}`));
  const auto = (count: number, over: Partial<SetupWish> = {}) =>
    planSetup(aWish({ services: services(count), grouping: 'auto', ...over })).choice;

  test('is one by one as long as Kibana gets through them', () => {
    expect(auto(200)).toMatchObject({
      mode: 'single',
      reason: 'within_budget',
      single: { rules: 200, runsPerMinute: 200 },
      budget: { runsPerMinute: 200, limit: 'task_capacity', taken: 0 },
      isOverBudget: false,
    });
  });

  test('is in groups beyond that, with the arithmetic', () => {
    expect(auto(201)).toMatchObject({
      mode: 'grouped',
      reason: 'over_budget',
      single: { runsPerMinute: 201 },
      grouped: { rules: 2 },
    });
  });

  test.each<readonly [string, Partial<SetupWish>, number]>([
    ['two Kibanas get through twice as many', { capacity: { scheduledPerMinute: null, instances: 2 } }, 400],
    ['Kibana may allow fewer', { capacity: { scheduledPerMinute: 50, instances: 2 } }, 50],
    [
      "others' rules take their share",
      {
        rules: [
          { ...somebodys, interval: '30s' },
          { ...somebodys, id: 'x', interval: '5m', enabled: false },
        ],
      },
      198,
    ],
  ])('heeds what there is room for: %s', (_, over, runsPerMinute) => {
    expect(auto(1, over).budget.runsPerMinute).toBe(runsPerMinute);
  });

  test('stays in groups until there is room to spare', () => {
    const rules = after(aWish({ services: services(300), grouping: 'grouped' }));
    expect(auto(190, { rules, forgetSilent: true })).toMatchObject({ mode: 'grouped', reason: 'stays_grouped' });
    expect(auto(150, { rules, forgetSilent: true })).toMatchObject({ mode: 'single', reason: 'within_budget' });
  });

  test('is as asked for, and says when that is too much', () => {
    const wish = aWish({ services: services(300), grouping: 'single' });
    expect(planSetup(wish).choice).toMatchObject({ mode: 'single', reason: 'asked_for', isOverBudget: true });
  });
});

describe('a plan', () => {
  /** A wish, and a Kibana that another wish was applied to, in which some rules are others' and some were changed by hand. */
  const situations = fc
    .record({
      before: fc.tuple(someServices, someMappings, someLayers, fc.constantFrom('single' as const, 'grouped' as const)),
      now: fc.tuple(
        someServices,
        someMappings,
        someLayers,
        fc.constantFrom('single' as const, 'grouped' as const, 'auto' as const),
      ),
      touched: fc.array(fc.tuple(fc.nat(), fc.constantFrom('name', 'enabled', 'tags', 'untagged')), { maxLength: 4 }),
      forgetSilent: fc.boolean(),
      isDiscoveryWhole: fc.boolean(),
    })
    .map(({ before, now, touched, forgetSilent, isDiscoveryWhole }) => {
      const wish = ([services, mappings, layers, grouping]: readonly [
        readonly DiscoveredService[],
        readonly TeamMapping[],
        SetupWish['layers'],
        SetupWish['grouping'],
      ]) => aWish({ services, mappings, layers, grouping, forgetSilent, isDiscoveryWhole });
      const there = [...after(wish(before)), somebodys];
      const rules = there.map((rule, at) => {
        const change = touched.find(([index]) => index % there.length === at)?.[1];
        if (change === 'name') return { ...rule, name: 'By hand' };
        if (change === 'enabled') return { ...rule, enabled: false };
        if (change === 'tags') return { ...rule, tags: [...rule.tags, 'by-hand'] };
        return change === 'untagged' ? { ...rule, tags: [] } : rule;
      });
      return { ...wish(now), rules };
    });
  const named = (item: PlanItem) => item.id;

  test('applied, and made again, is empty', () => {
    fc.assert(
      fc.property(situations, (wish) => {
        const { plan } = planSetup({ ...wish, rules: applied(wish.rules, items(wish)) });
        expect(plan.items.filter(({ kind }) => kind !== 'keep')).toEqual([]);
        expect(isPlanEmpty(plan)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('never names a rule without our tag', () => {
    fc.assert(
      fc.property(situations, (wish) => {
        const others = new Set(
          wish.rules.filter(({ tags }) => !tags.includes('incidents-for-kibana')).map(({ id }) => id),
        );
        expect(
          items(wish)
            .map(named)
            .filter((id) => others.has(id)),
        ).toEqual([]);
        const left = applied(wish.rules, items(wish));
        for (const rule of wish.rules) if (others.has(rule.id)) expect(left).toContain(rule);
      }),
      { numRuns: 200 },
    );
  });

  test('of the same things is the same, whatever their order', () => {
    const reversed = (wish: SetupWish): SetupWish => ({
      ...wish,
      services: [...wish.services].reverse(),
      mappings: [...wish.mappings].reverse(),
      layers: [...wish.layers].reverse(),
      rules: [...wish.rules].reverse(),
    });
    fc.assert(
      fc.property(situations, (wish) => {
        expect(planSetup(reversed(wish))).toEqual(planSetup(wish));
      }),
    );
  });

  test('names each rule once, and watches each service that has a team for each kind that is on', () => {
    fc.assert(
      fc.property(situations, (wish) => {
        const { wanted, services, leftOut } = planSetup(wish);
        const watched = wanted.flatMap(({ rule }) =>
          rule.services.map((name) => JSON.stringify([name, rule.environment, rule.kind])),
        );
        expect(new Set(watched).size).toBe(watched.length);
        const off = leftOut.map(({ kind }) => (kind === null ? 4 : 1)).reduce((a, b) => a + b, 0);
        expect(watched.length + off).toBe(services.length * 4);
      }),
    );
  });
});
