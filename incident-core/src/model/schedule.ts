import { z } from 'zod';

/** The channels by which people hear of hand-offs; nobody is called for one who has not asked for it. */
export const HANDOFF_CHANNELS = ['email', 'slack', 'sms', 'voice'] as const;
export type HandoffChannel = (typeof HANDOFF_CHANNELS)[number];

/** Who is told of a hand-off: whose turn begins, and whose turn is over. */
export const HANDOFF_SIDES = ['incoming', 'outgoing'] as const;
export type HandoffSide = (typeof HANDOFF_SIDES)[number];

/** Most hours, days, weeks and months of one turn: about a year each. */
export const LONGEST_TURN = { hourly: 8_784, daily: 366, weekly: 53, monthly: 12 } as const;

/** A date in the schedule's zone, as `2027-01-05`: from 1970 on, for which the rules of the zones are known. */
export const localDateSchema = z.iso
  .date('expected a date, as 2027-01-05')
  .refine((date) => date >= '1970-01-01' && date < '2200-01-01', 'expected a date from 1970 to 2199');

/** A time of day on the clocks of the schedule's zone, as `08:30`. */
export const localTimeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day, as 08:30');

/** The end of a range within a day: a time of day, or `24:00`. */
export const endTimeSchema = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'expected a time of day, as 17:30, or 24:00');

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export const weekdaySchema = z.enum(WEEKDAYS);
export type Weekday = z.infer<typeof weekdaySchema>;

/** The units of a custom shift. */
export const SHIFT_UNITS = ['hour', 'day', 'week'] as const;
export type ShiftUnit = (typeof SHIFT_UNITS)[number];

const LONGEST_SHIFT = { hour: LONGEST_TURN.hourly, day: LONGEST_TURN.daily, week: LONGEST_TURN.weekly } as const;

/** One of the shifts that a custom rotation goes through again and again: a number of hours, days or weeks. */
export const shiftLengthSchema = z
  .strictObject({ every: z.int().min(1), unit: z.enum(SHIFT_UNITS) })
  .refine(({ every, unit }) => every <= LONGEST_SHIFT[unit], {
    path: ['every'],
    message: 'expected at most 8784 hours, 366 days or 53 weeks',
  });

const anchor = { startsOn: localDateSchema, handoffTime: localTimeSchema };
const every = (most: number) => z.int().min(1).max(most);

/**
 * The turn-taking of a layer. The first turn begins on `startsOn` at `handoffTime`, by the clocks of the schedule's zone,
 * and every other one counts from there on the same clocks: a hand-off at 09:00 stays at 09:00 when summer time begins.
 * Hours are those of the clock too, so that shifts of twelve hours change at the same two times all year. Weekly turns
 * change on the weekday, monthly ones on the day of the month of `startsOn` (the last day where a month is shorter).
 */
export const rotationSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('hourly'), every: every(LONGEST_TURN.hourly), ...anchor }),
  z.strictObject({ type: z.literal('daily'), every: every(LONGEST_TURN.daily), ...anchor }),
  z.strictObject({ type: z.literal('weekly'), every: every(LONGEST_TURN.weekly), ...anchor }),
  z.strictObject({ type: z.literal('monthly'), every: every(LONGEST_TURN.monthly), ...anchor }),
  z.strictObject({ type: z.literal('custom'), shifts: z.array(shiftLengthSchema).min(1).max(50), ...anchor }),
]);
export type Rotation = z.infer<typeof rotationSchema>;

/** When a layer counts: on these weekdays, between two times of the zone's clocks; an end before the start is on the next day. */
export const restrictionSchema = z.strictObject({
  weekdays: z.array(weekdaySchema).min(1).max(7),
  from: localTimeSchema,
  until: endTimeSchema,
});
export type Restriction = z.infer<typeof restrictionSchema>;

/** One rotation of a schedule, with when it counts. */
export const layerSchema = z.strictObject({
  name: z.string().min(1),
  rotation: rotationSchema,
  /** Users in the order of their turns; one may have several. */
  participantIds: z.array(z.uuid()).min(1).max(200),
  /** Without any it counts at all hours. */
  restrictions: z.array(restrictionSchema).max(20),
  /** ISO 8601 in UTC; null for the rotation's own start. */
  validFrom: z.iso.datetime().nullable(),
  /** Null for ever. */
  validUntil: z.iso.datetime().nullable(),
});
export type Layer = z.infer<typeof layerSchema>;

/** Most layers of a schedule. */
export const MOST_LAYERS = 20;

/** Who of a team is on call when. Where several layers have somebody, the later one wins; an override wins over all. */
export const scheduleSchema = z.strictObject({
  id: z.uuid(),
  teamId: z.uuid(),
  name: z.string().min(1),
  /** A name of the IANA time zone database. */
  timeZone: z.string().min(1),
  /** Whether people are told of hand-offs. */
  handoffNotices: z.boolean(),
  /** By what, each on their first verified address there. */
  handoffChannels: z.array(z.enum(HANDOFF_CHANNELS)),
  /** Whether whose turn begins is told, and whose turn is over. */
  handoffTells: z.array(z.enum(HANDOFF_SIDES)),
  /** A Slack channel that hears of each hand-off; null for none. */
  handoffSlackChannelId: z.uuid().nullable(),
  /** An outgoing webhook, or a Teams workflow, that hears of each hand-off; null for none. */
  handoffWebhookId: z.uuid().nullable(),
  layers: z.array(layerSchema).max(MOST_LAYERS),
});
export type Schedule = z.infer<typeof scheduleSchema>;

/** A dated exception: this person instead of whoever else would be on call. Of several at one instant the latest made wins. */
export interface Override {
  readonly id: string;
  readonly userId: string;
  readonly from: Date;
  /** The first instant after it. */
  readonly until: Date;
  readonly madeAt: Date;
}

/** All that decides who is on call. */
export type PlannedSchedule = Pick<Schedule, 'timeZone' | 'layers'> & { readonly overrides: readonly Override[] };

/**
 * Why nobody is on call: no layer ever has anybody; those that run are restricted to other hours; the first, or the next,
 * begins later; all have ended.
 */
export const GAP_REASONS = ['empty', 'restricted', 'not_started', 'ended'] as const;
export type GapReason = (typeof GAP_REASONS)[number];

/** What puts somebody on call: a layer, counted from 0, or an override. */
export type ShiftOrigin =
  | { readonly type: 'layer'; readonly index: number; readonly name: string }
  | { readonly type: 'override'; readonly id: string };

/** A stretch of time in which one turn, or one override, is on call; `until` is the first instant after it. */
export interface Shift {
  readonly kind: 'on_call';
  readonly userId: string;
  readonly by: ShiftOrigin;
  readonly from: Date;
  readonly until: Date;
}

/** A stretch of time in which nobody is; null where it has no beginning, or no end. */
export interface Gap {
  readonly kind: 'gap';
  readonly reason: GapReason;
  readonly from: Date | null;
  readonly until: Date | null;
}
