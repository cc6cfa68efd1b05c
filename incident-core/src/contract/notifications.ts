import { z } from 'zod';
import { CHANNELS, DELIVERY_STATUSES, NOTIFICATION_EVENTS } from '../model/notification.ts';
import { idParamsSchema, idSchema, pageQuerySchema, pageSchema, timeSchema } from './fields.ts';
import type { Route } from './route.ts';
import { namedTargetSchema } from './targets.ts';

/** One try to deliver. */
const attemptSchema = z.strictObject({
  attempt: z.int(),
  started_at: timeSchema,
  /** Null while it lasts, and for ever when nobody lived to write down what came of it. */
  ended_at: timeSchema.nullable(),
  outcome: z.enum(['sent', 'delivered', 'refused']).nullable(),
  error: z.string().nullable(),
});

/** Whom an incident's people were told by, what, and whether it got through. */
export const notificationAnswerSchema = z
  .strictObject({
    id: idSchema,
    event: z.enum(NOTIFICATION_EVENTS),
    recipient: namedTargetSchema,
    channel: z.enum(CHANNELS),
    /** Where to; all but its beginning and domain is hidden from who may only look. Null for a webhook. */
    address: z.string().nullable(),
    /** The passage that asked for it; null for what no escalation asked for. */
    passage: z.strictObject({ run: z.int(), round: z.int(), step: z.int() }).nullable(),
    /** Why they were told, where it is not the step's turn. */
    because: z.string().nullable(),
    status: z.enum(DELIVERY_STATUSES),
    /** Why it ended as it did, or is tried again. */
    reason: z.string().nullable(),
    created_at: timeSchema,
    /** When it is tried next; null once it has ended. */
    due_at: timeSchema.nullable(),
    sent_at: timeSchema.nullable(),
    delivered_at: timeSchema.nullable(),
    ended_at: timeSchema.nullable(),
    attempts: z.array(attemptSchema),
  })
  .meta({ id: 'Notification' });
export type NotificationAnswer = z.infer<typeof notificationAnswerSchema>;

/** The calls on what was told of an incident. */
export const notificationRoutes: readonly Route[] = [
  {
    tag: 'incidents',
    auth: 'api_token',
    method: 'GET',
    path: '/v1/incidents/:id/notifications',
    operationId: 'listNotifications',
    needs: 'view',
    concerns: { teams: 'incident' },
    summary: 'Who was told of an incident, the latest first',
    params: idParamsSchema,
    query: pageQuerySchema,
    responses: { 200: pageSchema(notificationAnswerSchema) },
  },
];
