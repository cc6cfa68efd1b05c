import { z } from 'zod';
import { INCIDENT_STATUSES } from '../model/incident.ts';
import { PAGE_TEST_STATES, PAGE_TEST_TYPES, RECEIPT_STATES } from '../model/notice.ts';
import { idParamsSchema, idSchema, timeSchema } from './fields.ts';
import { toldFields } from './notifications.ts';
import type { Route } from './route.ts';

/** What is to be tested: exactly one of these. */
export const givenPageTestSchema = z
  .strictObject({
    contact_method_id: idSchema.optional(),
    escalation_policy_id: idSchema.optional(),
    source_id: idSchema.optional(),
    /** Who posts the alert of a source's test: the backend to itself, or the caller, by the way that alerts take. */
    posted_by: z.enum(['backend', 'caller']).default('backend'),
  })
  .refine(
    ({ posted_by: _, ...given }) => Object.values(given).filter((id) => id !== undefined).length === 1,
    'expected exactly one of contact_method_id, escalation_policy_id and source_id',
  )
  .refine(({ posted_by: by, source_id: source }) => by === 'backend' || source !== undefined, {
    path: ['posted_by'],
    message: 'expected "backend": only the alert of a source can be posted',
  });
export type GivenPageTest = z.infer<typeof givenPageTestSchema>;

/** One message of a test, and what became of it. */
const pageTestDeliverySchema = z.strictObject({
  ...toldFields,
  /** By which the provider knows it. */
  provider_id: z.string().nullable(),
  /** From the plan until the channel took it. */
  latency_ms: z.int().nullable(),
  /** Whether it arrived: `none` where the channel never tells, or nothing has been sent. */
  receipt: z.enum(RECEIPT_STATES),
});

/** A test and what has become of it. */
export const pageTestAnswerSchema = z
  .strictObject({
    id: idSchema,
    about: z.strictObject({ type: z.enum(PAGE_TEST_TYPES), id: idSchema, name: z.string() }),
    asked_by: z.strictObject({ id: idSchema, name: z.string() }),
    created_at: timeSchema,
    /** When it ends by itself. */
    ends_at: timeSchema,
    ended_at: timeSchema.nullable(),
    state: z.enum(PAGE_TEST_STATES),
    /** The incident of a test of a policy or a source; null for one of a contact method, and until it is opened. */
    incident: z
      .strictObject({
        id: idSchema,
        number: z.int(),
        title: z.string(),
        status: z.enum(INCIDENT_STATUSES),
        acknowledged_at: timeSchema.nullable(),
        /** Who has it. */
        acknowledged_by: z.string().nullable(),
        resolved_at: timeSchema.nullable(),
      })
      .nullable(),
    /** The latest first, 200 at most. */
    deliveries: z.array(pageTestDeliverySchema),
  })
  .meta({ id: 'PageTest' });
export type PageTestAnswer = z.infer<typeof pageTestAnswerSchema>;

/** A test that has begun, and what its caller is to post for it. */
export const begunPageTestSchema = pageTestAnswerSchema
  .extend({
    /** To be posted to `/v1/alerts/elastic` with a token of the source, as it is; null where the caller posts nothing. */
    payload: z.string().nullable(),
  })
  .meta({ id: 'BegunPageTest' });
export type BegunPageTest = z.infer<typeof begunPageTestSchema>;

const pageTest = { tag: 'page-me-now', auth: 'api_token', needs: 'token', concerns: { teams: 'any' } } as const;

/** The calls that try whether people are reached. */
export const pageMeNowRoutes: readonly Route[] = [
  {
    ...pageTest,
    method: 'POST',
    path: '/v1/page-me-now',
    operationId: 'pageMeNow',
    summary: 'Try with a real message whether people are reached',
    description:
      'A contact method, verified or not, of the caller or for who arranges things for all teams; a policy or a source for who arranges things for its team. ' +
      'A policy and a source are tried with a real incident, which ends when it is acknowledged, or after 15 minutes. 429 after ten in ten minutes. ' +
      'With `posted_by: caller` a source is tried all the way from where its alerts come from: the answer holds the payload to post.',
    body: givenPageTestSchema,
    responses: { 202: begunPageTestSchema },
  },
  {
    ...pageTest,
    method: 'GET',
    path: '/v1/page-me-now/:id',
    operationId: 'getPageTest',
    summary: 'What has become of a test: who was told by what, and whether it arrived',
    description: 'For who asked for it, and for who arranges what was tested; 404 for everybody else.',
    params: idParamsSchema,
    responses: { 200: pageTestAnswerSchema },
  },
];
