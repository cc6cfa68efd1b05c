import { z } from 'zod';
import {
  HANDOFF_CHANNELS,
  HANDOFF_SIDES,
  endTimeSchema,
  localDateSchema,
  localTimeSchema,
  LONGEST_TURN,
  MOST_LAYERS,
  shiftLengthSchema,
  weekdaySchema,
} from '../model/schedule.ts';
import {
  idParamsSchema,
  idSchema,
  lineSchema,
  pageQuerySchema,
  pageSchema,
  timeSchema,
  timeZoneSchema,
} from './fields.ts';
import { forceQuerySchema, readinessAnswerShape } from './readiness.ts';
import { arranges, looks, type Route } from './route.ts';

/** An instant for which the rules of the time zones are known. */
export const calendarTimeSchema = timeSchema.refine(
  (time) => time >= '1970' && time < '2200',
  'expected a time from 1970 to 2199',
);

const anchor = {
  /** The date of the first turn, in the schedule's zone; weekly turns change on its weekday, monthly ones on its day. */
  starts_on: localDateSchema,
  /** When turns change, by the clocks of the schedule's zone. */
  handoff_time: localTimeSchema,
};
/** So many hours, days, weeks or months are one turn. */
const every = (most: number) => z.int().min(1).max(most).default(1);

const rotationSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('hourly'), every: every(LONGEST_TURN.hourly), ...anchor }),
  z.strictObject({ type: z.literal('daily'), every: every(LONGEST_TURN.daily), ...anchor }),
  z.strictObject({ type: z.literal('weekly'), every: every(LONGEST_TURN.weekly), ...anchor }),
  z.strictObject({ type: z.literal('monthly'), every: every(LONGEST_TURN.monthly), ...anchor }),
  /** Shifts of these lengths, one turn each, again and again. */
  z.strictObject({ type: z.literal('custom'), shifts: z.array(shiftLengthSchema).min(1).max(50), ...anchor }),
]);

const restrictionSchema = z
  .strictObject({
    weekdays: z.array(weekdaySchema).min(1).max(7),
    from: localTimeSchema,
    /** At or before `from` it is on the next day. */
    until: endTimeSchema,
  })
  .refine(({ from, until }) => from !== until, {
    path: ['until'],
    message: 'expected another time than from; a whole day is from 00:00 until 24:00',
  });

/** Each at most once; none where nobody is meant. */
function someOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z
    .array(z.enum(values))
    .max(values.length)
    .refine((given) => new Set(given).size === given.length, 'expected each at most once');
}

/** One rotation of a schedule, as it is given and shown. */
export const scheduleLayerSchema = z.strictObject({
  name: lineSchema(200),
  rotation: rotationSchema,
  /** Responders in the order of their turns; one may be named several times. */
  participant_ids: z.array(idSchema).min(1).max(200),
  /** When the layer counts; at all hours without any. */
  restrictions: z.array(restrictionSchema).max(20).default([]),
  /** Not before this; null for the start of its rotation. */
  valid_from: calendarTimeSchema.nullable().default(null),
  /** Not from this on; null for ever. */
  valid_until: calendarTimeSchema.nullable().default(null),
});
export type ScheduleLayer = z.infer<typeof scheduleLayerSchema>;

/** A schedule, as the API shows it. */
export const scheduleAnswerSchema = z
  .strictObject({
    id: idSchema,
    name: z.string(),
    team_id: idSchema,
    time_zone: z.string(),
    /** Whether anybody is told of hand-offs. */
    handoff_notices: z.boolean(),
    /** By what: each on their first verified address there. */
    handoff_channels: z.array(z.enum(HANDOFF_CHANNELS)),
    /** Whose turn begins, and whose turn is over. */
    handoff_tells: z.array(z.enum(HANDOFF_SIDES)),
    /** A Slack channel that hears of each hand-off. */
    handoff_slack_channel_id: idSchema.nullable(),
    /** An outgoing webhook, or a Teams workflow, that hears of each hand-off. */
    handoff_webhook_id: idSchema.nullable(),
    /** Where several have somebody, the last of them wins. */
    layers: z.array(scheduleLayerSchema),
    ...readinessAnswerShape,
    created_at: timeSchema,
  })
  .meta({ id: 'Schedule' });
