import { z } from 'zod';
import { ESCALATION_ENDS, ESCALATION_STATUSES } from '../model/escalation.ts';
import { URGENCIES } from '../model/severity.ts';
import { idParamsSchema, idSchema, pageQuerySchema, pageSchema, timeSchema } from './fields.ts';
import type { Route } from './route.ts';
import { namedTargetSchema } from './targets.ts';

const place = {
  /** From 1; a policy with `repeat: 2` has three rounds. */
  round: z.int(),
  /** From 1. */
  step: z.int(),
};

const passageSchema = z.strictObject({
  ...place,
  status: z.enum(ESCALATION_STATUSES),
  due_at: timeSchema,
  activated_at: timeSchema.nullable(),
  /** When its first delivery was sent. */
  notified_at: timeSchema.nullable(),
  ended_at: timeSchema.nullable(),
  /** Why it was left, or ended. */
  reason: z.string().nullable(),
  /** Seconds that it waits for an answer. */
  timeout_seconds: z.int().nullable(),
  targets: z.array(namedTargetSchema),
  unreachable: z.array(z.strictObject({ target: namedTargetSchema, reason: z.string() })),
});

const aheadSchema = z.strictObject({
  ...place,
  /** When its turn comes if everybody before it is reached and nobody acknowledges. */
  due_at: timeSchema,
  timeout_seconds: z.int(),
  targets: z.array(namedTargetSchema),
});

/** One run of an escalation policy for an incident, with all that happened in it and what is still to come. */
export const escalationAnswerSchema = z
  .strictObject({
    id: idSchema,
    /** Numbers the runs of an incident from 1. */
    run: z.int(),
    /** The copy that the run goes by; null while it waits to take one, and when no policy matched. */
    policy: z.strictObject({ id: idSchema, name: z.string() }).nullable(),
    /** Why it was started. */
    because: z.string(),
    urgency: z.enum(URGENCIES),
    status: z.enum(ESCALATION_STATUSES),
    ...place,
    /** Steps of a round, and rounds at most; null without a policy. */
    steps: z.int().nullable(),
    rounds: z.int().nullable(),
    /** When it moves next; null once it has ended. */
    due_at: timeSchema.nullable(),
    created_at: timeSchema,
    ended_at: timeSchema.nullable(),
    end_reason: z.enum(ESCALATION_ENDS).nullable(),
    /** Oldest first. */
    passages: z.array(passageSchema),
    /** The next ones, at most 100. */
    ahead: z.array(aheadSchema),
  })
  .meta({ id: 'Escalation' });
export type EscalationAnswer = z.infer<typeof escalationAnswerSchema>;

/** Where an incident's last run stands, as lists show it. */
export const escalationStandingSchema = z
  .strictObject({
    run: z.int(),
    ...place,
    /** Steps of a round; null without a policy. */
    of: z.int().nullable(),
    status: z.enum(ESCALATION_STATUSES),
    due_at: timeSchema.nullable(),
  })
  .meta({ id: 'EscalationStanding' });
export type EscalationStanding = z.infer<typeof escalationStandingSchema>;

/** The calls on the runs of an incident. */
export const escalationRoutes: readonly Route[] = [
  {
    tag: 'incidents',
    auth: 'api_token',
    method: 'GET',
    path: '/v1/incidents/:id/escalations',
    operationId: 'listEscalations',
    needs: 'view',
    concerns: { teams: 'incident' },
    summary: "An incident's escalations, the last run first",
    params: idParamsSchema,
    query: pageQuerySchema,
    responses: { 200: pageSchema(escalationAnswerSchema) },
  },
];
