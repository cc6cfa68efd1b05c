import { z } from 'zod';
import { servicePatternSchema, thingNameSchema } from '../model/config-names.ts';
import { MAPPING_PRECEDENCE, mappedEnvironmentSchema } from '../model/team-mapping.ts';
import { idParamsSchema, idSchema, pageQuerySchema, pageSchema } from './fields.ts';
import { managedShape } from './managed.ts';
import { arrangesAll, looks, type Route } from './route.ts';

const labelSchema = z.strictObject({ name: thingNameSchema, value: servicePatternSchema });

/** Which services belong to a team, as the API shows it. */
export const teamMappingAnswerSchema = z
  .strictObject({
    id: idSchema,
    service: z.string().nullable(),
    label: z.strictObject({ name: z.string(), value: z.string() }).nullable(),
    environment: z.string().nullable(),
    team_id: idSchema,
    /** What it goes by; the first kind that fits a service names its team. */
    kind: z.enum(MAPPING_PRECEDENCE),
    ...managedShape,
  })
  .meta({ id: 'TeamMapping' });
export type TeamMappingAnswer = z.infer<typeof teamMappingAnswerSchema>;

/** A mapping to be made, or the whole of one: by service or label, in an environment or all, or by environment alone. */
export const givenTeamMappingSchema = z
  .strictObject({
    service: servicePatternSchema.nullable().default(null),
    label: labelSchema.nullable().default(null),
    environment: mappedEnvironmentSchema.nullable().default(null),
    team_id: idSchema,
  })
  .refine(({ service, label }) => service === null || label === null, {
    path: ['label'],
    message: 'expected a service or a label, not both',
  })
  .refine(({ service, label, environment }) => service ?? label ?? environment, {
    message: 'expected a service, a label or an environment beside the team',
  })
  .meta({ examples: [{ service: 'payment*', team_id: '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11' }] });
export type GivenTeamMapping = z.infer<typeof givenTeamMappingSchema>;

const mapping = { tag: 'team-mappings', auth: 'api_token' } as const;

/** The calls on team mappings. Each change of them also writes their rows of the routing rules. */
export const teamMappingRoutes: readonly Route[] = [
  {
    ...mapping,
    method: 'GET',
    path: '/v1/team-mappings',
    operationId: 'listTeamMappings',
    ...looks,
    summary: 'Which services belong to which team, strongest first',
    query: pageQuerySchema,
    responses: { 200: pageSchema(teamMappingAnswerSchema) },
  },
  {
    ...mapping,
    method: 'POST',
    path: '/v1/team-mappings',
    operationId: 'createTeamMapping',
    ...arrangesAll,
    summary: 'Give services to a team',
    description: 'Refused with 409 when the same services are mapped already.',
    body: givenTeamMappingSchema,
    responses: { 201: teamMappingAnswerSchema },
  },
  {
    ...mapping,
    method: 'GET',
    path: '/v1/team-mappings/:id',
    operationId: 'getTeamMapping',
    ...looks,
    summary: 'One team mapping',
    params: idParamsSchema,
    responses: { 200: teamMappingAnswerSchema },
  },
  {
    ...mapping,
    method: 'PUT',
    path: '/v1/team-mappings/:id',
    operationId: 'replaceTeamMapping',
    ...arrangesAll,
    summary: 'Put a whole team mapping in the place of one',
    description: 'Refused with 409 when a file looks after it; the answer names the file.',
    params: idParamsSchema,
    body: givenTeamMappingSchema,
    responses: { 200: teamMappingAnswerSchema },
  },
  {
    ...mapping,
    method: 'DELETE',
    path: '/v1/team-mappings/:id',
    operationId: 'deleteTeamMapping',
    ...arrangesAll,
    summary: 'Delete a team mapping',
    description: 'Refused with 409 when a file looks after it.',
    params: idParamsSchema,
    responses: { 204: null },
  },
];
