import { z } from 'zod';
import { idSchema, lineSchema, pageQuerySchema, pageSchema, timeSchema } from './fields.ts';
import type { Route } from './route.ts';

/** Filters of the audit trail, all of which must hold. */
export const auditQuerySchema = pageQuerySchema.extend({
  subject_type: lineSchema(100).optional(),
  subject_id: lineSchema(200).optional(),
  actor_id: idSchema.optional(),
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;

/** One change of configuration or access. */
export const auditEntrySchema = z
  .strictObject({
    /** From 1, without gaps. */
    number: z.int(),
    at: timeSchema,
    /** What was done, as `thresholds.imported`. */
    action: z.string(),
    subject: z.strictObject({ type: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
    actor: z.strictObject({
      type: z.enum(['user', 'token', 'source', 'system']),
      id: z.string().nullable(),
      name: z.string().nullable(),
      /** The token that acted for them, where it is not their own. */
      via: z.string().nullable(),
    }),
    /** What it was before and is now; null where there is nothing, secrets left out. */
    before: z.unknown(),
    after: z.unknown(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntryAnswer = z.infer<typeof auditEntrySchema>;

/** Whether the trail is whole, and else where it is not. */
export const auditVerificationSchema = z
  .strictObject({
    whole: z.boolean(),
    /** How many are as they were written, up to the first that is not. */
    entries: z.int(),
    /** How many older ones were thrown away after their time: the rest is held against the seal of the last of them. */
    pruned: z.int(),
    /** The first entry that is not as it was written; null when all are. */
    broken: z
      .strictObject({
        number: z.int(),
        /** `edited`: it is not what was written there; `missing`: it is not there, or the end of the trail is not. */
        reason: z.enum(['edited', 'missing']),
      })
      .nullable(),
  })
  .meta({ id: 'AuditVerification' });
export type AuditVerification = z.infer<typeof auditVerificationSchema>;

const audit = { tag: 'audit', auth: 'api_token', needs: 'manage', concerns: { teams: 'all' } } as const;

/** The calls on the audit trail, which nothing changes. */
export const auditRoutes: readonly Route[] = [
  {
    ...audit,
    method: 'GET',
    path: '/v1/audit',
    operationId: 'listAuditEntries',
    summary: 'Changes of configuration and access, the latest first',
    query: auditQuerySchema,
    responses: { 200: pageSchema(auditEntrySchema) },
  },
  {
    ...audit,
    method: 'GET',
    path: '/v1/audit/verify',
    operationId: 'verifyAuditTrail',
    summary: 'Whether the audit trail is as it was written',
    description: 'Reads all of it. An entry that was edited, taken out or put in by hand in the database shows.',
    responses: { 200: auditVerificationSchema },
  },
];
