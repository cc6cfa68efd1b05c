import { z } from 'zod';
import { ruleKindSchema } from '../model/rule-kind.ts';

const loadSchema = z.strictObject({ rules: z.int(), runs_per_minute: z.number() });
const placeShape = {
  name: z.string(),
  environment: z.string().nullable(),
};

/** The plan of rules as programs read it: `npm run setup -- plan --json`, and the review in Kibana. */
export const rulePlanAnswerSchema = z
  .strictObject({
    counts: z.strictObject({
      create: z.int(),
      update: z.int(),
      drift: z.int(),
      keep: z.int(),
      delete: z.int(),
      blocked: z.int(),
    }),
    /** In the order in which they are done; what is kept is counted only. */
    items: z.array(
      z.strictObject({
        action: z.enum(['create', 'update', 'drift', 'delete', 'blocked']),
        rule_id: z.string(),
        name: z.string(),
        /** Null for a rule that is deleted. */
        kind: ruleKindSchema.nullable(),
        environment: z.string().nullable(),
        services: z.array(z.string()),
        team: z.string().nullable(),
        /** Why it is deleted or blocked. */
        reason: z.string().nullable(),
        /** The licence or privilege that a blocked one takes. */
        needs: z.string().nullable(),
        /** Where found and wanted differ, as JSON texts. */
        changes: z.array(
          z.strictObject({ field: z.string(), found: z.string().nullable(), wanted: z.string().nullable() }),
        ),
      }),
    ),
    /** How rules are cut, and why. */
    choice: z.strictObject({
      mode: z.enum(['single', 'grouped']),
      reason: z.string(),
      single: loadSchema,
      grouped: loadSchema,
      budget: z.strictObject({ runs_per_minute: z.number(), limit: z.string(), taken: z.number() }),
      over_budget: z.boolean(),
    }),
    /** Services without a team, which get no rules. */
    unmapped: z.array(
      z.strictObject({
        ...placeShape,
        suggestion: z.strictObject({ team: z.string(), reason: z.string(), clue: z.string() }).nullable(),
      }),
    ),
  })
  .meta({ id: 'RulePlan' });
export type RulePlanAnswer = z.infer<typeof rulePlanAnswerSchema>;
