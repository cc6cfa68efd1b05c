import { z } from 'zod';
import { FINDING_KINDS } from '../model/audit.ts';
import { idSchema, timeSchema } from './fields.ts';
import { arrangesAll, type Route } from './route.ts';

const countsSchema = z.partialRecord(z.enum(FINDING_KINDS), z.int());

/** What the auditor saw when it last looked, whichever backend it ran in. */
export const selfCheckAnswerSchema = z
  .strictObject({
    /** Whether it looked lately, and nothing is wrong that it could not repair. */
    well: z.boolean(),
    /** When it last looked at everything; null before the first time. */
    ran_at: timeSchema.nullable(),
    /** When all was well for the last time. */
    well_at: timeSchema.nullable(),
    duration_seconds: z.number().nullable(),
    /** What it found the last time, and how much of that it repaired. */
    found: countsSchema,
    repaired: countsSchema,
    /** What is wrong and not repaired, the oldest first, at most 100. */
    open: z.array(
      z.strictObject({
        kind: z.enum(FINDING_KINDS),
        /** The row: a run, a delivery, a raw event, …; of what has no incident too. */
        subject: z.string(),
        incident_id: idSchema.nullable(),
        found_at: timeSchema,
      }),
    ),
  })
  .meta({ id: 'SelfCheck' });
export type SelfCheckAnswer = z.infer<typeof selfCheckAnswerSchema>;

/** Whether the backend keeps its promises. */
export const selfCheckRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/self-check',
    operationId: 'getSelfCheck',
    ...arrangesAll,
    summary: 'What the auditor last found, and what is still wrong',
    tag: 'system',
    auth: 'api_token',
    responses: { 200: selfCheckAnswerSchema },
  },
];
