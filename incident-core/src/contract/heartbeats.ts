import { z } from 'zod';
import { idParamsSchema, timeSchema } from './fields.ts';
import { arranges, type Route } from './route.ts';

/** How often a source says that it is alive, and how much later that may come before somebody is told. */
export const givenHeartbeatSchema = z
  .strictObject({
    interval_seconds: z
      .int()
      .min(10)
      .max(31 * 86_400),
    grace_seconds: z.int().min(0).max(86_400).default(60),
  })
  .meta({ examples: [{ interval_seconds: 3_600, grace_seconds: 300 }] });
export type GivenHeartbeat = z.infer<typeof givenHeartbeatSchema>;

/** What is expected of a source, and how it keeps to that. */
export const heartbeatAnswerSchema = z
  .strictObject({
    interval_seconds: z.int(),
    grace_seconds: z.int(),
    set_up_at: timeSchema,
    /** Null for one that has never come. */
    last_beat_at: timeSchema.nullable(),
    /** When an incident is opened unless one comes before. */
    due_at: timeSchema,
    /** Since when it has been silent; null while it is not. */
    silent_at: timeSchema.nullable(),
  })
  .meta({ id: 'SourceHeartbeat' });
export type HeartbeatAnswer = z.infer<typeof heartbeatAnswerSchema>;

/** When the next one must come. */
export const beatAnswerSchema = z.strictObject({ due_at: timeSchema }).meta({ id: 'HeartbeatTaken' });
export type BeatAnswer = z.infer<typeof beatAnswerSchema>;

const heartbeat = {
  tag: 'sources',
  auth: 'api_token',
  path: '/v1/sources/:id/heartbeat',
  ...arranges('source'),
} as const;

/** The calls on sources that say regularly that they are alive. */
export const heartbeatRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/heartbeats',
    operationId: 'receiveHeartbeat',
    summary: 'Say that the source is alive',
    description:
      'The token of the source goes into `Authorization` as Bearer, or as the password of Basic; what the body holds does ' +
      'not matter. 409 for a source of which no heartbeat is expected.',
    tag: 'alerts',
    auth: 'source_token',
    body: z.unknown(),
    bodyType: '*/*',
    responses: { 202: beatAnswerSchema },
  },
  {
    ...heartbeat,
    method: 'GET',
    operationId: 'getSourceHeartbeat',
    computed: ['last_beat_at', 'due_at', 'silent_at'],
    summary: 'How often a source must say that it is alive, and when it last did',
    description: '404 for a source of which no heartbeat is expected.',
    params: idParamsSchema,
    responses: { 200: heartbeatAnswerSchema },
  },
  {
    ...heartbeat,
    method: 'PUT',
    operationId: 'setSourceHeartbeat',
    summary: 'Expect heartbeats of a source',
    description:
      'When none comes in time an incident of its team opens, which resolves at the next one. The time runs from now on.',
    params: idParamsSchema,
    body: givenHeartbeatSchema,
    responses: { 200: heartbeatAnswerSchema },
  },
  {
    ...heartbeat,
    method: 'DELETE',
    operationId: 'deleteSourceHeartbeat',
    summary: 'Expect no heartbeats of a source any more',
    description: 'The incident about its silence resolves.',
    params: idParamsSchema,
    responses: { 204: null },
  },
];
