import { z } from 'zod';
import { idSchema } from './fields.ts';
import type { Route } from './route.ts';

/** What can become of one alert of a post. */
export const ALERT_OUTCOMES = [
  'opened',
  'attached',
  'refreshed',
  'recovery_noted',
  'resolved',
  'reopened',
  'duplicate',
  'ignored',
  'unreadable',
] as const;
export const alertOutcomeSchema = z.enum(ALERT_OUTCOMES);
export type AlertOutcome = z.infer<typeof alertOutcomeSchema>;

/** What became of one alert, or of a part of the body that could not be read as one. */
export const alertResultSchema = z
  .strictObject({
    outcome: alertOutcomeSchema,
    /** Why, where there was a choice. */
    reason: z.string().nullable(),
    dedup_key: z.string().nullable(),
    /** The incident concerned; for what is unreadable, the one that says so. */
    incident_id: idSchema.nullable(),
    team_id: idSchema.nullable(),
    /** Where in the body something was not as expected; null when all was. */
    path: z.string().nullable(),
    found: z.string().nullable(),
    expected: z.string().nullable(),
  })
  .meta({ id: 'AlertResult' });
export type AlertResult = z.infer<typeof alertResultSchema>;

/** The answer to a post: kept under `raw_event_id`, with what became of each alert in it. */
export const intakeAnswerSchema = z
  .strictObject({ raw_event_id: idSchema, results: z.array(alertResultSchema) })
  .meta({ id: 'IntakeAnswer' });
export type IntakeAnswer = z.infer<typeof intakeAnswerSchema>;

/** The way in for alerts. */
export const alertRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/alerts/elastic',
    operationId: 'receiveAlert',
    summary: 'Take in what a Kibana webhook action posts',
    description:
      'The body is read as bytes whatever its Content-Type. Answered after the commit. With a valid token nothing is lost: ' +
      'what cannot be read as an alert is kept and opens one incident of its source. ' +
      'The token goes into `Authorization` as Bearer, or as the password of Basic.',
    tag: 'alerts',
    auth: 'source_token',
    body: z.unknown(),
    bodyType: '*/*',
    responses: { 202: intakeAnswerSchema },
  },
];
