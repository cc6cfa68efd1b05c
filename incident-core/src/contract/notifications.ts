import { z } from 'zod';
import { CHANNELS, DELIVERY_STATUSES, HOLD_REASONS, NOTIFICATION_EVENTS } from '../model/notification.ts';
import { attemptSchema } from './deliveries.ts';
import { idParamsSchema, idSchema, pageQuerySchema, pageSchema, timeSchema } from './fields.ts';
import type { Route } from './route.ts';
import { namedTargetSchema } from './targets.ts';

/** What is shown of whoever was told, and whether it got through. */
export const toldFields = {
  id: idSchema,
  recipient: namedTargetSchema,
  channel: z.enum(CHANNELS),
  /** Where to; all but its beginning and domain is hidden from who may only look. Null for a webhook. */
  address: z.string().nullable(),
  /** The passage that asked for it; null for what no escalation asked for. */
  passage: z.strictObject({ run: z.int(), round: z.int(), step: z.int() }).nullable(),
  /** Whether a schedule said that they were on call. */
  on_call: z.boolean(),
  /** Why they were told, where it is not plain from the step. */
  because: z.string().nullable(),
  status: z.enum(DELIVERY_STATUSES),
  /** Why it ended as it did, or is tried again. */
  reason: z.string().nullable(),
  /** The delivery in whose message it went. */
  merged_into: idSchema.nullable(),
  created_at: timeSchema,
  /** When it is tried next; null once it has ended. */
  due_at: timeSchema.nullable(),
  /** Why it waits until then although nothing else does; null where nothing holds it, and once it has ended. */
  hold: z.strictObject({ reason: z.enum(HOLD_REASONS), until: timeSchema }).nullable(),
  sent_at: timeSchema.nullable(),
  delivered_at: timeSchema.nullable(),
  ended_at: timeSchema.nullable(),
  attempts: z.array(attemptSchema),
};

/** Whom an incident's people were told by, what, and whether it got through. */
export const notificationAnswerSchema = z
  .strictObject({ event: z.enum(NOTIFICATION_EVENTS), ...toldFields })
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
