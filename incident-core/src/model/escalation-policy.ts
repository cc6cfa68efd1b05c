import { z } from 'zod';
import { policyMatchersSchema } from './matchers.ts';

/** Who or what a step tells. */
export const escalationTargetSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('user'), id: z.uuid() }),
  z.strictObject({ type: z.literal('webhook'), id: z.uuid() }),
  z.strictObject({ type: z.literal('slack_channel'), id: z.uuid() }),
  /** Whoever is on call in it when the step's turn comes. */
  z.strictObject({ type: z.literal('schedule'), id: z.uuid() }),
  /** Whoever is on call in the team's schedules; all its members where it has none. */
  z.strictObject({ type: z.literal('team'), id: z.uuid() }),
]);
export type EscalationTarget = z.infer<typeof escalationTargetSchema>;

/** Who or what a notification goes to: of a schedule or a team, those who are found there. */
export type Recipient = Exclude<EscalationTarget, { readonly type: 'schedule' | 'team' }>;

const seconds = (least: number) =>
  z
    .int()
    .min(least)
    .max(30 * 86_400);

export const escalationStepSchema = z.strictObject({
  /** Seconds between the end of the step before (for the first: the start of the run) and this step. */
  delaySeconds: seconds(0),
  /** Seconds from activation until the next step's turn comes. */
  timeoutSeconds: seconds(1),
  targets: z.array(escalationTargetSchema).max(100),
});
export type EscalationStep = z.infer<typeof escalationStepSchema>;

export const escalationPolicySchema = z.strictObject({
  id: z.uuid(),
  name: z.string().min(1),
  /** The team whose incidents it serves; null for all teams. */
  teamId: z.uuid().nullable(),
  matchers: policyMatchersSchema,
  /** Among equals the lowest goes first. */
  position: z.int(),
  /** A team's default, or the global default when `teamId` is null. */
  isDefault: z.boolean(),
  /** Rounds after the first: 2 means three rounds. */
  repeat: z.int().min(0).max(100),
  steps: z.array(escalationStepSchema).min(1).max(50),
});
export type EscalationPolicy = z.infer<typeof escalationPolicySchema>;

/** Why a policy is not the one: it differs in a dimension, or another goes before it. */
export const POLICY_PASSED_OVER = [
  'other_team',
  'service_differs',
  'environment_differs',
  'severity_differs',
  'tags_differ',
  'times_differ',
  'only_a_default',
  'matches_nothing',
  'less_specific',
  'later_position',
  /** It would be the one, but another was asked for. */
  'not_asked_for',
] as const;
export type PolicyPassedOver = (typeof POLICY_PASSED_OVER)[number];
