import { z } from 'zod';
import { SOURCE_HEALTHS } from '../model/source-health.ts';
import { idParamsSchema, idSchema, lineSchema, pageQuerySchema, pageSchema, timeSchema } from './fields.ts';
import { arranges, looks, type Route } from './route.ts';

/** How a source stands, and why. */
export const sourceHealthSchema = z
  .strictObject({
    status: z.enum(SOURCE_HEALTHS),
    /** What is wrong; null while nothing is known to be. */
    reason: z.string().nullable(),
    /** When it last posted, to the minute. */
    last_push_at: timeSchema.nullable(),
    /** When its alerts were last read from Elasticsearch. */
    last_pull_at: timeSchema.nullable(),
    /** By how much the last push is older than the last pull; less than nothing the other way round. */
    push_behind_seconds: z.int().nullable(),
    /** What only the pull found: alerts and recoveries that no push had brought by then. */
    found_by_pull: z.int(),
  })
  .meta({ id: 'SourceHealth' });

/**
 * New incidents that it may open within a minute; above that they are collected in one of each team. Null: as many as it
 * wants.
 */
const stormRate = z.int().min(1).max(1_000_000);

/** A sender of payloads, as the API shows it. */
export const sourceAnswerSchema = z
  .strictObject({
    id: idSchema,
    name: z.string(),
    team_id: idSchema.nullable(),
    storm_rate: stormRate.nullable(),
    created_at: timeSchema,
    health: sourceHealthSchema,
  })
  .meta({ id: 'Source' });
export type SourceAnswer = z.infer<typeof sourceAnswerSchema>;

/** A source to be made. `team_id`: who owns what no rule and no tag gives to a team. */
export const newSourceSchema = z.strictObject({
  name: lineSchema(200),
  team_id: idSchema.nullable().optional(),
  storm_rate: stormRate.nullable().optional(),
});
export type NewSource = z.infer<typeof newSourceSchema>;

/** What may be changed of a source. */
export const sourceChangeSchema = newSourceSchema.partial();
export type SourceChange = z.infer<typeof sourceChangeSchema>;

/** A source's token, as the API shows it: never the token itself. */
export const sourceTokenAnswerSchema = z
  .strictObject({
    id: idSchema,
    created_at: timeSchema,
    expires_at: timeSchema.nullable(),
    revoked_at: timeSchema.nullable(),
    last_used_at: timeSchema.nullable(),
    /** Posts that came with it after its end. */
    refused_count: z.int(),
  })
  .meta({ id: 'SourceToken' });
export type SourceTokenAnswer = z.infer<typeof sourceTokenAnswerSchema>;

/** A token that was just made: the one time that it is shown. */
export const madeSourceTokenSchema = sourceTokenAnswerSchema
  .extend({ token: z.string() })
  .meta({ id: 'MadeSourceToken' });
export type MadeSourceToken = z.infer<typeof madeSourceTokenSchema>;

/** A token to be made; it lives until revoked unless told otherwise. */
export const newSourceTokenSchema = z.strictObject({ expires_at: timeSchema.nullable().optional() });
export type NewSourceToken = z.infer<typeof newSourceTokenSchema>;

/** The parameters of a path to one token of a source. */
export const sourceTokenParamsSchema = z.strictObject({ id: idSchema, tokenId: idSchema });

const source = { tag: 'sources', auth: 'api_token' } as const;

/** The calls on sources and their tokens. */
export const sourceRoutes: readonly Route[] = [
  {
    ...source,
    method: 'GET',
    path: '/v1/sources',
    operationId: 'listSources',
    ...looks,
    summary: 'Sources, by name',
    query: pageQuerySchema,
    responses: { 200: pageSchema(sourceAnswerSchema) },
  },
  {
    ...source,
    method: 'POST',
    path: '/v1/sources',
    operationId: 'createSource',
    needs: 'manage',
    concerns: { teams: 'given', given: 'or_all' },
    summary: 'Make a source',
    body: newSourceSchema,
    responses: { 201: sourceAnswerSchema },
  },
  {
    ...source,
    method: 'GET',
    path: '/v1/sources/:id',
    operationId: 'getSource',
    computed: ['health'],
    ...looks,
    summary: 'One source',
    params: idParamsSchema,
    responses: { 200: sourceAnswerSchema },
  },
  {
    ...source,
    method: 'PATCH',
    path: '/v1/sources/:id',
    operationId: 'changeSource',
    needs: 'manage',
    concerns: { teams: 'source', given: 'or_none' },
    summary: 'Change a source',
    params: idParamsSchema,
    body: sourceChangeSchema,
    responses: { 200: sourceAnswerSchema },
  },
  {
    ...source,
    method: 'DELETE',
    path: '/v1/sources/:id',
    operationId: 'deleteSource',
    ...arranges('source'),
    summary: 'Delete a source',
    description: 'Refused with 409 while it has a live token.',
    params: idParamsSchema,
    responses: { 204: null },
  },
  {
    ...source,
    method: 'GET',
    path: '/v1/sources/:id/tokens',
    operationId: 'listSourceTokens',
    ...arranges('source'),
    summary: "A source's tokens, the newest first",
    params: idParamsSchema,
    query: pageQuerySchema,
    responses: { 200: pageSchema(sourceTokenAnswerSchema) },
  },
  {
    ...source,
    method: 'POST',
    path: '/v1/sources/:id/tokens',
    operationId: 'createSourceToken',
    ...arranges('source'),
    summary: 'Make a token for a source',
    description: 'The answer holds the token; no later one does. Refused with 409 when the source has two live ones.',
    params: idParamsSchema,
    body: newSourceTokenSchema,
    responses: { 201: madeSourceTokenSchema },
  },
  {
    ...source,
    method: 'DELETE',
    path: '/v1/sources/:id/tokens/:tokenId',
    operationId: 'revokeSourceToken',
    ...arranges('source'),
    summary: "Revoke a source's token",
    description: 'All backends refuse it within five seconds.',
    params: sourceTokenParamsSchema,
    responses: { 204: null },
  },
];
