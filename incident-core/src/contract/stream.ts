import { z } from 'zod';
import { INCIDENT_STATUSES } from '../model/incident.ts';
import { SEVERITIES } from '../model/severity.ts';
import { idSchema, timeSchema } from './fields.ts';
import { looks, type Route } from './route.ts';

/** The data of an event `incident`: what changed, and the incident as it is now. */
export const incidentChangeSchema = z
  .strictObject({
    id: idSchema,
    number: z.int(),
    status: z.enum(INCIDENT_STATUSES),
    severity: z.enum(SEVERITIES),
    team_id: idSchema,
    updated_at: timeSchema,
    /** As the `kind` of the timeline's entry. */
    change: z.string(),
  })
  .meta({ id: 'IncidentChange' });
export type IncidentChangeAnswer = z.infer<typeof incidentChangeSchema>;

/** The call that stays open. */
export const streamRoutes: readonly Route[] = [
  {
    tag: 'incidents',
    auth: 'api_token',
    method: 'GET',
    path: '/v1/stream',
    operationId: 'streamIncidents',
    ...looks,
    summary: 'Changes of incidents as they happen, as server-sent events',
    description:
      'Events `incident` carry an IncidentChange as JSON. The header `Last-Event-ID` goes on behind the event that it ' +
      'names; an event `reset` says that too much was missed, and everything should be read anew. Comments come every ' +
      '15 seconds. A refresh that changes no more than the count and the time of an incident is no event.',
    responses: { 200: z.string() },
    answerType: 'text/event-stream',
  },
];
