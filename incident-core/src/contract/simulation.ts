import { z } from 'zod';
import { ALERT_STATUSES } from '../model/alert.ts';
import { POLICY_PASSED_OVER } from '../model/escalation-policy.ts';
import { PASSAGE_REASONS, STEP_REASONS } from '../model/escalation.ts';
import { CHANNELS, HOLD_REASONS } from '../model/notification.ts';
import { severitySchema, urgencySchema } from '../model/severity.ts';
import { alertOutcomeSchema } from './alerts.ts';
import { givenPolicySchema } from './escalation-policies.ts';
import { idSchema, lineSchema, timeSchema } from './fields.ts';
import type { Route } from './route.ts';
import { calendarTimeSchema } from './schedules.ts';
import { namedTargetSchema } from './targets.ts';

/** An incident that there is not: as much of it as decides who is told. Without a team it is routed as an alert is. */
const imaginedSchema = z.strictObject({
  team_id: idSchema.optional(),
  severity: severitySchema.default('error'),
  service: lineSchema(200).nullable().default(null),
  environment: lineSchema(200).nullable().default(null),
  tags: z.array(lineSchema(200)).max(100).default([]),
});

/** What is to be escalated, when, and by which policy: exactly one of the first three. */
export const givenSimulationSchema = z
  .strictObject({
    /** An incident that there is, as if it were opened at that time. */
    incident_id: idSchema.optional(),
    incident: imaginedSchema.optional(),
    /** What Kibana would post: the text of the body, or its JSON. It is read as the intake would read it. */
    payload: z.unknown().optional(),
    /** The source that posts it. */
    source_id: idSchema.optional(),
    /** Which alert of the payload, from 0. */
    alert: z.int().min(0).optional(),
    /** When the escalation starts; now, unless given. */
    at: calendarTimeSchema.optional(),
    /** This policy instead of the one that matches. */
    policy_id: idSchema.optional(),
    /** One that is not saved; with `policy_id` it stands in the place of that one. */
    policy: givenPolicySchema.optional(),
  })
  .superRefine((given, context) => {
    const subjects = (['incident_id', 'incident', 'payload'] as const).filter((name) => given[name] !== undefined);
    const refuse = (path: string, message: string) => {
      context.addIssue({ code: 'custom', path: [path], message });
    };
    if (subjects.length === 0) refuse('incident', 'expected one of incident_id, incident and payload');
    for (const name of subjects.slice(1)) refuse(name, `expected nothing beside ${subjects[0] ?? ''}`);
    if (given.payload !== undefined && given.source_id === undefined) {
      refuse('source_id', 'expected the source that posts the payload');
    }
    for (const name of ['source_id', 'alert'] as const) {
      if (given.payload === undefined && given[name] !== undefined) refuse(name, 'expected nothing without a payload');
    }
  })
  .meta({
    examples: [
      {
        incident: { severity: 'critical', service: 'checkout', environment: 'production' },
        at: '2027-01-05T03:12:00.000Z',
      },
    ],
  });
export type GivenSimulation = z.infer<typeof givenSimulationSchema>;

/** How many alerts the payload holds, and what the intake would make of this one. */
const simulatedAlertSchema = z.strictObject({
  count: z.int(),
  name: z.string(),
  status: z.enum(ALERT_STATUSES),
  severity_from: z.string(),
  service: z.string().nullable(),
  environment: z.string().nullable(),
  tags: z.array(z.string()),
  dedup_key: z.string(),
  /** What would become of it now. Only what opens an incident, or opens it again, starts an escalation. */
  outcome: alertOutcomeSchema,
  reason: z.string().nullable(),
  /** The incident that it would concern; null for one that would be opened. */
  incident_id: idSchema.nullable(),
  /** Where it could not be read; the incident is then the one that says so. */
  unreadable: z
    .strictObject({ reason: z.string(), path: z.string(), found: z.string(), expected: z.string() })
    .nullable(),
});

const namedSchema = z.strictObject({ id: idSchema, name: z.string().nullable() });

