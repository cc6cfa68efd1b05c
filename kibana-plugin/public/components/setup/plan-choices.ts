import type { RuleGrouping } from 'incident-core';

/** What is chosen about the plan. */
export interface PlanChoices {
  readonly grouping: RuleGrouping;
  readonly instances: number;
  /** Rules changed by hand that are to be written over. */
  readonly takeOver: ReadonlySet<string>;
  readonly withDeletions: boolean;
}
