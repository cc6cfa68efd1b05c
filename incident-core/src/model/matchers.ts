import { z } from 'zod';
import { endTimeSchema, localTimeSchema, weekdaySchema } from './schedule.ts';
import { severitySchema } from './severity.ts';

/** A text to compare with: exact, or a pattern in which `*` stands for any run of characters. */
export const textPatternSchema = z.string().trim().min(1).max(500);

/** The dimensions that routing rules and policies match on. All that are present must hold; within one, any value may. */
export const matchersSchema = z.strictObject({
  service: z.array(textPatternSchema).min(1).max(200).optional(),
  environment: z.array(textPatternSchema).min(1).max(200).optional(),
  severity: z.array(severitySchema).min(1).max(4).optional(),
  tags: z.array(textPatternSchema).min(1).max(200).optional(),
});
export type Matchers = z.infer<typeof matchersSchema>;

/** Hours of the week by the clocks of a time zone; an end before the start, or at it, is on the next day. */
export const weekHoursSchema = z.strictObject({
  weekdays: z.array(weekdaySchema).min(1).max(7),
  from: localTimeSchema,
  until: endTimeSchema,
  /** A name of the IANA time zone database. */
  timeZone: z.string().min(1),
});
export type WeekHours = z.infer<typeof weekHoursSchema>;

/** What policies match on: the dimensions of an incident, and when its escalation starts. */
export const policyMatchersSchema = matchersSchema.extend({
  times: z.array(weekHoursSchema).min(1).max(50).optional(),
});
export type PolicyMatchers = z.infer<typeof policyMatchersSchema>;

/** What matchers are held against. */
export interface Matchable {
  readonly service: string | null;
  readonly environment: string | null;
  readonly severity: string;
  readonly tags: readonly string[];
}
