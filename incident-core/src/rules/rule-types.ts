import { z } from 'zod';
import { RULE_KINDS, type RuleKind } from '../model/rule-kind.ts';
import { compareText } from './pattern-order.ts';

/** Kibana's rule type for each kind. */
export const RULE_TYPE_IDS: Readonly<Record<RuleKind, string>> = {
  latency: 'apm.transaction_duration',
  failed_transaction_rate: 'apm.transaction_error_rate',
  error_count: 'apm.error_rate',
  anomaly: 'apm.anomaly',
};

/** Whether the caller can have rules of a kind, and with what. */
export type RuleTypeDecision =
  | {
      readonly kind: 'usable';
      readonly ruleTypeId: string;
      /** The feature that the rule belongs to, in which the caller may create it. */
      readonly consumer: string;
      /** The groups in which an alert is active. */
      readonly actionGroups: readonly string[];
      readonly recoveryGroup: string;
    }
  | {
      readonly kind: 'unusable';
      readonly ruleTypeId: string;
      readonly reason: RuleTypeRefusal;
      /** The licence or the privilege that it takes, where one is missing. */
      readonly needs: string | null;
    };

/** Why there can be no rules of a kind: Kibana has no such type, the licence does not reach, or the caller may not. */
export const RULE_TYPE_REFUSALS = ['no_such_type', 'licence', 'privilege'] as const;
export type RuleTypeRefusal = (typeof RULE_TYPE_REFUSALS)[number];

/** What was decided for each kind. */
export type RuleTypes = Readonly<Record<RuleKind, RuleTypeDecision>>;

const groupSchema = z.looseObject({ id: z.string() });
const ruleTypeSchema = z.looseObject({
  id: z.string(),
  action_groups: z.array(groupSchema),
  recovery_action_group: groupSchema,
  enabled_in_license: z.boolean(),
  minimum_license_required: z.string().optional(),
  authorized_consumers: z.record(z.string(), z.looseObject({ all: z.boolean() })).optional(),
});
const answerSchema = z.array(z.looseObject({ id: z.string() }));

/** Reads the answer to `GET /api/alerting/rule_types`; null when it is none. */
export function readRuleTypes(answer: unknown): RuleTypes | null {
  const parsed = answerSchema.safeParse(answer);
  if (!parsed.success) return null;
  const types = parsed.data.flatMap((type) => {
    const one = ruleTypeSchema.safeParse(type);
    return one.success ? [one.data] : [];
  });
  const decided = RULE_KINDS.map((kind) => {
    const ruleTypeId = RULE_TYPE_IDS[kind];
    return [
      kind,
      decideRuleType(
        ruleTypeId,
        types.find(({ id }) => id === ruleTypeId),
      ),
    ] as const;
  });
  return Object.fromEntries(decided) as unknown as RuleTypes;
}

function decideRuleType(ruleTypeId: string, type: z.infer<typeof ruleTypeSchema> | undefined): RuleTypeDecision {
  const refuse = (reason: RuleTypeRefusal, needs: string | null): RuleTypeDecision => {
    return { kind: 'unusable', ruleTypeId, reason, needs };
  };
  if (!type) return refuse('no_such_type', null);
  if (!type.enabled_in_license) return refuse('licence', type.minimum_license_required ?? null);
  const consumer = consumerOf(type.authorized_consumers ?? {});
  if (consumer === null) return refuse('privilege', 'feature_apm.all');
  const recoveryGroup = type.recovery_action_group.id;
  const actionGroups = type.action_groups.map(({ id }) => id).filter((id) => id !== recoveryGroup);
  return { kind: 'usable', ruleTypeId, consumer, actionGroups, recoveryGroup };
}

/** APM's own feature where the caller may; else another, but none that Kibana only keeps for old rules. */
function consumerOf(consumers: Readonly<Record<string, { readonly all: boolean }>>): string | null {
  const allowed = Object.entries(consumers).flatMap(([name, { all }]) => (all ? [name] : []));
  if (allowed.includes('apm')) return 'apm';
  return allowed.filter((name) => name !== 'alerts' && name !== 'discover').sort(compareText)[0] ?? null;
}
