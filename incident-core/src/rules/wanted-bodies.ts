import type { WantedRule } from '../model/wanted-rule.ts';
import type { KibanaVersion } from './kibana-version.ts';
import { toRuleBody, unsupportedOf, type RuleBody, type UnsupportedSetting } from './rule-body.ts';
import type { RuleTypeRefusal, RuleTypes } from './rule-types.ts';

/** Wanted rules as Kibana takes them, and those that it will not. */
export interface WantedBodies {
  readonly wanted: readonly WantedBody[];
  readonly unusable: readonly UnusableRule[];
}

/** A wanted rule with what would be sent for it. */
export interface WantedBody {
  readonly rule: WantedRule;
  readonly body: RuleBody;
  /** What the body goes without, for its Kibana is too old. */
  readonly unsupported: readonly UnsupportedSetting[];
}

/** A rule that there cannot be, and why. What Kibana has of it stays as it is. */
export interface UnusableRule {
  readonly rule: WantedRule;
  readonly reason: RuleTypeRefusal;
  /** The licence or privilege that it takes. */
  readonly needs: string | null;
}

/** What to send for each wanted rule. `connectorId` is null where alerts are pulled. */
export function toWantedBodies(
  rules: readonly WantedRule[],
  context: { readonly version: KibanaVersion; readonly ruleTypes: RuleTypes; readonly connectorId: string | null },
): WantedBodies {
  const wanted: WantedBody[] = [];
  const unusable: UnusableRule[] = [];
  for (const rule of rules) {
    const ruleType = context.ruleTypes[rule.kind];
    if (ruleType.kind === 'unusable') unusable.push({ rule, reason: ruleType.reason, needs: ruleType.needs });
    else {
      const unsupported = unsupportedOf(rule, context.version);
      wanted.push({ rule, body: toRuleBody(rule, { ...context, ruleType }), unsupported });
    }
  }
  return { wanted, unusable };
}
