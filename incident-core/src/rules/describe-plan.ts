import type { RuleKind } from '../model/rule-kind.ts';
import type { WantedRule } from '../model/wanted-rule.ts';
import type { FieldChange } from './rule-content.ts';
import type { SetupPlan } from './plan-setup.ts';
import type { PlanItem } from './rule-plan.ts';
import { ruleNameOf } from './rule-body.ts';

/** A plan as `rulePlanAnswerSchema` describes it: what programs read of it, without the bodies. */
export function describePlan({ plan, choice, unmapped }: SetupPlan): PlanDescription {
  const blocked = plan.blocked.map(({ rule, reason, needs }) => ({ ...ofRule('blocked', rule), reason, needs }));
  return {
    counts: { ...plan.counts },
    items: [...plan.items.flatMap(describeItem), ...blocked],
    choice: {
      mode: choice.mode,
      reason: choice.reason,
      single: loadOf(choice.single),
      grouped: loadOf(choice.grouped),
      budget: { runs_per_minute: choice.budget.runsPerMinute, limit: choice.budget.limit, taken: choice.budget.taken },
      over_budget: choice.isOverBudget,
    },
    unmapped: unmapped.map(({ service: { name, environment }, suggestion }) => ({
      name,
      environment,
      suggestion: suggestion && { team: suggestion.team, reason: suggestion.reason, clue: suggestion.clue },
    })),
  };
}

/** A plan as programs read it, in the names of the API. */
export interface PlanDescription {
  readonly counts: SetupPlan['plan']['counts'];
  readonly items: readonly ItemDescription[];
  readonly choice: {
    readonly mode: 'single' | 'grouped';
    readonly reason: string;
    readonly single: LoadDescription;
    readonly grouped: LoadDescription;
    readonly budget: { readonly runs_per_minute: number; readonly limit: string; readonly taken: number };
    readonly over_budget: boolean;
  };
  readonly unmapped: readonly {
    readonly name: string;
    readonly environment: string | null;
    readonly suggestion: { readonly team: string; readonly reason: string; readonly clue: string } | null;
  }[];
}

/** How many rules, and how many runs of them a minute. */
export interface LoadDescription {
  readonly rules: number;
  readonly runs_per_minute: number;
}

/** What is done about one rule, or why nothing can be. */
export interface ItemDescription {
  readonly action: Exclude<PlanItem['kind'], 'keep'> | 'blocked';
  readonly rule_id: string;
  readonly name: string;
  readonly kind: RuleKind | null;
  readonly environment: string | null;
  readonly services: readonly string[];
  readonly team: string | null;
  readonly reason: string | null;
  readonly needs: string | null;
  readonly changes: readonly FieldChange[];
}

function describeItem(item: PlanItem): readonly ItemDescription[] {
  switch (item.kind) {
    case 'keep':
      return [];
    case 'delete': {
      const nothing = { kind: null, environment: null, services: [], team: null, needs: null, changes: [] };
      return [{ action: 'delete', rule_id: item.id, name: item.name, reason: item.reason, ...nothing }];
    }
    case 'create':
      return [ofRule('create', item.rule)];
    case 'update':
    case 'drift':
      return [{ ...ofRule(item.kind, item.rule), changes: item.changes }];
  }
}

function ofRule(action: ItemDescription['action'], rule: WantedRule): ItemDescription {
  const { id, kind, environment, services, team } = rule;
  const nothing = { reason: null, needs: null, changes: [] };
  return { action, rule_id: id, name: ruleNameOf(rule), kind, environment, services, team, ...nothing };
}

function loadOf({ rules, runsPerMinute }: { readonly rules: number; readonly runsPerMinute: number }): LoadDescription {
  return { rules, runs_per_minute: runsPerMinute };
}
