import { z } from 'zod';
import { CHANNELS, DELIVERY_STATUSES, HOLD_REASONS } from '../model/notification.ts';
import { urgencySchema } from '../model/severity.ts';
import { idParamsSchema, idSchema, pageQuerySchema, pageSchema, timeSchema } from './fields.ts';
import { looks, type Route } from './route.ts';
import { namedTargetSchema } from './targets.ts';

/** One try to deliver. */
export const attemptSchema = z.strictObject({
  attempt: z.int(),
  started_at: timeSchema,
  /** Null while it lasts, and for ever when nobody lived to write down what came of it. */
  ended_at: timeSchema.nullable(),
  /** How long the provider took. */
  latency_ms: z.int().nullable(),
  outcome: z.enum(['sent', 'delivered', 'refused']).nullable(),
  /** What the provider calls the message; null where it does not say. */
  provider_id: z.string().nullable(),
  error: z.string().nullable(),
});

const severals = <Value extends z.ZodType<string, string>>(value: Value) =>
  z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(value).min(1).max(50));

/** Filters of the log, all of which must hold; status and channel take several values, separated by commas. */
export const deliveryLogQuerySchema = pageQuerySchema.extend({
  status: severals(z.enum(DELIVERY_STATUSES)).optional(),
  channel: severals(z.enum(CHANNELS)).optional(),
  user_id: idSchema.optional(),
  incident_id: idSchema.optional(),
  team_id: idSchema.optional(),
  /** Planned at this time or later. */
  from: timeSchema.optional(),
  /** Planned before this time. */
  to: timeSchema.optional(),
});
export type DeliveryLogQuery = z.infer<typeof deliveryLogQuerySchema>;

/** One delivery: whom, what of, and all that came of it. */
export const deliveryAnswerSchema = z
  .strictObject({
    id: idSchema,
    notification_id: idSchema,
    /** What it tells: an event of an incident, or `handoff`. */
    event: z.string(),
    /** Null for what is of no incident. */
    incident: z.strictObject({ id: idSchema, number: z.int(), title: z.string() }).nullable(),
    /** Whose incident or schedule it is. */
    team: z.strictObject({ id: idSchema, name: z.string() }).nullable(),
    recipient: namedTargetSchema,
    channel: z.enum(CHANNELS),
    /** All but its beginning and domain is hidden from who may only look. Null for a webhook. */
    address: z.string().nullable(),
    urgency: urgencySchema,
    status: z.enum(DELIVERY_STATUSES),
    /** Why it ended as it did, or is tried again. */
    reason: z.string().nullable(),
    /** Why it waits until `due_at`; null when nothing holds it. */
    hold_reason: z.enum(HOLD_REASONS).nullable(),
    /** The delivery in whose message it went, with that one's attempts and receipt. */
    merged_into: idSchema.nullable(),
    provider_id: z.string().nullable(),
    created_at: timeSchema,
    /** When it is tried next; null once it has ended. */
    due_at: timeSchema.nullable(),
    sent_at: timeSchema.nullable(),
    delivered_at: timeSchema.nullable(),
    ended_at: timeSchema.nullable(),
    attempts: z.array(attemptSchema),
  })
  .meta({ id: 'Delivery' });
export type DeliveryAnswer = z.infer<typeof deliveryAnswerSchema>;

/** The calls on the delivery log. */
export const deliveryRoutes: readonly Route[] = [
  {
    tag: 'deliveries',
    auth: 'api_token',
    method: 'GET',
    path: '/v1/deliveries',
    operationId: 'listDeliveries',
    ...looks,
    summary: 'What was sent to whom, the latest first',
    query: deliveryLogQuerySchema,
    responses: { 200: pageSchema(deliveryAnswerSchema) },
  },
  {
    tag: 'deliveries',
    auth: 'api_token',
    method: 'GET',
    path: '/v1/deliveries/:id',
    operationId: 'getDelivery',
    ...looks,
    summary: 'One delivery',
    params: idParamsSchema,
    responses: { 200: deliveryAnswerSchema },
  },
];
