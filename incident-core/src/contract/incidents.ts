import { z } from 'zod';
import { INCIDENT_ACTIONS, INCIDENT_STATUSES, OPEN_STATUSES, RESOLUTIONS } from '../model/incident.ts';
import { SEVERITIES, URGENCIES } from '../model/severity.ts';
import { escalationStandingSchema } from './escalations.ts';
import { idParamsSchema, idSchema, lineSchema, pageSchema, textSchema, timeSchema } from './fields.ts';
import { problemSchema } from './problem.ts';
import { looks, type Route, type RouteRule } from './route.ts';
import { suppressedSchema } from './suppressions.ts';
import { namedTargetSchema } from './targets.ts';

const namedSchema = z.strictObject({ id: idSchema, name: z.string() });
const linksSchema = z.strictObject({
  alert: z.string().nullable(),
  rule: z.string().nullable(),
  service: z.string().nullable(),
});

/** An incident, as lists show it. */
export const incidentAnswerSchema = z
  .strictObject({
    id: idSchema,
    /** Counts up from 1. */
    number: z.int(),
    title: z.string(),
    description: z.string().nullable(),
    severity: z.enum(SEVERITIES),
    urgency: z.enum(URGENCIES),
    status: z.enum(INCIDENT_STATUSES),
    service: z.string().nullable(),
    environment: z.string().nullable(),
    tags: z.array(z.string()),
    links: linksSchema,
    team_id: idSchema,
    team: namedSchema,
    /** No rule, tag or source named the team. */
    unrouted: z.boolean(),
    assignee_id: idSchema.nullable(),
    assignee: namedSchema.nullable(),
    /** The alert that opened it; null when a person did. */
    alert_id: idSchema.nullable(),
    alert_count: z.int(),
    reopen_count: z.int(),
    created_at: timeSchema,
    /** When it was last opened: created, or reopened. */
    triggered_at: timeSchema,
    last_seen_at: timeSchema,
    acknowledged_at: timeSchema.nullable(),
    started_at: timeSchema.nullable(),
    resolved_at: timeSchema.nullable(),
    resolution: z.enum(RESOLUTIONS).nullable(),
    /** Since when nobody has touched it, nor has any alert refreshed it, for a week; null unless that is so. */
    stale_at: timeSchema.nullable(),
    /** Something in it comes and goes, so that it stays open until all has been quiet for a while. */
    flapping: z.boolean(),
    /** It collects what its source sent above its rate; the incident itself says what. */
    storm: z.boolean(),
    /** When it resolves by itself, its alerts having recovered during work, or being watched no longer. */
    resolve_due_at: timeSchema.nullable(),
    /** When it is triggered again, since its holder snoozed it. */
    snoozed_until: timeSchema.nullable(),
    /** When its acknowledgement runs out, and it is triggered again. */
    acknowledgement_due_at: timeSchema.nullable(),
    /** When it is triggered again unless its holder confirms, since it has become critical. */
    confirm_due_at: timeSchema.nullable(),
    /** When it becomes urgent unless somebody has it, since support hours begin then. */
    urgency_due_at: timeSchema.nullable(),
    /** Where its last escalation stands; null when it never had one. */
    escalation: escalationStandingSchema.nullable(),
    /** What holds its escalation now; null unless something does. */
    suppressed: suppressedSchema.nullable(),
    /** The last five who were told, the latest first. */
    told: z.array(namedTargetSchema),
  })
  .meta({ id: 'Incident' });
export type IncidentAnswer = z.infer<typeof incidentAnswerSchema>;

/** One alert's part in an incident. */
export const incidentAlertAnswerSchema = z
  .strictObject({
    id: idSchema,
    dedup_key: z.string(),
    status: z.enum(['active', 'recovered']),
    episode: z.string(),
    name: z.string(),
    severity: z.enum(SEVERITIES),
    severity_from: z.string(),
    service: z.string().nullable(),
    environment: z.string().nullable(),
    tags: z.array(z.string()),
    reason: z.string().nullable(),
    value: z.string().nullable(),
    threshold: z.string().nullable(),
    links: linksSchema,
    source_id: idSchema,
    space: z.string().nullable(),
    rule: z.strictObject({ id: z.string().nullable(), name: z.string().nullable(), type: z.string().nullable() }),
    alert_id: z.string().nullable(),
    action_group: z.string().nullable(),
    flapping: z.boolean(),
    metadata: z.record(z.string(), z.unknown()),
    count: z.int(),
    first_seen_at: timeSchema,
    last_seen_at: timeSchema,
  })
  .meta({ id: 'IncidentAlert' });
export type IncidentAlertAnswer = z.infer<typeof incidentAlertAnswerSchema>;

