import type { Alert } from './alert.ts';
import type { Matchers } from './matchers.ts';

/** The tag of the rules that we make: without further words their alerts are pulled. */
export const OWN_RULE_TAG = 'incidents-for-kibana';
/** What is active for less may still arrive by push. */
export const OPENS_AFTER_SECONDS = 2 * 60;

/** For which rules a pull may open incidents: any of the three is enough. */
export interface PullScope {
  /** The rule carries one of these tags, in any case. */
  readonly tags: readonly string[];
  /** The rule has an action of one of these connectors. */
  readonly connectorIds: readonly string[];
  /** The alert matches; null for no filter. */
  readonly filter: Matchers | null;
}

/** What Kibana says of a rule, and its alert documents do not. */
export interface PulledRule {
  readonly connectorIds: readonly string[];
  /** All of its alerts are muted. */
  readonly muted: boolean;
  /** The instance ids of those that are muted alone. */
  readonly mutedAlertIds: readonly string[];
  readonly snoozed: boolean;
}

/**
 * What is known of a rule: as Kibana says; `gone`, it is deleted; `unasked`, there is no Kibana to ask; `unknown`, it could
 * not be asked in time.
 */
export type RuleKnowledge =
  { readonly kind: 'known'; readonly rule: PulledRule } | { readonly kind: 'gone' | 'unasked' | 'unknown' };

/** An alert as Elasticsearch holds it, one document for each episode, changed in place. */
export interface PulledAlert {
  /** For an untracked one as it was when it was last active. */
  readonly alert: Alert;
  /** `untracked`: Kibana no longer looks, for the rule was disabled or deleted. It says neither active nor recovered. */
  readonly tracking: 'active' | 'recovered' | 'untracked';
  readonly startedAt: Date;
  readonly muted: boolean;
  readonly inMaintenance: boolean;
}

/** Why a pulled alert opens nothing. The last two may be otherwise in a moment. */
export const PULL_REFUSALS = [
  'maintenance_window',
  'muted',
  'snoozed',
  'not_connected',
  'too_young',
  'rule_unknown',
] as const;
export type PullRefusal = (typeof PULL_REFUSALS)[number];

/** Whether a pulled alert may open an incident, or open one again. */
export type PullPermit =
  { readonly kind: 'granted' } | { readonly kind: 'refused' | 'waiting'; readonly reason: PullRefusal };
