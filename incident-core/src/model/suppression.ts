import { z } from 'zod';
import { matchersSchema, textPatternSchema } from './matchers.ts';
import { localDateSchema, localTimeSchema, weekdaySchema } from './schedule.ts';

/** What holds an escalation: somebody asked, it was planned, or the team waits a moment before it disturbs anybody. */
export const SUPPRESSION_KINDS = ['silence', 'maintenance_window', 'auto_pause'] as const;
export type SuppressionKind = (typeof SUPPRESSION_KINDS)[number];

/** Those that somebody made, each a row of its own. */
export const MADE_SUPPRESSIONS = ['silence', 'maintenance_window'] as const;
export type MadeSuppression = (typeof MADE_SUPPRESSIONS)[number];

/** As routing rules match, and by source and rule, from which all active alerts of the incident must come: none is held for another's sake. */
export const suppressionMatchersSchema = matchersSchema.extend({
  source: z.array(z.uuid().toLowerCase()).min(1).max(200).optional(),
  /** Names or ids of rules. */
  rule: z.array(textPatternSchema).min(1).max(200).optional(),
});
export type SuppressionMatchers = z.infer<typeof suppressionMatchersSchema>;

/** Most days, weeks and months between two occurrences: about a year each. */
const LONGEST_INTERVAL = { day: 366, week: 53, month: 12 } as const;

/** How often a window comes again; weekly on these weekdays, monthly on the day of the first (the last where a month is shorter). */
export const recurrenceSchema = z.discriminatedUnion('unit', [
  z.strictObject({ unit: z.literal('day'), every: z.int().min(1).max(LONGEST_INTERVAL.day) }),
  z.strictObject({
    unit: z.literal('week'),
    every: z.int().min(1).max(LONGEST_INTERVAL.week),
    weekdays: z.array(weekdaySchema).min(1).max(7),
  }),
  z.strictObject({ unit: z.literal('month'), every: z.int().min(1).max(LONGEST_INTERVAL.month) }),
]);
export type Recurrence = z.infer<typeof recurrenceSchema>;

/** Longest occurrence of a window: four weeks, so that monthly ones never overlap. */
export const LONGEST_WINDOW_MINUTES = 28 * 1440;

/**
 * When a window that comes again is there, by the clocks of its zone at both ends: from 01:00 for 240 minutes ends at
 * 05:00, also in the night in which the clocks change.
 */
export const recurringTimesSchema = z.strictObject({
  /** The first day that may have one. */
  startsOn: localDateSchema,
  from: localTimeSchema,
  minutes: z.int().min(1).max(LONGEST_WINDOW_MINUTES),
  /** A name of the IANA time zone database. */
  timeZone: z.string().min(1),
  recurrence: recurrenceSchema,
  /** The last day on which one may begin; null for ever. */
  lastOn: localDateSchema.nullable(),
});
export type RecurringTimes = z.infer<typeof recurringTimesSchema>;

/** A stretch of time; `until` is the first instant after it. */
export interface Occurrence {
  readonly from: Date;
  readonly until: Date;
}

/** When a suppression is there: once, or again and again. */
export type SuppressionTimes =
  | { readonly type: 'once'; readonly from: Date; readonly until: Date }
  | ({ readonly type: 'recurring' } & RecurringTimes);

/** A silence or a maintenance window. */
export interface Suppression {
  readonly id: string;
  readonly kind: MadeSuppression;
  /** Whose incidents it holds; null for those of all teams. */
  readonly teamId: string | null;
  readonly matchers: SuppressionMatchers;
  readonly reason: string;
  readonly times: SuppressionTimes;
  /** Occurrences that began before this are over: somebody ended the one that ran. */
  readonly skippedUntil: Date | null;
  /** When it ended for good; null while it has not. */
  readonly endedAt: Date | null;
}

export const SUPPRESSION_STATES = ['active', 'planned', 'over'] as const;
export type SuppressionState = (typeof SUPPRESSION_STATES)[number];

/** Where an alert comes from. */
export interface AlertOrigin {
  readonly sourceId: string;
  /** The rule's id and name. */
  readonly rules: readonly string[];
}

/** What an incident is held against suppressions by. */
export interface Suppressible {
  readonly teamId: string;
  readonly service: string | null;
  readonly environment: string | null;
  readonly severity: string;
  readonly tags: readonly string[];
  /** Where its active alerts come from, all of them when none is active; none where a person opened it. */
  readonly origins: readonly AlertOrigin[];
  /** Until when its team waits before it disturbs anybody; null where it does not. */
  readonly pausedUntil: Date | null;
}

/** What holds a run, and until when. */
export interface Suppressing {
  readonly kind: SuppressionKind;
  /** The silence or window; of an auto-pause, the team. */
  readonly id: string;
  readonly reason: string;
  readonly until: Date;
}
