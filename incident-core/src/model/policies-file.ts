import { z } from 'zod';
import { thingNameSchema } from './config-names.ts';
import { matchersSchema, weekHoursSchema } from './matchers.ts';

const LONGEST_SECONDS = 30 * 86_400;
const { timeZone, ...hours } = weekHoursSchema.shape;

/** Who or what a step tells, by the name that the backend knows: of a responder, the user name. */
export const namedTargetTypes = ['user', 'team', 'schedule', 'webhook', 'slack_channel'] as const;
export type NamedTargetType = (typeof namedTargetTypes)[number];

const stepSchema = z.strictObject({
  delay_seconds: z.int().min(0).max(LONGEST_SECONDS).default(0).describe('Seconds to wait before this step.'),
  timeout_seconds: z.int().min(1).max(LONGEST_SECONDS).describe("Seconds until the next step's turn comes."),
  targets: z
    .array(
      z.strictObject({
        type: z.enum(namedTargetTypes).describe('What is told.'),
        name: thingNameSchema.describe('Its name; of a responder the user name.'),
      }),
    )
    .min(1)
    .max(100)
    .describe('Who or what is told.'),
});

/** An escalation policy that names teams and people instead of their ids. */
export const namedPolicySchema = z.strictObject({
  name: thingNameSchema.describe('A name of its own.'),
  team: thingNameSchema.nullable().default(null).describe('The team whose incidents it serves; null for all teams.'),
  matchers: matchersSchema
    .extend({
      times: z
        .array(z.strictObject({ ...hours, time_zone: timeZone }))
        .min(1)
        .max(50)
        .optional(),
    })
    .default({})
    .describe('For which incidents of the team; {} for all.'),
  position: z.int().min(0).max(1_000_000).default(0).describe('Among equals the lowest goes first.'),
  is_default: z.boolean().default(false).describe("The team's default, or the global one without a team."),
  repeat: z.int().min(0).max(100).default(0).describe('Rounds after the first: 2 means three rounds.'),
  steps: z.array(stepSchema).min(1).max(50).describe('Tried in this order, until somebody acknowledges.'),
});
export type NamedPolicy = z.infer<typeof namedPolicySchema>;

/** `config/policies.json`. */
export const policiesFileSchema = z
  .strictObject({
    $schema: z.string().optional().describe('Where editors find the schema of this file.'),
    policies: z.array(namedPolicySchema).max(10_000),
  })
  .meta({ title: 'Escalation policies', description: 'Who is told of incidents, step by step.' });
export type PoliciesFile = z.infer<typeof policiesFileSchema>;
