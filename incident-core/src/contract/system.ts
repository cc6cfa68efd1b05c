import { z } from 'zod';
import { roleSchema } from '../model/access.ts';
import { idSchema } from './fields.ts';
import type { Route } from './route.ts';

const statusSchema = z.strictObject({ status: z.string() });

/** That the process can do its work. */
const readyAnswerSchema = z.strictObject({
  status: z.string(),
  /** How many rows hold a secret under `SECRETS_KEY_PREVIOUS`, which may go once there are none; null before it was looked. */
  secrets_under_previous_key: z.int().nullable(),
});
export type ReadyAnswer = z.infer<typeof readyAnswerSchema>;

/** Who answers, and whom it takes the caller for: what a client asks before anything else. */
export const statusAnswerSchema = z
  .strictObject({
    name: z.string(),
    version: z.string(),
    /** The version of this API; it rises when a client that was written for the one before would break. */
    api: z.int(),
    /** The caller, where it is a person; null for a program, and for Kibana without users. */
    user: z.strictObject({ id: idSchema, name: z.string() }).nullable(),
    /** What this caller may do on this call. */
    roles: z.array(z.strictObject({ role: roleSchema, team_id: idSchema.nullable() })),
  })
  .meta({ id: 'Status' });
export type StatusAnswer = z.infer<typeof statusAnswerSchema>;

/** What machines ask: whether it lives, what it counts, how it is called. */
export const systemRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/healthz',
    operationId: 'getHealth',
    summary: 'Whether the process runs',
    tag: 'system',
    auth: 'none',
    responses: { 200: statusSchema },
  },
  {
    method: 'GET',
    path: '/readyz',
    operationId: 'getReadiness',
    summary: 'Whether the process can do its work',
    description: 'Answers 503 while the database cannot be reached.',
    tag: 'system',
    auth: 'none',
    responses: { 200: readyAnswerSchema },
  },
  {
    method: 'GET',
    path: '/metrics',
    operationId: 'getMetrics',
    summary: 'All figures, for Prometheus',
    tag: 'system',
    auth: 'none',
    responses: { 200: z.string() },
    answerType: 'text/plain',
  },
  {
    method: 'GET',
    path: '/v1/status',
    operationId: 'getStatus',
    needs: 'token',
    concerns: { teams: 'any' },
    summary: 'Who answers, and what the caller may do',
    tag: 'system',
    auth: 'api_token',
    responses: { 200: statusAnswerSchema },
  },
  {
    method: 'GET',
    path: '/v1/openapi.json',
    operationId: 'getOpenApi',
    summary: 'This description',
    tag: 'system',
    auth: 'none',
    responses: { 200: z.looseObject({ openapi: z.string() }) },
  },
];
