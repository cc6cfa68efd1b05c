import { z } from 'zod';
import { WEBHOOK_KINDS } from '../model/webhook.ts';
import { idParamsSchema, idSchema, lineSchema, pageQuerySchema, pageSchema, timeSchema } from './fields.ts';
import { arranges, looks, type Route } from './route.ts';

/** An outgoing webhook, as the API shows it; its signing secrets are not shown. */
export const webhookAnswerSchema = z
  .strictObject({
    id: idSchema,
    name: z.string(),
    /** What it is sent: our own signed JSON, or an Adaptive Card for a Microsoft Teams workflow. */
    kind: z.enum(WEBHOOK_KINDS),
    url: z.string(),
    team_id: idSchema.nullable(),
    enabled: z.boolean(),
    turned_off_at: timeSchema.nullable(),
    turned_off_reason: z.string().nullable(),
    created_at: timeSchema,
  })
  .meta({ id: 'Webhook' });
export type WebhookAnswer = z.infer<typeof webhookAnswerSchema>;

/** A webhook with the secrets that were just set: the one time that they are shown. */
export const webhookSecretsAnswerSchema = webhookAnswerSchema
  .extend({ secrets: z.array(z.string()) })
  .meta({ id: 'WebhookWithSecrets' });
export type WebhookSecretsAnswer = z.infer<typeof webhookSecretsAnswerSchema>;

/** Where it leads is checked when it is called, for names change their addresses; here only its form. */
const urlSchema = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .regex(/^https?:\/\/[^/?#@\\\s]+(?:[/?#]|$)/i, 'expected an http or https address without user name and password')
  .refine((url) => !/[\p{Cc}\p{Surrogate}\s]/u.test(url), 'expected an address without spaces and control characters');

/** Standard Webhooks: 24 to 64 bytes in base64 behind `whsec_`. */
const secretSchema = z
  .string()
  .regex(
    /^whsec_(?:[A-Za-z0-9+/]{4}){8,21}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
    'expected whsec_ and 24 to 64 bytes in base64',
  );

/** A webhook to be made. Without `secrets` it gets one. */
export const newWebhookSchema = z.strictObject({
  name: lineSchema(200),
  kind: z.enum(WEBHOOK_KINDS).default('standard'),
  url: urlSchema,
  team_id: idSchema.nullable().optional(),
  secrets: z.array(secretSchema).min(1).max(2).optional(),
});
export type NewWebhook = z.input<typeof newWebhookSchema>;

/** What may be changed of a webhook. */
export const webhookChangeSchema = z.strictObject({
  name: lineSchema(200).optional(),
  url: urlSchema.optional(),
  team_id: idSchema.nullable().optional(),
  enabled: z.boolean().optional(),
});
export type WebhookChange = z.infer<typeof webhookChangeSchema>;

const webhook = { tag: 'webhooks', auth: 'api_token' } as const;

/** The calls on outgoing webhooks. */
export const webhookRoutes: readonly Route[] = [
  {
    ...webhook,
    method: 'GET',
    path: '/v1/webhooks',
    operationId: 'listWebhooks',
    ...looks,
    summary: 'Webhooks, by name',
    query: pageQuerySchema,
    responses: { 200: pageSchema(webhookAnswerSchema) },
  },
  {
    ...webhook,
    method: 'POST',
    path: '/v1/webhooks',
    operationId: 'createWebhook',
    needs: 'manage',
    concerns: { teams: 'given', given: 'or_all' },
    summary: 'Make a webhook',
    description: 'The answer holds the signing secrets; no later one does.',
    body: newWebhookSchema,
    responses: { 201: webhookSecretsAnswerSchema },
  },
  {
    ...webhook,
    method: 'GET',
    path: '/v1/webhooks/:id',
    operationId: 'getWebhook',
    ...looks,
    summary: 'One webhook',
    params: idParamsSchema,
    responses: { 200: webhookAnswerSchema },
  },
  {
    ...webhook,
    method: 'PATCH',
    path: '/v1/webhooks/:id',
    operationId: 'changeWebhook',
    needs: 'manage',
    concerns: { teams: 'webhook', given: 'or_none' },
    summary: 'Change a webhook, turn it off or on',
    params: idParamsSchema,
    body: webhookChangeSchema,
    responses: { 200: webhookAnswerSchema },
  },
  {
    ...webhook,
    method: 'POST',
    path: '/v1/webhooks/:id/rotate-secret',
    operationId: 'rotateWebhookSecret',
    ...arranges('webhook'),
    summary: 'Give a webhook a new signing secret',
    description:
      'The secret before stays live beside the new one, until the next rotation. The answer holds the new one only.',
    params: idParamsSchema,
    responses: { 200: webhookSecretsAnswerSchema },
  },
  {
    ...webhook,
    method: 'DELETE',
    path: '/v1/webhooks/:id',
    operationId: 'deleteWebhook',
    ...arranges('webhook'),
    summary: 'Delete a webhook',
    description:
      'Refused with 409 while a step of an escalation policy or a fallback target names it; the answer says which.',
    params: idParamsSchema,
    responses: { 204: null },
  },
];
