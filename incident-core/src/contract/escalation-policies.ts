import { z } from 'zod';
import { idParamsSchema, idSchema, lineSchema, pageQuerySchema, pageSchema } from './fields.ts';
import { managedShape } from './managed.ts';
import { forceQuerySchema, readinessAnswerShape } from './readiness.ts';
import { arranges, looks, type Route } from './route.ts';
import { givenPolicyMatchersSchema, policyMatchersAnswerSchema, targetSchema } from './targets.ts';

const LONGEST_SECONDS = 30 * 86_400;

const stepSchema = z.strictObject({
  /** Seconds between the end of the step before (for the first: the start of the run) and this step. */
  delay_seconds: z.int().min(0).max(LONGEST_SECONDS),
  /** Seconds from activation until the next step's turn comes. */
  timeout_seconds: z.int().min(1).max(LONGEST_SECONDS),
  targets: z.array(targetSchema).min(1).max(100),
});

/** An escalation policy, as the API shows it. */
export const policyAnswerSchema = z
  .strictObject({
    id: idSchema,
    name: z.string(),
    /** The team whose incidents it serves; null for all teams. */
    team_id: idSchema.nullable(),
    matchers: policyMatchersAnswerSchema,
    /** Among equals the lowest goes first. */
    position: z.int(),
    /** The team's default, or the global one without a team. */
    is_default: z.boolean(),
    /** Rounds after the first: 2 means three rounds. */
    repeat: z.int(),
    steps: z.array(stepSchema),
    ...readinessAnswerShape,
    ...managedShape,
  })
  .meta({ id: 'EscalationPolicy' });
export type PolicyAnswer = z.infer<typeof policyAnswerSchema>;

/** A policy to be made, or the whole of one to be put in the place of another. */
export const givenPolicySchema = z
  .strictObject({
    name: lineSchema(200),
    team_id: idSchema.nullable().default(null),
    matchers: givenPolicyMatchersSchema.default({}),
    position: z.int().min(0).max(1_000_000).default(0),
    is_default: z.boolean().default(false),
    repeat: z.int().min(0).max(100).default(0),
    steps: z
      .array(stepSchema.extend({ delay_seconds: stepSchema.shape.delay_seconds.default(0) }))
      .min(1)
      .max(50),
  })
  .meta({
    examples: [
      {
        name: 'Checkout, production',
        matchers: { service: ['checkout*'], environment: ['production'] },
        repeat: 2,
        steps: [
          { timeout_seconds: 900, targets: [{ type: 'user', id: '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11' }] },
          { timeout_seconds: 900, targets: [{ type: 'webhook', id: '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b12' }] },
        ],
      },
    ],
  });
export type GivenPolicy = z.infer<typeof givenPolicySchema>;

const policy = { tag: 'escalation-policies', auth: 'api_token' } as const;

/** The calls on escalation policies. Runs go on by the copy that they started with: no call here reaches them. */
export const policyRoutes: readonly Route[] = [
  {
    ...policy,
    method: 'GET',
    path: '/v1/escalation-policies',
    operationId: 'listEscalationPolicies',
    ...looks,
    summary: 'Escalation policies, by position',
    query: pageQuerySchema,
    responses: { 200: pageSchema(policyAnswerSchema) },
  },
  {
    ...policy,
    method: 'POST',
    path: '/v1/escalation-policies',
    operationId: 'createEscalationPolicy',
    needs: 'manage',
    concerns: { teams: 'given', given: 'or_all' },
    summary: 'Make an escalation policy',
    description:
      'Refused with 422 when a target does not exist, with 409 when there is such a default already. Refused with 422 ' +
      'too, with every problem, when it would reach nobody, or no person, at some step: `force=true` saves it all the same.',
    query: forceQuerySchema,
    body: givenPolicySchema,
    responses: { 201: policyAnswerSchema },
  },
  {
    ...policy,
    method: 'GET',
    path: '/v1/escalation-policies/:id',
    operationId: 'getEscalationPolicy',
    computed: ['ready', 'problems'],
    ...looks,
    summary: 'One escalation policy',
    params: idParamsSchema,
    responses: { 200: policyAnswerSchema },
  },
  {
    ...policy,
    method: 'PUT',
    path: '/v1/escalation-policies/:id',
    operationId: 'replaceEscalationPolicy',
    needs: 'manage',
    concerns: { teams: 'escalation_policy', given: 'or_all' },
    summary: 'Put a whole policy in the place of one',
    description:
      'Refused as at creation, with 409 when the global default would be none any more, and with 409 when a file looks ' +
      'after it; the answer names the file.',
    params: idParamsSchema,
    query: forceQuerySchema,
    body: givenPolicySchema,
    responses: { 200: policyAnswerSchema },
  },
  {
    ...policy,
    method: 'DELETE',
    path: '/v1/escalation-policies/:id',
    operationId: 'deleteEscalationPolicy',
    ...arranges('escalation_policy'),
    summary: 'Delete an escalation policy',
    description: 'Refused with 409 for the global default, and when a file looks after it.',
    params: idParamsSchema,
    responses: { 204: null },
  },
];
