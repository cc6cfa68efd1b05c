import { z } from 'zod';
import { CONTACT_CHANNELS, type ContactChannel } from './notification.ts';
import { localTimeSchema, weekdaySchema } from './schedule.ts';
import type { Urgency } from './severity.ts';

/** Most seconds that a channel may wait for its turn: a day. */
export const LONGEST_DELAY_SECONDS = 86_400;

/** A channel of somebody's list, and how long after the beginning its turn comes. */
export const preferredChannelSchema = z.strictObject({
  channel: z.enum(CONTACT_CHANNELS),
  delaySeconds: z.int().min(0).max(LONGEST_DELAY_SECONDS),
});
export type PreferredChannel = z.infer<typeof preferredChannelSchema>;

/** From one time of day until another, on the clocks of the person's zone; an end before the start is on the next day. */
export const quietHoursSchema = z
  .strictObject({ from: localTimeSchema, until: localTimeSchema })
  .refine(({ from, until }) => from !== until, {
    path: ['until'],
    message: 'expected another time than the beginning; to hold all day, leave the day out of the working days',
  });
export type QuietHours = z.infer<typeof quietHoursSchema>;

/** How somebody wants to be told. Hours and days are those of the person's own zone. */
export const preferencesSchema = z.strictObject({
  /** Each channel at most once, by delay. What is not listed is used when nothing else gets through. */
  high: z.array(preferredChannelSchema).min(1),
  low: z.array(preferredChannelSchema).min(1),
  /** When what can wait does; null for never. */
  quietHours: quietHoursSchema.nullable(),
  /** The days on which what can wait comes; null for all. */
  workingDays: z.array(weekdaySchema).min(1).nullable(),
  /** Whether to hear how the incidents go on that one was told of. */
  statusUpdates: z.boolean(),
});
export type Preferences = z.infer<typeof preferencesSchema>;

/** How somebody is told who has not said anything: Slack and mail at once, SMS where the severity allows it, no calls. */
export const DEFAULT_PREFERENCES: Preferences = {
  high: [
    { channel: 'slack', delaySeconds: 0 },
    { channel: 'email', delaySeconds: 0 },
    { channel: 'sms', delaySeconds: 0 },
  ],
  low: [
    { channel: 'slack', delaySeconds: 0 },
    { channel: 'email', delaySeconds: 0 },
  ],
  quietHours: null,
  workingDays: null,
  statusUpdates: false,
};

/**
 * No verified contact method of the channel; the phone, which low urgency never rings; SMS and nothing else that may be
 * used, so that what is less than critical comes by other ways; nobody is told at once; nothing verified at all.
 */
export const PREFERENCE_PROBLEMS = [
  'no_verified_contact_method',
  'never_rings',
  'only_when_critical',
  'nothing_at_once',
  'unreachable',
] as const;
export type PreferenceProblemReason = (typeof PREFERENCE_PROBLEMS)[number];

/** A stretch of time in which somebody is not disturbed by what can wait; `until` is the first instant after it. */
export interface QuietSpan {
  readonly from: Date;
  readonly until: Date;
}

/** The order in which one channel stands in for another: the person's own list first, then the rest. */
export function channelOrder(preferences: Preferences, urgency: Urgency): readonly ContactChannel[] {
  const named = preferences[urgency].map(({ channel }) => channel);
  return [...named, ...CONTACT_CHANNELS.filter((channel) => !named.includes(channel))];
}
