import { z } from 'zod';
import { matchersSchema } from './matchers.ts';

/** Who or what a step tells. */
export const escalationTargetSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('user'), id: z.uuid() }),
  z.strictObject({ type: z.literal('webhook'), id: z.uuid() }),
]);
export type EscalationTarget = z.infer<typeof escalationTargetSchema>;

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
  matchers: matchersSchema,
  /** Among equals the lowest goes first. */
  position: z.int(),
  /** A team's default, or the global default when `teamId` is null. */
  isDefault: z.boolean(),
  /** Rounds after the first: 2 means three rounds. */
  repeat: z.int().min(0).max(100),
  steps: z.array(escalationStepSchema).min(1).max(50),
});
export type EscalationPolicy = z.infer<typeof escalationPolicySchema>;