/** An incident that another names. */
export const namedIncidentSchema = z.strictObject({ id: idSchema, number: z.int(), title: z.string() });
export type NamedIncidentAnswer = z.infer<typeof namedIncidentSchema>;

/** How many different problems, and how often they were sent. */
const share = { keys: z.int(), alerts: z.int() };

/** What a storm incident has collected; of services and rules the ten with the most. */
export const collectedSchema = z
  .strictObject({
    source: z.strictObject({ id: idSchema, name: z.string().nullable() }),
    /** How many new incidents a minute the source may open. */
    rate: z.int(),
    keys: z.int(),
    active: z.int(),
    first_at: timeSchema.nullable(),
    last_at: timeSchema.nullable(),
    services: z.array(z.strictObject({ service: z.string().nullable(), environment: z.string().nullable(), ...share })),
    rules: z.array(z.strictObject({ rule: z.string().nullable(), ...share })),
  })
  .meta({ id: 'Collected' });
export type Collected = z.infer<typeof collectedSchema>;

/**
 * An incident with its alerts, and who was asked to help. `still_active`: a responder resolved it while an alert of it
 * was active. Of `alerts_total` alerts the first 200 are shown. `merged_into`: what took it in, `merged`: what it has taken
 * in itself.
 */
export const incidentDetailSchema = incidentAnswerSchema
  .extend({
    alerts: z.array(incidentAlertAnswerSchema),
    alerts_total: z.int(),
    /** Null for an incident that is no storm. */
    collected: collectedSchema.nullable(),
    still_active: z.boolean(),
    responders: z.array(namedSchema),
    merged_into: namedIncidentSchema.nullable(),
    merged: z.array(namedIncidentSchema),
  })
  .meta({ id: 'IncidentDetail' });
export type IncidentDetail = z.infer<typeof incidentDetailSchema>;

function countsOf<Name extends string>(names: readonly Name[]): Record<Name, z.ZodInt> {
  return Object.fromEntries(names.map((name) => [name, z.int()])) as Record<Name, z.ZodInt>;
}

const severals = <Value extends z.ZodType<string, string>>(value: Value) =>
  z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(value).min(1).max(50));

/** Filters of the list, all of which must hold; those of closed lists and ids take several values, separated by commas. */
export const incidentQuerySchema = z.strictObject({
  /**
   * Words that title, service, environment, tags or description have, or that words of theirs begin with; all must be
   * found, in any case and order. In `checkout-a` the word before the mark is whole. A word of digits may also be the
   * incident's number, and `#12` is nothing else.
   */
  q: textSchema(200).trim().min(1).optional(),
  status: severals(z.enum(INCIDENT_STATUSES)).optional(),
  severity: severals(z.enum(SEVERITIES)).optional(),
  urgency: severals(z.enum(URGENCIES)).optional(),
  team_id: severals(idSchema).optional(),
  service: lineSchema(500).optional(),
  environment: lineSchema(500).optional(),
  assignee_id: severals(idSchema).optional(),
  /** Only those that no rule, tag or source gave to a team, or only the others. */
  unrouted: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  /** Only those that say of a source that its alerts cannot be read, or only the others. */
  unreadable: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  /** Only those that nobody has touched, nor any alert refreshed, for a week; or only the others. */
  stale: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  /** Only those whose escalation is held, or only the others. */
  suppressed: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  /** Only those in which something flaps, or only the others. */
  flapping: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().min(1).max(1_000).optional(),
});
export type IncidentQuery = z.infer<typeof incidentQuerySchema>;

const openCountSchema = z.strictObject({
  total: z.int(),
  by_severity: z.strictObject(countsOf(SEVERITIES)),
  by_status: z.strictObject(countsOf(OPEN_STATUSES)),
});

/** How many incidents are open, of those that the caller may see. */
export const incidentSummarySchema = z
  .strictObject({
    open: openCountSchema,
    /** Those that the caller holds, and those of the caller's teams that nobody holds. */
    mine: openCountSchema,
    /** When the newest of the open critical ones was triggered; null when there is none. */
    newest_critical_at: timeSchema.nullable(),
  })
  .meta({ id: 'IncidentSummary' });
export type IncidentSummary = z.infer<typeof incidentSummarySchema>;

/** One entry of an incident's history. `data` depends on `kind` and carries the reason where there was a choice. */
export const timelineEntrySchema = z
  .strictObject({
    id: z.int(),
    at: timeSchema,
    /** One of `TIMELINE_KINDS`, or one that a newer backend has beside them. */
    kind: z.string(),
    actor: z.looseObject({ type: z.enum(['user', 'token', 'source', 'system']) }),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'TimelineEntry' });
export type TimelineEntryAnswer = z.infer<typeof timelineEntrySchema>;

