import { z } from 'zod';
import { idParamsSchema, idSchema, lineSchema, pageQuerySchema, pageSchema, timeSchema } from './fields.ts';
import { arrangesAll, type Route } from './route.ts';

/**
 * What a token allows beside the roles of its user: everything, or nothing but to act for the Kibana users that each
 * call names.
 */
export const SCOPES = ['admin', 'act_as'] as const;
export const scopeSchema = z.enum(SCOPES);
/** One of the things that a token allows. */
export type Scope = z.infer<typeof scopeSchema>;

/** An API token, as the API shows it: never the token itself. */
export const tokenAnswerSchema = z
  .strictObject({
    id: idSchema,
    name: z.string(),
    /** Whom it acts as; null for a program. */
    user_id: idSchema.nullable(),
    scopes: z.array(scopeSchema),
    created_at: timeSchema,
    expires_at: timeSchema.nullable(),
    revoked_at: timeSchema.nullable(),
    last_used_at: timeSchema.nullable(),
  })
  .meta({ id: 'Token' });
export type TokenAnswer = z.infer<typeof tokenAnswerSchema>;

/** A token that was just made: the one time that it is shown. */
export const madeTokenSchema = tokenAnswerSchema.extend({ token: z.string() }).meta({ id: 'MadeToken' });
export type MadeToken = z.infer<typeof madeTokenSchema>;

/**
 * A token to be made; it lives until revoked unless told otherwise. Without scopes it is a user's and has their roles;
 * one that acts for others is nobody's and does nothing else.
 */
export const newTokenSchema = z
  .strictObject({
    name: lineSchema(200),
    user_id: idSchema.nullable().optional(),
    scopes: z.array(scopeSchema).max(SCOPES.length).default([]),
    expires_at: timeSchema.nullable().optional(),
  })
  .refine(({ scopes, user_id }) => scopes.length > 0 || (user_id ?? null) !== null, {
    path: ['scopes'],
    message: 'expected a scope, or the user whose roles the token has',
  })
  .refine(({ scopes, user_id }) => !scopes.includes('act_as') || (new Set(scopes).size === 1 && !user_id), {
    path: ['scopes'],
    message: 'expected act_as alone, and no user',
  });
export type NewToken = z.infer<typeof newTokenSchema>;

/** Until when the new token lives; until it is revoked, unless told otherwise. */
export const rotatedTokenSchema = z.strictObject({ expires_at: timeSchema.nullable().optional() });
export type RotatedToken = z.infer<typeof rotatedTokenSchema>;

const token = { tag: 'tokens', auth: 'api_token' } as const;

/** The calls on API tokens. */
export const tokenRoutes: readonly Route[] = [
  {
    ...token,
    method: 'GET',
    path: '/v1/tokens',
    operationId: 'listTokens',
    ...arrangesAll,
    summary: 'API tokens, by name',
    query: pageQuerySchema,
    responses: { 200: pageSchema(tokenAnswerSchema) },
  },
  {
    ...token,
    method: 'POST',
    path: '/v1/tokens',
    operationId: 'createToken',
    ...arrangesAll,
    summary: 'Make an API token',
    description:
      'The answer holds the token; no later one does. With a scope, or for an administrator, it takes one. Two of the same ' +
      'name and user may be alive at a time.',
    body: newTokenSchema,
    responses: { 201: madeTokenSchema },
  },
  {
    ...token,
    method: 'GET',
    path: '/v1/tokens/:id',
    operationId: 'getToken',
    computed: ['last_used_at'],
    ...arrangesAll,
    summary: 'One API token',
    params: idParamsSchema,
    responses: { 200: tokenAnswerSchema },
  },
  {
    ...token,
    method: 'POST',
    path: '/v1/tokens/:id/rotate',
    operationId: 'rotateToken',
    ...arrangesAll,
    summary: 'Make another token in the place of this one',
    description:
      'Of the same name, user and scopes. The one before lives on until it is revoked, so that nothing stops meanwhile. ' +
      'Refused with 409 when it is dead, or when there are two already.',
    params: idParamsSchema,
    body: rotatedTokenSchema,
    responses: { 201: madeTokenSchema },
  },
  {
    ...token,
    method: 'DELETE',
    path: '/v1/tokens/:id',
    operationId: 'revokeToken',
    ...arrangesAll,
    summary: 'Revoke an API token',
    description: 'All backends refuse it within five seconds. Refused with 409 for the last live admin token.',
    params: idParamsSchema,
    responses: { 204: null },
  },
];