export type ScheduleAnswer = z.infer<typeof scheduleAnswerSchema>;

/** A schedule to be made, or the whole of one to be put in the place of another. */
export const givenScheduleSchema = z
  .strictObject({
    name: lineSchema(200),
    team_id: idSchema,
    time_zone: timeZoneSchema,
    handoff_notices: z.boolean().default(true),
    handoff_channels: someOf(HANDOFF_CHANNELS).default(['email', 'slack']),
    handoff_tells: someOf(HANDOFF_SIDES).default(['incoming', 'outgoing']),
    handoff_slack_channel_id: idSchema.nullable().default(null),
    handoff_webhook_id: idSchema.nullable().default(null),
    layers: z.array(scheduleLayerSchema).max(MOST_LAYERS).default([]),
  })
  .meta({
    examples: [
      {
        name: 'Payments primary',
        team_id: '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b10',
        time_zone: 'Europe/Berlin',
        layers: [
          {
            name: 'Weeks',
            rotation: { type: 'weekly', starts_on: '2027-01-04', handoff_time: '09:00' },
            participant_ids: ['01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11', '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b12'],
          },
        ],
      },
    ],
  });
export type GivenSchedule = z.infer<typeof givenScheduleSchema>;

/** Of which team; of all without one. */
export const scheduleQuerySchema = pageQuerySchema.extend({ team_id: idSchema.optional() });
export type ScheduleQuery = z.infer<typeof scheduleQuerySchema>;

const schedule = { tag: 'schedules', auth: 'api_token' } as const;

const REFUSALS =
  'Refused with 400 when something in it cannot be meant (two layers of one name, hours that are named twice, a layer ' +
  'that ends before it begins or whose turn never comes), with 422 when the team, a participant, the Slack channel or ' +
  'the webhook does not exist. Refused with 422 too, with every problem, when nobody is ever on call or somebody in it cannot be reached: ' +
  '`force=true` saves it all the same.';

/** The calls on schedules. */
export const scheduleRoutes: readonly Route[] = [
  {
    ...schedule,
    method: 'GET',
    path: '/v1/schedules',
    operationId: 'listSchedules',
    ...looks,
    summary: 'Schedules, by name',
    query: scheduleQuerySchema,
    responses: { 200: pageSchema(scheduleAnswerSchema) },
  },
  {
    ...schedule,
    method: 'POST',
    path: '/v1/schedules',
    operationId: 'createSchedule',
    needs: 'manage',
    concerns: { teams: 'given', given: 'or_all' },
    summary: 'Make a schedule',
    description: REFUSALS,
    query: forceQuerySchema,
    body: givenScheduleSchema,
    responses: { 201: scheduleAnswerSchema },
  },
  {
    ...schedule,
    method: 'GET',
    path: '/v1/schedules/:id',
    operationId: 'getSchedule',
    computed: ['ready', 'problems'],
    ...looks,
    summary: 'One schedule',
    params: idParamsSchema,
    responses: { 200: scheduleAnswerSchema },
  },
  {
    ...schedule,
    method: 'PUT',
    path: '/v1/schedules/:id',
    operationId: 'replaceSchedule',
    needs: 'manage',
    concerns: { teams: 'schedule', given: 'or_all' },
    summary: 'Put a whole schedule in the place of one',
    description: `Its overrides stay. ${REFUSALS}`,
    params: idParamsSchema,
    query: forceQuerySchema,
    body: givenScheduleSchema,
    responses: { 200: scheduleAnswerSchema },
  },
  {
    ...schedule,
    method: 'DELETE',
    path: '/v1/schedules/:id',
    operationId: 'deleteSchedule',
    ...arranges('schedule'),
    summary: 'Delete a schedule, with its overrides',
    description: 'Refused with 409 while an escalation policy or a fallback target names it (the answer says which).',
    params: idParamsSchema,
    responses: { 204: null },
  },
];
