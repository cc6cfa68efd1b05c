import type { ServicePlace } from '../model/discovered-service.ts';
import { RULE_KINDS, type RuleKind } from '../model/rule-kind.ts';
import type { FinalThresholds } from '../model/final-thresholds.ts';
import type { ThresholdSettings } from '../model/thresholds.ts';
import type { WantedRule } from '../model/wanted-rule.ts';
import { chooseRuleMode, type RuleChoice, type RuleGrouping } from './choose-rule-mode.ts';
import { settingsOf } from './final-thresholds.ts';
import { groupRules } from './group-rules.ts';
import { comparePlaces, compareText } from './pattern-order.ts';
import type { PlannedService } from './plan-services.ts';
import type { RuleBudget } from './rule-budget.ts';
import { uuidOf } from './uuid.ts';

/** What is wanted: the rules, how they were cut and why, and what gets none. */
export interface WantedRules {
  readonly rules: readonly WantedRule[];
  readonly choice: RuleChoice;
  readonly leftOut: readonly LeftOut[];
}

/** A service that gets no rule of a kind, or of any (null), and why. */
export interface LeftOut extends ServicePlace {
  readonly kind: RuleKind | null;
  readonly reason: LeftOutReason;
}

/** Why a service gets no rule: no team owns it, or the thresholds switch the kind off. */
export const LEFT_OUT_REASONS = ['unmapped', 'disabled'] as const;
export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number];

/** What the wish is made from. The order of none of the lists matters. */
export interface RuleWish {
  /** The id of Kibana's space: rules of two spaces are never one. */
  readonly space: string;
  readonly services: readonly PlannedService[];
  readonly grouping: RuleGrouping;
  readonly budget: RuleBudget;
  /** Whether the rules that there are now are grouped; null where there are none. */
  readonly groupedBefore: boolean | null;
}

/** One rule for each service, environment and kind that the thresholds switch on, joined where there would be too many. */
export function toWantedRules(wish: RuleWish): WantedRules {
  const single: WantedRule[] = [];
  const leftOut: LeftOut[] = [];
  // Services with the same thresholds share them.
  const bare = new Map<FinalThresholds, ThresholdSettings>();
  for (const { service, team, thresholds } of [...wish.services].sort((a, b) => comparePlaces(a.service, b.service))) {
    const { name, environment } = service;
    if (team.kind === 'unmapped') {
      leftOut.push({ name, environment, kind: null, reason: 'unmapped' });
      continue;
    }
    const settings = bare.get(thresholds) ?? settingsOf(thresholds);
    bare.set(thresholds, settings);
    for (const kind of RULE_KINDS) {
      if (!settings[kind].enabled) {
        leftOut.push({ name, environment, kind, reason: 'disabled' });
        continue;
      }
      const id = ruleId(wish.space, environment, kind, name);
      single.push({ id, kind, environment, services: [name], team: team.team, settings });
    }
  }
  const grouped = groupRules(single);
  const choice = chooseRuleMode({ single, grouped, ...wish });
  const rules = choice.mode === 'single' ? single : grouped;
  return { rules: [...rules].sort((a, b) => compareText(a.id, b.id)), choice, leftOut };
}

/** The id of a rule, always the same for the same names. */
function ruleId(space: string, environment: string | null, kind: RuleKind, service: string): string {
  return uuidOf(`rule:${JSON.stringify([space, environment, kind, service])}`);
}
