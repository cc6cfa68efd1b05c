import { z } from 'zod';
import { severitySchema } from '../model/severity.ts';
import { idSchema, lineSchema, textSchema } from './fields.ts';
import { incidentDetailSchema } from './incidents.ts';
import type { Route } from './route.ts';

// No user name, which would pass for the host; nothing that cannot be seen, or that ends an address in a message.
const ADDRESS = /^https?:\/\/[^\s/?#\\@"'<>`^{|}\p{C}]+([/?#][^\s"'<>\\^`{|}\p{C}]*)?$/iu;

const linkSchema = z
  .string()
  .max(4_000)
  .regex(ADDRESS, 'expected an absolute http or https address')
  .nullable()
  .default(null);

/** An incident that a person opens, since no alert tells of the problem. */
export const newIncidentSchema = z
  .strictObject({
    title: lineSchema(200),
    description: textSchema(10_000).trim().min(1).nullable().default(null),
    severity: severitySchema.default('error'),
    service: lineSchema(500).nullable().default(null),
    environment: lineSchema(500).nullable().default(null),
    tags: z.array(lineSchema(200)).max(50).default([]),
    links: z
      .strictObject({ alert: linkSchema, rule: linkSchema, service: linkSchema })
      .default({ alert: null, rule: null, service: null }),
    /** Whose it is; without it, the routing rules say so. */
    team_id: idSchema.optional(),
  })
  .meta({ examples: [{ title: 'Customers cannot pay', severity: 'critical', service: 'checkout' }] });
export type NewIncident = z.infer<typeof newIncidentSchema>;

/** The call that opens an incident without an alert. */
export const newIncidentRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/incidents',
    operationId: 'openIncident',
    tag: 'incidents',
    auth: 'api_token',
    needs: 'respond',
    concerns: { teams: 'any' },
    summary: 'Open an incident by hand',
    description:
      'It escalates as any other, and ends only when a person resolves it. Without `team_id` the routing rules name the ' +
      'team; the caller must be a responder of the team that has it then (403 else). 422 for a team that does not exist.',
    body: newIncidentSchema,
    responses: { 201: incidentDetailSchema },
  },
];