const toldSchema = z.strictObject({
  recipient: namedTargetSchema,
  /** What puts them on call at that time; null for who is named, or told as a member of a team. */
  on_call: z.strictObject({ schedule: namedSchema, until: timeSchema }).nullable(),
  notifications: z.array(
    z.strictObject({
      channel: z.enum(CHANNELS),
      /** All but its beginning and domain is hidden from who may only look. Null for what is no person's. */
      address: z.string().nullable(),
      /** With the recipient's own delay. */
      at: timeSchema,
      hold: z.strictObject({ reason: z.enum(HOLD_REASONS), until: timeSchema }).nullable(),
      /** False: the backend is not configured to send by this channel, and it would wait. */
      configured: z.boolean(),
    }),
  ),
});

const passageSchema = z.strictObject({
  round: z.int(),
  step: z.int(),
  /** When its turn comes. */
  due_at: timeSchema,
  reason: z.enum(PASSAGE_REASONS),
  told: z.array(toldSchema),
  not_told: z.array(z.strictObject({ target: namedTargetSchema, reason: z.string(), words: z.string() })),
  /** The step is left at once, and loudly. */
  reaches_nobody: z.boolean(),
});

/** Who would be told, when and by what, if nobody acknowledged; and why not others. */
export const simulationAnswerSchema = z
  .strictObject({
    at: timeSchema,
    /** Null where no payload was given. */
    alert: simulatedAlertSchema.nullable(),
    team: z.strictObject({
      id: idSchema,
      name: z.string().nullable(),
      /** Given with the incident; or what named it; or nothing did. */
      reason: z.enum(['given', 'routing_rule', 'tag', 'source', 'catch_all']),
      routing_rule_id: idSchema.nullable(),
    }),
    severity: severitySchema,
    urgency: urgencySchema,
    /** Null when none matches: that is as loud as a step that reaches nobody. */
    policy: z
      .strictObject({
        /** Null for one that is not saved. */
        id: idSchema.nullable(),
        name: z.string(),
        reason: z.enum(['matchers', 'team_default', 'global_default', 'asked_for']),
        /** Why it would not be the one by itself, where it was asked for; null when it would. */
        passed_over: z.enum(POLICY_PASSED_OVER).nullable(),
      })
      .nullable(),
    /** The others that the team and everybody have, and why they are not the one. */
    other_policies: z.array(z.strictObject({ id: idSchema, name: z.string(), reason: z.enum(POLICY_PASSED_OVER) })),
    passages: z.array(passageSchema),
    /** More passages would follow. */
    truncated: z.boolean(),
    /** Nobody acknowledged; null where it was cut before. Without a policy it is over at once. */
    ends: z
      .strictObject({
        kind: z.enum(['exhausted', 'no_policy']),
        at: timeSchema,
        reason: z.enum(STEP_REASONS).nullable(),
        /** High urgency starts over. */
        starts_again_at: timeSchema.nullable(),
      })
      .nullable(),
    /** Whom the team falls back on when a step reaches nobody, and at the end. */
    fallback: namedTargetSchema.nullable(),
  })
  .meta({ id: 'Simulation' });
export type SimulationAnswer = z.infer<typeof simulationAnswerSchema>;

/** The call that tries an escalation without starting one. */
export const simulationRoutes: readonly Route[] = [
  {
    tag: 'escalation-policies',
    auth: 'api_token',
    method: 'POST',
    path: '/v1/escalation-policies/simulate',
    operationId: 'simulateEscalation',
    needs: 'view',
    concerns: { teams: 'any' },
    summary: 'Who would be told, when and by what, and why not others',
    description:
      'For an incident, an imagined one, or a payload, at any time; nothing is changed and nobody is told. Schedules are ' +
      'asked for the time of each step. It goes on as if nobody acknowledged and all that is sent got through. ' +
      'Refused with 403 when the incident, or the team that would own it, is not one of the caller’s.',
    body: givenSimulationSchema,
    responses: { 200: simulationAnswerSchema },
  },
];
