import type { DiscoveredService } from '../model/discovered-service.ts';
import type { TeamMapping } from '../model/team-mapping.ts';
import type { ThresholdLayer } from '../model/thresholds.ts';
import type { RuleChoice, RuleGrouping } from './choose-rule-mode.ts';
import { servicesOfRule, type FoundRule } from './found-rule.ts';
import type { KibanaVersion } from './kibana-version.ts';
import { planServices, type PlannedService } from './plan-services.ts';
import { runsPerMinute, toRuleBudget, type KibanaCapacity } from './rule-budget.ts';
import { planRules, type RulePlan } from './rule-plan.ts';
import { isOurs } from './rule-tags.ts';
import type { RuleTypes } from './rule-types.ts';
import { withSilentServices, withUnheardLabels } from './silent-services.ts';
import { listUnmapped, type UnmappedService } from './suggest-teams.ts';
import { toWantedBodies, type WantedBody } from './wanted-bodies.ts';
import { toWantedRules, type LeftOut } from './wanted-rules.ts';

/** All that the setup of one space of Kibana is planned from. The order of none of the lists matters. */
export interface SetupWish {
  readonly space: string;
  readonly services: readonly DiscoveredService[];
  readonly mappings: readonly TeamMapping[];
  readonly layers: readonly ThresholdLayer[];
  /** The names of the teams that there are. */
  readonly teams: readonly string[];
  /** All rules of the space; those without our tag are only counted, and looked at for suggestions. */
  readonly rules: readonly FoundRule[];
  readonly version: KibanaVersion;
  readonly ruleTypes: RuleTypes;
  /** To post by; null where alerts are pulled. */
  readonly connectorId: string | null;
  readonly grouping: RuleGrouping;
  readonly capacity: Omit<KibanaCapacity, 'taken'>;
  /** Whether a service that is not heard of any more loses its rules; else they stay while a mapping names it. */
  readonly forgetSilent: boolean;
  /** Whether Elasticsearch was heard in full. Else a service or a label that is missing may only not have been heard. */
  readonly isDiscoveryWhole: boolean;
}

/** What the setup comes to. */
export interface SetupPlan {
  readonly services: readonly PlannedService[];
  readonly unmapped: readonly UnmappedService[];
  readonly choice: RuleChoice;
  readonly wanted: readonly WantedBody[];
  readonly leftOut: readonly LeftOut[];
  readonly plan: RulePlan;
}

/** From services, mappings and thresholds to what is to be done in Kibana. Changes nothing. */
export function planSetup(wish: SetupWish): SetupPlan {
  const { mappings, rules, teams } = wish;
  const { isDiscoveryWhole: isWhole } = wish;
  const heard = isWhole ? wish.services : withUnheardLabels(wish.services, rules, mappings);
  const services = wish.forgetSilent && isWhole ? heard : withSilentServices(heard, rules, mappings);
  const ours = rules.filter(isOurs);
  const taken = runsPerMinute(rules.flatMap((rule) => (isOurs(rule) || !rule.enabled ? [] : [rule.interval])));
  const planned = planServices(services, wish);
  const wanted = toWantedRules({
    space: wish.space,
    services: planned,
    grouping: wish.grouping,
    budget: toRuleBudget({ ...wish.capacity, taken }),
    groupedBefore: ours.length === 0 ? null : ours.some((rule) => servicesOfRule(rule).length > 1),
  });
  const { choice, leftOut } = wanted;
  const bodies = toWantedBodies(wanted.rules, wish);
  const clues = rules.map((rule) => ({ services: servicesOfRule(rule), tags: rule.tags }));
  return {
    services: planned,
    unmapped: listUnmapped(planned, { teams, rules: clues }),
    choice,
    wanted: bodies.wanted,
    leftOut,
    plan: planRules({ ...bodies, found: rules, leftOut }),
  };
}
