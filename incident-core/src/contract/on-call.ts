import { z } from 'zod';
import { GAP_REASONS } from '../model/schedule.ts';
import { idParamsSchema, idSchema, pageQuerySchema, timeSchema } from './fields.ts';
import { looks, type Route } from './route.ts';
import { calendarTimeSchema } from './schedules.ts';

/** The name is null when there is no such thing any more. */
const namedSchema = z.strictObject({ id: idSchema, name: z.string().nullable() });

/** What puts somebody on call. */
const originSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('layer'), index: z.int(), name: z.string() }),
  z.strictObject({ type: z.literal('override'), id: idSchema }),
]);

/** Somebody is on call. */
export const shiftSchema = z
  .strictObject({
    kind: z.literal('on_call'),
    user: namedSchema,
    by: originSchema,
    from: timeSchema,
    /** The first instant after it. */
    until: timeSchema,
  })
  .meta({ id: 'Shift' });
export type ShiftAnswer = z.infer<typeof shiftSchema>;

/** Nobody is on call. */
export const gapSchema = z
  .strictObject({
    kind: z.literal('gap'),
    /** No layer ever has anybody; those that run have other hours; the first, or the next, begins later; all have ended. */
    reason: z.enum(GAP_REASONS),
    /** Null where it has no beginning. */
    from: timeSchema.nullable(),
    /** Null where it has no end. */
    until: timeSchema.nullable(),
  })
  .meta({ id: 'Gap' });
export type GapAnswer = z.infer<typeof gapSchema>;

const standing = z.discriminatedUnion('kind', [shiftSchema, gapSchema]);

/** Who is on call in one schedule, and who comes next. */
export const onCallAnswerSchema = z
  .strictObject({
    schedule: namedSchema,
    team: namedSchema,
    time_zone: z.string(),
    now: standing,
    /** What follows when that ends; null where it has no end. */
    next: standing.nullable(),
  })
  .meta({ id: 'OnCall' });
export type OnCallAnswer = z.infer<typeof onCallAnswerSchema>;

/** At which instant (now, unless given), and of which team. */
export const onCallQuerySchema = pageQuerySchema.extend({
  at: calendarTimeSchema.optional(),
  team_id: idSchema.optional(),
});
export type OnCallQuery = z.infer<typeof onCallQuerySchema>;

/** From now on for two weeks, unless given. */
export const shiftsQuerySchema = z.strictObject({
  from: calendarTimeSchema.optional(),
  until: calendarTimeSchema.optional(),
});
export type ShiftsQuery = z.infer<typeof shiftsQuerySchema>;

/** The shifts of a time. */
export const shiftsAnswerSchema = z
  .strictObject({
    schedule: namedSchema,
    time_zone: z.string(),
    from: timeSchema,
    until: timeSchema,
    /** Who is on call, or that nobody is: without overlap or hole, cut to the time that was asked for. */
    final: z.array(standing),
    /** Each layer as it would be by itself. */
    layers: z.array(z.strictObject({ name: z.string(), shifts: z.array(shiftSchema) })),
    /** The gaps among the final ones. */
    gaps: z.array(gapSchema),
  })
  .meta({ id: 'Shifts' });
export type ShiftsAnswer = z.infer<typeof shiftsAnswerSchema>;

const onCall = { tag: 'on-call', auth: 'api_token', method: 'GET', ...looks } as const;
const calendar = { responses: { 200: z.string() }, answerType: 'text/calendar' } as const;

/** The calls that tell who is on call. */
export const onCallRoutes: readonly Route[] = [
  {
    ...onCall,
    path: '/v1/on-call',
    operationId: 'listOnCall',
    summary: 'Who is on call at an instant, and who is next, by the names of the schedules',
    query: onCallQuerySchema,
    responses: {
      200: z.strictObject({
        at: timeSchema,
        items: z.array(onCallAnswerSchema),
        next_cursor: z.string().nullable(),
      }),
    },
  },
  {
    ...onCall,
    path: '/v1/schedules/:id/shifts',
    operationId: 'listShifts',
    summary: 'The shifts of a schedule: as they are, of each layer by itself, and the gaps',
    description: 'Refused with 422 when they would be more than 4,000: ask for a shorter time.',
    params: idParamsSchema,
    query: shiftsQuerySchema,
    responses: { 200: shiftsAnswerSchema },
  },
  {
    ...onCall,
    ...calendar,
    path: '/v1/schedules/:id/calendar.ics',
    operationId: 'getScheduleCalendar',
    summary: 'The shifts of a schedule as iCalendar, from 30 days ago until 90 days ahead',
    params: idParamsSchema,
  },
  {
    ...onCall,
    ...calendar,
    path: '/v1/users/:id/on-call.ics',
    operationId: 'getUserCalendar',
    summary: 'The shifts of a responder in all schedules as iCalendar, from 30 days ago until 90 days ahead',
    params: idParamsSchema,
  },
];