export const timelineQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(200),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, 'expected the next_cursor of an earlier page')
    .optional(),
});

export const noteSchema = z.strictObject({ text: textSchema(10_000).trim().min(1) });

/** Actions take no body, or an empty object. */
export const actionBodySchema = z.strictObject({});

/** One action on many incidents. */
export const bulkActionSchema = z.strictObject({
  action: z.enum(INCIDENT_ACTIONS),
  ids: z.array(idSchema).min(1).max(200),
});
export type BulkAction = z.infer<typeof bulkActionSchema>;

/** What can become of the action on one of them; `unchanged`: it was so already. */
export const BULK_OUTCOMES = ['done', 'unchanged', 'refused', 'not_found', 'forbidden'] as const;

/** What became of each, in the order in which they were named. */
export const bulkAnswerSchema = z
  .strictObject({
    results: z.array(
      z.strictObject({
        id: idSchema,
        outcome: z.enum(BULK_OUTCOMES),
        /** What the action alone would have been answered, where it was not done. */
        problem: problemSchema.nullable(),
      }),
    ),
  })
  .meta({ id: 'BulkAnswer' });
export type BulkAnswer = z.infer<typeof bulkAnswerSchema>;

const incident = { tag: 'incidents', auth: 'api_token' } as const;
/** Whoever may look at the incident, or work on it. */
const looksAtIt = { needs: 'view', concerns: { teams: 'incident' } } as const satisfies RouteRule;
const worksOnIt = { needs: 'respond', concerns: { teams: 'incident' } } as const satisfies RouteRule;
const action = { ...incident, method: 'POST', params: idParamsSchema, body: actionBodySchema } as const;

/** The calls on incidents. */
export const incidentRoutes: readonly Route[] = [
  {
    ...incident,
    method: 'GET',
    path: '/v1/incidents',
    operationId: 'listIncidents',
    ...looks,
    summary: 'Incidents, the newest first',
    query: incidentQuerySchema,
    responses: { 200: pageSchema(incidentAnswerSchema) },
  },
  {
    ...incident,
    method: 'GET',
    path: '/v1/incidents/summary',
    operationId: 'summariseIncidents',
    ...looks,
    summary: 'How many incidents are open, and how many of them are mine',
    responses: { 200: incidentSummarySchema },
  },
  {
    ...incident,
    method: 'GET',
    path: '/v1/incidents/:id',
    operationId: 'getIncident',
    ...looksAtIt,
    summary: 'One incident with its alerts',
    params: idParamsSchema,
    responses: { 200: incidentDetailSchema },
  },
  {
    ...incident,
    method: 'GET',
    path: '/v1/incidents/:id/timeline',
    operationId: 'getTimeline',
    ...looksAtIt,
    summary: 'What happened to an incident, and why',
    params: idParamsSchema,
    query: timelineQuerySchema,
    responses: { 200: pageSchema(timelineEntrySchema) },
  },
  {
    ...action,
    path: '/v1/incidents/:id/acknowledge',
    operationId: 'acknowledgeIncident',
    ...worksOnIt,
    summary: 'Say "mine": the escalation ends',
    description: 'Acknowledging what another holds takes it over. 409 when it is resolved.',
    responses: { 200: incidentDetailSchema },
  },
  {
    ...action,
    path: '/v1/incidents/:id/start',
    operationId: 'startIncident',
    ...worksOnIt,
    summary: 'Start work, which implies acknowledging',
    responses: { 200: incidentDetailSchema },
  },
  {
    ...action,
    path: '/v1/incidents/:id/resolve',
    operationId: 'resolveIncident',
    ...worksOnIt,
    summary: 'Say that the problem is fixed',
    description:
      'The episodes of its alerts are over with it: no later alert of them opens anything. `still_active` in the answer ' +
      'says that the source had not yet seen a recovery.',
    responses: { 200: incidentDetailSchema },
  },
  {
    ...incident,
    needs: 'respond',
    concerns: { teams: 'any' },
    method: 'POST',
    path: '/v1/incidents/bulk',
    operationId: 'actOnIncidents',
    summary: 'Do the same to many incidents',
    description:
      'Each by itself, in the order given, as the single action would: one that cannot be done holds up no other. When ' +
      'the call fails as a whole, those before the failure are done; the same call again finds them unchanged.',
    body: bulkActionSchema,
    responses: { 200: bulkAnswerSchema },
  },
  {
    ...incident,
    method: 'POST',
    path: '/v1/incidents/:id/notes',
    operationId: 'noteIncident',
    ...worksOnIt,
    summary: 'Write a note into the timeline',
    params: idParamsSchema,
    body: noteSchema,
    responses: { 201: timelineEntrySchema },
  },
];
