import { z } from 'zod';
import type { Json, JsonObject } from '../model/alert.ts';
import { RULE_KINDS, type RuleKind } from '../model/rule-kind.ts';
import { isObject } from './is-object.ts';
import { servicesInQuery } from './kql.ts';
import { RULE_TYPE_IDS } from './rule-types.ts';

/** A rule as Kibana has it, whoever made it. */
export interface FoundRule {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly ruleTypeId: string;
  readonly enabled: boolean;
  /** How often it is checked, as `1m`. */
  readonly interval: string;
  readonly params: JsonObject;
  readonly actions: readonly FoundAction[];
  /** Checks in a row before it counts; 1 where Kibana says nothing. */
  readonly alertDelay: number;
  readonly flapping: Json;
  /** Whether it keeps silent altogether. */
  readonly muted: boolean;
}

/** One action of a found rule. */
export interface FoundAction {
  readonly id: string;
  readonly group: string;
  readonly uuid: string | null;
  readonly params: JsonObject;
  readonly frequency: JsonObject | null;
}

/** A page of rules, or what could not be read as one. */
export type RulesPage =
  | { readonly kind: 'page'; readonly total: number; readonly rules: readonly FoundRule[] }
  | { readonly kind: 'unreadable'; readonly path: string; readonly expected: string };

const json = z.record(z.string(), z.unknown());
const foundRuleSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  tags: z.array(z.string()).default([]),
  rule_type_id: z.string(),
  enabled: z.boolean(),
  schedule: z.looseObject({ interval: z.string() }),
  params: json.default({}),
  actions: z
    .array(
      z.looseObject({
        id: z.string(),
        group: z.string().nullish(),
        uuid: z.string().nullish(),
        params: json.default({}),
        frequency: json.nullish(),
      }),
    )
    .default([]),
  alert_delay: z.looseObject({ active: z.number() }).nullish(),
  flapping: json.nullish(),
  mute_all: z.boolean().default(false),
});
const pageSchema = z.looseObject({ total: z.number(), data: z.array(foundRuleSchema) });

/** Reads the answer to `GET /api/alerting/rules/_find`. */
export function readRulesPage(answer: unknown): RulesPage {
  const parsed = pageSchema.safeParse(answer);
  if (parsed.success) return { kind: 'page', total: parsed.data.total, rules: parsed.data.data.map(toFoundRule) };
  const [issue] = parsed.error.issues;
  return {
    kind: 'unreadable',
    path: `$.${issue?.path.join('.') ?? ''}`,
    expected: issue?.message ?? 'a list of rules',
  };
}

/** Reads one rule, as `GET /api/alerting/rule/{id}` answers; null for what is none. */
export function readRule(answer: unknown): FoundRule | null {
  const parsed = foundRuleSchema.safeParse(answer);
  return parsed.success ? toFoundRule(parsed.data) : null;
}

function toFoundRule(rule: z.infer<typeof foundRuleSchema>): FoundRule {
  return {
    id: rule.id,
    name: rule.name,
    tags: rule.tags,
    ruleTypeId: rule.rule_type_id,
    enabled: rule.enabled,
    interval: rule.schedule.interval,
    params: rule.params as JsonObject,
    actions: rule.actions.map(({ id, group, uuid, params, frequency }) => ({
      id,
      group: group ?? '',
      uuid: uuid ?? null,
      params: params as JsonObject,
      frequency: (frequency ?? null) as JsonObject | null,
    })),
    alertDelay: rule.alert_delay?.active ?? 1,
    flapping: (rule.flapping ?? null) as Json,
    muted: rule.mute_all,
  };
}

/** The kind of a rule; null for rule types that we make none of. */
export function kindOfRule({ ruleTypeId }: Pick<FoundRule, 'ruleTypeId'>): RuleKind | null {
  return RULE_KINDS.find((kind) => RULE_TYPE_IDS[kind] === ruleTypeId) ?? null;
}

/** The services that a rule names: its only one, or those of a query of ours. */
export function servicesOfRule({ params }: Pick<FoundRule, 'params'>): readonly string[] {
  const query = isObject(params['searchConfiguration']) ? params['searchConfiguration']['query'] : undefined;
  const text = isObject(query) ? query['query'] : undefined;
  if (typeof text === 'string' && text !== '') return servicesInQuery(text);
  return typeof params['serviceName'] === 'string' && params['serviceName'] !== '' ? [params['serviceName']] : [];
}
