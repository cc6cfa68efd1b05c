import { z } from 'zod';
import { matchersSchema, type Matchers } from '../model/matchers.ts';
import { idSchema, isStorable } from './fields.ts';

/** Who or what is told: a responder, or a webhook. */
export const targetSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('user'), id: idSchema }),
  z.strictObject({ type: z.literal('webhook'), id: idSchema }),
]);

/** A target as answers show it; the name is null when there is no such responder or webhook any more. */
export const namedTargetSchema = z
  .strictObject({ type: z.enum(['user', 'webhook']), id: idSchema, name: z.string().nullable() })
  .meta({ id: 'NamedTarget' });
export type NamedTarget = z.infer<typeof namedTargetSchema>;

/** Matchers as a caller gives them: every pattern must also be a text that can be kept. */
export const givenMatchersSchema = matchersSchema.superRefine((matchers: Matchers, context) => {
  for (const [dimension, patterns] of Object.entries(matchers)) {
    for (const [at, pattern] of (patterns ?? []).entries()) {
      if (isStorable(pattern)) continue;
      const message = 'expected text without NUL characters and lone surrogates';
      context.addIssue({ code: 'custom', path: [dimension, at], message });
    }
  }
});
