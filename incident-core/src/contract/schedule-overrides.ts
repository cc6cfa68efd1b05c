import { z } from 'zod';
import { idParamsSchema, idSchema, pageQuerySchema, pageSchema, timeSchema } from './fields.ts';
import { looks, type Route } from './route.ts';
import { calendarTimeSchema } from './schedules.ts';

const LONGEST_MS = 366 * 86_400_000;

/** A dated exception of a schedule, as the API shows it. */
export const overrideAnswerSchema = z
  .strictObject({
    id: idSchema,
    schedule_id: idSchema,
    /** Who is on call, instead of whoever else would be. */
    user_id: idSchema,
    from: timeSchema,
    /** The first instant after it. */
    until: timeSchema,
    created_at: timeSchema,
  })
  .meta({ id: 'Override' });
export type OverrideAnswer = z.infer<typeof overrideAnswerSchema>;

/** An override to be made. */
export const newOverrideSchema = z
  .strictObject({ user_id: idSchema, from: calendarTimeSchema, until: calendarTimeSchema })
  .refine(({ from, until }) => Date.parse(until) > Date.parse(from), {
    path: ['until'],
    message: 'expected a time after from',
  })
  .refine(({ from, until }) => Date.parse(until) - Date.parse(from) <= LONGEST_MS, {
    path: ['until'],
    message: 'expected at most 366 days after from',
  })
  .meta({
    examples: [
      {
        user_id: '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11',
        from: '2027-01-05T18:00:00Z',
        until: '2027-01-06T08:00:00Z',
      },
    ],
  });
export type NewOverride = z.infer<typeof newOverrideSchema>;

/** Those that are not over at this instant: now, unless given. */
export const overrideQuerySchema = pageQuerySchema.extend({ at: calendarTimeSchema.optional() });
export type OverrideQuery = z.infer<typeof overrideQuerySchema>;

/** The parameters of a path to one override. */
export const overrideParamsSchema = idParamsSchema.extend({ overrideId: idSchema });

const override = { tag: 'schedules', auth: 'api_token' } as const;

const WHO = 'A responder may do so for themselves, a manager of the team for everybody.';

/** The calls on the overrides of a schedule. */
export const overrideRoutes: readonly Route[] = [
  {
    ...override,
    method: 'GET',
    path: '/v1/schedules/:id/overrides',
    operationId: 'listOverrides',
    ...looks,
    summary: "A schedule's overrides that are not over at an instant, the latest made first",
    params: idParamsSchema,
    query: overrideQuerySchema,
    responses: { 200: pageSchema(overrideAnswerSchema) },
  },
  {
    ...override,
    method: 'POST',
    path: '/v1/schedules/:id/overrides',
    operationId: 'createOverride',
    needs: 'respond',
    concerns: { teams: 'schedule' },
    summary: 'Take a shift, or give one to somebody',
    description:
      `${WHO} Where overrides overlap, the one that was made last wins. Refused with 409 when it would be over ` +
      'already, or when the schedule has 500 that are not; with 422 when the responder does not exist.',
    params: idParamsSchema,
    body: newOverrideSchema,
    responses: { 201: overrideAnswerSchema },
  },
  {
    ...override,
    method: 'DELETE',
    path: '/v1/schedules/:id/overrides/:overrideId',
    operationId: 'deleteOverride',
    needs: 'respond',
    concerns: { teams: 'schedule' },
    summary: 'Take an override back',
    description: WHO,
    params: overrideParamsSchema,
    responses: { 204: null },
  },
];
