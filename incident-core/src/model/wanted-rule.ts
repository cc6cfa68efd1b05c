import type { RuleKind } from './rule-kind.ts';
import type { ThresholdSettings } from './thresholds.ts';

/** A rule that Kibana should have: one kind, for one service in an environment, or for several of one team alike. */
export interface WantedRule {
  /** Follows from space, environment, kind and the service that the rule is named after. */
  readonly id: string;
  readonly kind: RuleKind;
  readonly environment: string | null;
  /** Sorted; one, unless the rule is grouped. */
  readonly services: readonly string[];
  readonly team: string;
  /** Those of its kind and of `notify` count, and are equal for all its services. */
  readonly settings: ThresholdSettings;
}
