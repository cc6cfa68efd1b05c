import { z } from 'zod';
import { ALERT_STATUSES } from '../model/alert.ts';
import { incidentStatusSchema } from '../model/incident.ts';
import { severitySchema, urgencySchema } from '../model/severity.ts';
import { SUPPRESSION_KINDS } from '../model/suppression.ts';
import { alertOutcomeSchema } from './alerts.ts';
import { idSchema, timeSchema } from './fields.ts';
import type { Route } from './route.ts';
import { calendarTimeSchema } from './schedules.ts';
import { simulationAnswerSchema } from './simulation.ts';

/** A body as Kibana posts it, and the source that posts it. */
export const givenDryRunSchema = z
  .strictObject({
    source_id: idSchema,
    /** The text of the body, or its JSON. It is read as the intake would read it. */
    payload: z.unknown().refine((payload) => payload !== undefined, 'expected the body that is posted'),
    /** When it comes; now, unless given. */
    at: calendarTimeSchema.optional(),
  })
  .meta({ examples: [{ source_id: '01a20d71-fd96-767c-be29-3c4d16bd1eb5', payload: '{"status": "active"}' }] });
export type GivenDryRun = z.infer<typeof givenDryRunSchema>;

const dimensionSchema = z.enum(['service', 'environment', 'severity', 'tags']);

/** What one alert of the payload would come to. */
export const dryRunAlertSchema = z
  .strictObject({
    /** From 0, in the order of the payload. */
    position: z.int(),
    /** Why it is no alert to act on; null for one that is. */
    skipped: z.string().nullable(),
    /** What could not be read; an alert about that stands in for it. */
    unreadable: z
      .strictObject({ reason: z.string(), path: z.string(), found: z.string(), expected: z.string() })
      .nullable(),
    /** The alert as it is read; null for what is skipped. */
    alert: z
      .strictObject({
        name: z.string(),
        status: z.enum(ALERT_STATUSES),
        service: z.string().nullable(),
        environment: z.string().nullable(),
        tags: z.array(z.string()),
        /** The source's own sentence. */
        said: z.string().nullable(),
        date: timeSchema,
        /** Why the time of receipt stands in for its date; null when its own is used. */
        date_replaced: z.string().nullable(),
        dedup_key: z.string(),
        episode: z.string().nullable(),
        severity: severitySchema,
        severity_from: z.string(),
        flapping: z.boolean(),
      })
      .nullable(),
    /** What would become of it now, and why; null for what is skipped. */
    outcome: alertOutcomeSchema.nullable(),
    reason: z.string().nullable(),
    /** The incident that it would concern; null for one that would be opened, and for none. */
    incident: z
      .strictObject({ id: idSchema, number: z.int(), title: z.string(), status: incidentStatusSchema })
      .nullable(),
    urgency: z
      .strictObject({
        urgency: urgencySchema,
        reason: z.enum(['severity', 'in_support_hours', 'outside_support_hours']),
        urgency_due_at: timeSchema.nullable(),
      })
      .nullable(),
    /** All routing rules in the order in which they are tried. The first that fits picks the team. */
    rules: z.array(
      z.strictObject({
        id: idSchema,
        position: z.int(),
        team: z.strictObject({ id: idSchema, name: z.string().nullable() }),
        /** What keeps it from fitting; null when it fits. */
        misfit: dimensionSchema.nullable(),
        picked: z.boolean(),
      }),
    ),
    /** What would hold its escalation, and until when; null for nothing. */
    held_by: z
      .strictObject({ kind: z.enum(SUPPRESSION_KINDS), id: idSchema, reason: z.string(), until: timeSchema })
      .nullable(),
    /** Team, policy, and who would be told when; null where no escalation would start. */
    escalation: simulationAnswerSchema.omit({ at: true, alert: true }).nullable(),
    team: simulationAnswerSchema.shape.team.nullable(),
  })
  .meta({ id: 'DryRunAlert' });
export type DryRunAlert = z.infer<typeof dryRunAlertSchema>;

/** What a body would come to; nothing of it has. */
export const dryRunAnswerSchema = z
  .strictObject({ at: timeSchema, alerts: z.array(dryRunAlertSchema) })
  .meta({ id: 'DryRun' });
export type DryRunAnswer = z.infer<typeof dryRunAnswerSchema>;

/** The call that tries a payload without taking it. */
export const dryRunRoutes: readonly Route[] = [
  {
    tag: 'routing-rules',
    auth: 'api_token',
    method: 'POST',
    path: '/v1/routing-rules/dry-run',
    operationId: 'dryRunPayload',
    needs: 'view',
    concerns: { teams: 'any' },
    summary: 'What a payload would come to: which team, severity, incident and policy, and why',
    description:
      'It is read as the intake would read it, alert by alert, as if it came at that time; nothing is changed, kept or ' +
      'told. At most 50 alerts of it are tried. 422 for a source that does not exist, 403 where the team that would own ' +
      'it is not one of the caller’s.',
    body: givenDryRunSchema,
    responses: { 200: dryRunAnswerSchema },
  },
];
