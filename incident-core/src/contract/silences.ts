import { z } from 'zod';
import { idParamsSchema, idSchema, lineSchema, pageSchema, timeSchema } from './fields.ts';
import { looks, type Route } from './route.ts';
import {
  givenSuppressionFields,
  givenSuppressionMatchersSchema,
  suppressionAnswerFields,
  suppressionPreviewAnswerSchema,
  suppressionPreviewSchema,
  suppressionQuerySchema,
} from './suppressions.ts';

/** How long a silence of somebody who does not arrange things for the team may last, and how long any may. */
export const LONGEST_SILENCE_HOURS = { respond: 24, manage: 30 * 24 } as const;

/** A silence, as the API shows it. */
export const silenceAnswerSchema = z
  .strictObject({
    ...suppressionAnswerFields,
    starts_at: timeSchema,
    ends_at: timeSchema,
    /** When its owner is reminded that it ends; null once that is done, or when it is too short for that. */
    reminder_at: timeSchema.nullable(),
  })
  .meta({ id: 'Silence' });
export type SilenceAnswer = z.infer<typeof silenceAnswerSchema>;

/** A silence to be made; from now on unless it says otherwise. */
export const newSilenceSchema = z
  .strictObject({ ...givenSuppressionFields, starts_at: timeSchema.optional(), ends_at: timeSchema })
  .meta({
    examples: [{ matchers: { service: ['checkout'] }, reason: 'we deploy', ends_at: '2027-01-05T04:00:00.000Z' }],
  });
export type NewSilence = z.infer<typeof newSilenceSchema>;

/** What may be changed of a silence that is not over. */
export const silenceChangeSchema = z.strictObject({
  matchers: givenSuppressionMatchersSchema.optional(),
  reason: lineSchema(500).optional(),
  starts_at: timeSchema.optional(),
  ends_at: timeSchema.optional(),
  /** Who looks after it from now on, and is reminded of its end. */
  owner_id: idSchema.optional(),
});
export type SilenceChange = z.infer<typeof silenceChangeSchema>;

const silence = { tag: 'silences', auth: 'api_token' } as const;
const answer = { responses: { 200: silenceAnswerSchema } };

/** The calls on silences. */
export const silenceRoutes: readonly Route[] = [
  {
    ...silence,
    method: 'GET',
    path: '/v1/silences',
    operationId: 'listSilences',
    ...looks,
    summary: 'Silences, the newest first',
    query: suppressionQuerySchema,
    responses: { 200: pageSchema(silenceAnswerSchema) },
  },
  {
    ...silence,
    method: 'POST',
    path: '/v1/silences',
    operationId: 'createSilence',
    needs: 'respond',
    concerns: { teams: 'given', given: 'or_all' },
    summary: 'Hold the escalation of incidents for a while',
    description:
      'Incidents that match open visibly and nobody is told. What is still active at the end is told then, from step 1 ' +
      'on; what recovers meanwhile resolves quietly. Responders may do so for 24 hours at most, managers for 30 days.',
    body: newSilenceSchema,
    responses: { 201: silenceAnswerSchema },
  },
  {
    ...silence,
    method: 'POST',
    path: '/v1/silences/preview',
    operationId: 'previewSuppression',
    ...looks,
    summary: 'Which open incidents a silence or maintenance window would mean now',
    description: 'Of those that the caller may see.',
    body: suppressionPreviewSchema,
    responses: { 200: suppressionPreviewAnswerSchema },
  },
  {
    ...silence,
    method: 'GET',
    path: '/v1/silences/:id',
    operationId: 'getSilence',
    ...looks,
    summary: 'One silence',
    computed: ['state', 'reminder_at'],
    params: idParamsSchema,
    ...answer,
  },
  {
    ...silence,
    method: 'PATCH',
    path: '/v1/silences/:id',
    operationId: 'changeSilence',
    needs: 'respond',
    concerns: { teams: 'silence' },
    summary: 'Change a silence',
    description:
      'What it no longer means is let go at once. `owner_id` hands it over, to somebody who is here. Refused with 409 when it is over.',
    params: idParamsSchema,
    body: silenceChangeSchema,
    ...answer,
  },
  {
    ...silence,
    method: 'POST',
    path: '/v1/silences/:id/end',
    operationId: 'endSilence',
    needs: 'respond',
    concerns: { teams: 'silence' },
    summary: 'End a silence now',
    description: 'What is still active is told at once. One that is over stays as it is.',
    params: idParamsSchema,
    ...answer,
  },
];
