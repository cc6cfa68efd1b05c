import { z } from 'zod';
import { CONTACT_CHANNELS } from '../model/notification.ts';
import { LONGEST_DELAY_SECONDS, PREFERENCE_PROBLEMS, quietHoursSchema } from '../model/preferences.ts';
import { weekdaySchema } from '../model/schedule.ts';
import { idParamsSchema, idSchema, timeZoneSchema } from './fields.ts';
import { arrangesOwn, looks, type Route } from './route.ts';

const preferredSchema = z.strictObject({
  channel: z.enum(CONTACT_CHANNELS),
  /** From the beginning until the turn of this channel; it falls away when somebody acknowledges first. */
  delay_seconds: z.int().min(0).max(LONGEST_DELAY_SECONDS),
});

const listSchema = z
  .array(preferredSchema)
  .min(1)
  .max(CONTACT_CHANNELS.length)
  .superRefine((list, context) => {
    list.forEach(({ channel, delay_seconds: delay }, at) => {
      const before = list.slice(0, at);
      if (before.some((other) => other.channel === channel)) {
        context.addIssue({ code: 'custom', path: [at, 'channel'], message: 'expected each channel once' });
      }
      const longest = Math.max(...before.map((other) => other.delay_seconds));
      if (delay < longest) {
        const message = `expected at least ${longest}, the delay of a channel before it`;
        context.addIssue({ code: 'custom', path: [at, 'delay_seconds'], message });
      }
    });
  });

const workingDaysSchema = z
  .array(weekdaySchema)
  .min(1)
  .max(7)
  .refine((days) => new Set(days).size === days.length, 'expected each weekday once');

/**
 * How somebody wants to be told, in the place of what was before. `time_zone` is the zone of the person, in which hours
 * and days are meant; without it, it stays as it is.
 */
export const givenPreferencesSchema = z
  .strictObject({
    /** For what is urgent, by delay. SMS is for critical severity only; a call is for whoever lists `voice`. */
    high: listSchema,
    low: listSchema,
    /** Low urgency waits for their end, but for who is on call; null for none. */
    quiet_hours: quietHoursSchema.nullable(),
    /** Low urgency waits for the next of these days; null for any day. */
    working_days: workingDaysSchema.nullable(),
    /** By mail whose an incident is that one was told of, and by SMS its end to who was told by SMS. */
    status_updates: z.boolean(),
    time_zone: timeZoneSchema.optional(),
  })
  .meta({
    examples: [
      {
        high: [
          { channel: 'slack', delay_seconds: 0 },
          { channel: 'sms', delay_seconds: 120 },
          { channel: 'voice', delay_seconds: 300 },
        ],
        low: [{ channel: 'email', delay_seconds: 0 }],
        quiet_hours: { from: '22:00', until: '07:00' },
        working_days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
        status_updates: false,
        time_zone: 'Europe/London',
      },
    ],
  });
export type GivenPreferences = z.infer<typeof givenPreferencesSchema>;

/** How somebody is told. */
export const preferencesAnswerSchema = z
  .strictObject({
    user_id: idSchema,
    /** Whether nothing was ever said, and these are those of everybody. */
    is_default: z.boolean(),
    high: z.array(preferredSchema),
    low: z.array(preferredSchema),
    quiet_hours: z.strictObject({ from: z.string(), until: z.string() }).nullable(),
    working_days: z.array(weekdaySchema).nullable(),
    status_updates: z.boolean(),
    time_zone: z.string(),
    /** What can never be reached, or not as one may think. */
    problems: z.array(
      z.strictObject({
        path: z.string(),
        reason: z.enum(PREFERENCE_PROBLEMS),
        found: z.string(),
        expected: z.string(),
      }),
    ),
  })
  .meta({ id: 'Preferences' });
export type PreferencesAnswer = z.infer<typeof preferencesAnswerSchema>;

const preferences = { tag: 'users', auth: 'api_token', path: '/v1/users/:id/preferences' } as const;

/** The calls on preferences. */
export const preferencesRoutes: readonly Route[] = [
  {
    ...preferences,
    method: 'GET',
    operationId: 'getPreferences',
    computed: ['problems'],
    ...looks,
    summary: 'How a responder wants to be told',
    params: idParamsSchema,
    responses: { 200: preferencesAnswerSchema },
  },
  {
    ...preferences,
    method: 'PUT',
    operationId: 'replacePreferences',
    ...arrangesOwn('user'),
    summary: 'Say how a responder wants to be told',
    description: 'Counts for what is told from then on. Which user is calling, `GET /v1/status` says.',
    params: idParamsSchema,
    body: givenPreferencesSchema,
    responses: { 200: preferencesAnswerSchema },
  },
];
