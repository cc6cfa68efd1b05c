import { z } from 'zod';
import { READINESS_CODES } from '../model/readiness.ts';
import { idSchema, timeSchema } from './fields.ts';
import { looks, type Route } from './route.ts';
import { departureSchema } from './users.ts';

/** What keeps people from being told, or may do so. */
export const readinessProblemSchema = z
  .strictObject({
    code: z.enum(READINESS_CODES),
    /** What blocks is refused unless it is forced; with any of it, a policy or a schedule is not ready. */
    severity: z.enum(['blocking', 'warning']),
    path: z.string(),
    found: z.string(),
    expected: z.string(),
  })
  .meta({ id: 'ReadinessProblem' });

/** How a policy or a schedule stands now: its people's addresses may have changed since it was saved. */
export const readinessAnswerShape = {
  ready: z.boolean(),
  problems: z.array(readinessProblemSchema),
} as const;

/** `force=true` saves what is not ready. */
export const forceQuerySchema = z.strictObject({ force: z.enum(['true', 'false']).default('false') });

const unready = z.strictObject({
  id: idSchema,
  name: z.string(),
  team_id: idSchema.nullable(),
  problems: z.array(readinessProblemSchema),
});

/** What would not reach anybody, of the teams that the caller may see. */
export const readinessAnswerSchema = z
  .strictObject({
    at: timeSchema,
    /** That would tell nobody at some step. Incidents may be escalated by them all the same. */
    policies: z.array(unready),
    /** In which somebody cannot be reached, or nobody is ever on call. */
    schedules: z.array(unready),
    /** Who is on call at this moment, and cannot be told. */
    on_call: z.array(
      z.strictObject({
        user: z.strictObject({ id: idSchema, name: z.string().nullable() }),
        schedule: z.strictObject({ id: idSchema, name: z.string() }),
        team_id: idSchema,
        until: timeSchema,
        problem: readinessProblemSchema.pick({ code: true, found: true, expected: true }),
      }),
    ),
    /** Who has left, and still has steps, turns, incidents or silences: somebody must take them. Of all teams. */
    departures: z.array(departureSchema),
  })
  .meta({ id: 'Readiness' });
export type ReadinessAnswer = z.infer<typeof readinessAnswerSchema>;

/** The call that lists all that is not ready. */
export const readinessRoutes: readonly Route[] = [
  {
    tag: 'readiness',
    auth: 'api_token',
    method: 'GET',
    path: '/v1/readiness',
    operationId: 'listNotReady',
    ...looks,
    summary:
      'Policies and schedules that are not ready, people on call who cannot be told, and what those who left leave behind',
    responses: { 200: readinessAnswerSchema },
  },
];
