import { z } from 'zod';
import { matchersSchema, weekHoursSchema, type Matchers } from '../model/matchers.ts';
import { idSchema, isStorable, timeZoneSchema } from './fields.ts';

/**
 * Who or what is told: a responder, a webhook, a Slack channel, whoever a schedule says is on call, or who is so in a
 * team's schedules (all of a team without any).
 */
export const targetSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('user'), id: idSchema }),
  z.strictObject({ type: z.literal('webhook'), id: idSchema }),
  z.strictObject({ type: z.literal('slack_channel'), id: idSchema }),
  z.strictObject({ type: z.literal('schedule'), id: idSchema }),
  z.strictObject({ type: z.literal('team'), id: idSchema }),
]);

/** A target as answers show it; the name is null when there is no such thing any more. */
export const namedTargetSchema = z
  .strictObject({
    type: z.enum(['user', 'webhook', 'slack_channel', 'schedule', 'team']),
    id: idSchema,
    name: z.string().nullable(),
  })
  .meta({ id: 'NamedTarget' });
export type NamedTarget = z.infer<typeof namedTargetSchema>;

/** Matchers as a caller gives them: every pattern must also be a text that can be kept. */
export const givenMatchersSchema = matchersSchema.superRefine(refuseUnstorable);

const { timeZone: _, ...hours } = weekHoursSchema.shape;
/** Hours of the week by the clocks of a time zone, as the API has them. */
export const zonedHoursSchema = z.strictObject({ ...hours, time_zone: timeZoneSchema });

/** When a policy is the one, by the time at which an escalation starts; any of them will do. */
const times = z.array(zonedHoursSchema).min(1).max(50).optional();

/** What a policy matches on, as the API shows it. */
export const policyMatchersAnswerSchema = matchersSchema.extend({ times });

/** As `givenMatchersSchema`, of a policy. */
export const givenPolicyMatchersSchema = policyMatchersAnswerSchema.superRefine(refuseUnstorable);

/** Every pattern must be a text that can be kept. */
export function refuseUnstorable(matchers: Matchers, context: z.RefinementCtx): void {
  for (const [dimension, patterns] of Object.entries(matchers)) {
    for (const [at, pattern] of (patterns ?? []).entries()) {
      if (typeof pattern !== 'string' || isStorable(pattern)) continue;
      const message = 'expected text without NUL characters and lone surrogates';
      context.addIssue({ code: 'custom', path: [dimension, at], message });
    }
  }
}
