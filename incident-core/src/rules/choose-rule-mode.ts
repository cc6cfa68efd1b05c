import type { WantedRule } from '../model/wanted-rule.ts';
import { runsPerMinute, type RuleBudget } from './rule-budget.ts';

/** Which rules are asked for: one for each service, one for many, or whichever Kibana can bear. */
export const RULE_GROUPINGS = ['auto', 'single', 'grouped'] as const;
export type RuleGrouping = (typeof RULE_GROUPINGS)[number];

/** How rules are cut, why, and the arithmetic behind it. */
export interface RuleChoice {
  readonly mode: 'single' | 'grouped';
  readonly reason: RuleChoiceReason;
  readonly single: RuleLoad;
  readonly grouped: RuleLoad;
  readonly budget: RuleBudget;
  /** Whether even the chosen way runs more often than the budget allows: check less often, or add a Kibana. */
  readonly isOverBudget: boolean;
}

/** Why rules are cut so. `stays_grouped`: they would fit again, but only just, and changing back and forth forgets alerts. */
export const RULE_CHOICE_REASONS = ['asked_for', 'within_budget', 'over_budget', 'stays_grouped'] as const;
export type RuleChoiceReason = (typeof RULE_CHOICE_REASONS)[number];

/** How many rules there would be, and how many runs of them in a minute. */
export interface RuleLoad {
  readonly rules: number;
  readonly runsPerMinute: number;
}

// Grouped rules are cut up again only when the single ones leave a fifth of the budget free.
const SHARE_TO_RETURN = 0.8;

/** Single rules as long as Kibana can run them in time, for they are the plainer ones; else grouped ones. */
export function chooseRuleMode(given: {
  readonly single: readonly WantedRule[];
  readonly grouped: readonly WantedRule[];
  readonly grouping: RuleGrouping;
  readonly budget: RuleBudget;
  readonly groupedBefore: boolean | null;
}): RuleChoice {
  const { grouping, budget } = given;
  const [single, grouped] = [loadOf(given.single), loadOf(given.grouped)];
  const choice = (mode: RuleChoice['mode'], reason: RuleChoiceReason): RuleChoice => {
    const load = mode === 'single' ? single : grouped;
    return { mode, reason, single, grouped, budget, isOverBudget: load.runsPerMinute > budget.runsPerMinute };
  };
  if (grouping !== 'auto') return choice(grouping, 'asked_for');
  if (single.runsPerMinute > budget.runsPerMinute) return choice('grouped', 'over_budget');
  const isNear = single.runsPerMinute > budget.runsPerMinute * SHARE_TO_RETURN;
  return given.groupedBefore === true && isNear
    ? choice('grouped', 'stays_grouped')
    : choice('single', 'within_budget');
}

function loadOf(rules: readonly WantedRule[]): RuleLoad {
  return {
    rules: rules.length,
    runsPerMinute: runsPerMinute(rules.map(({ settings }) => settings.notify.check_every)),
  };
}
