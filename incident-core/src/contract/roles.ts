import { z } from 'zod';
import { roleSchema } from '../model/access.ts';
import { idParamsSchema, idSchema } from './fields.ts';
import { arrangesAll, type Route } from './route.ts';

const grantSchema = z
  .strictObject({
    role: roleSchema,
    /** The team for which it is held; null for all. */
    team_id: idSchema.nullable(),
  })
  .refine(({ role, team_id }) => role !== 'admin' || team_id === null, {
    path: ['team_id'],
    message: 'expected null: an admin is one for all teams',
  });

/** The roles that a user's own tokens have. What Kibana's privileges give is not among them: it comes with each call. */
export const rolesAnswerSchema = z.strictObject({ roles: z.array(grantSchema) }).meta({ id: 'Roles' });
export type RolesAnswer = z.infer<typeof rolesAnswerSchema>;

/** All roles of a user, in the place of those before. */
export const givenRolesSchema = z.strictObject({
  roles: z
    .array(grantSchema)
    .max(1_000)
    .refine(
      (roles) => new Set(roles.map(({ team_id }) => team_id)).size === roles.length,
      'expected one role for each team',
    ),
});
export type GivenRoles = z.infer<typeof givenRolesSchema>;

/** The calls on roles. */
export const roleRoutes: readonly Route[] = [
  {
    tag: 'users',
    auth: 'api_token',
    method: 'GET',
    path: '/v1/users/:id/roles',
    operationId: 'listRoles',
    ...arrangesAll,
    summary: 'What the tokens of a user allow',
    params: idParamsSchema,
    responses: { 200: rolesAnswerSchema },
  },
  {
    tag: 'users',
    auth: 'api_token',
    method: 'PUT',
    path: '/v1/users/:id/roles',
    operationId: 'replaceRoles',
    ...arrangesAll,
    summary: 'Give a user these roles and no others',
    description:
      'All backends know it within five seconds. Only an administrator makes others, and changes what they hold.',
    params: idParamsSchema,
    body: givenRolesSchema,
    responses: { 200: rolesAnswerSchema },
  },
];
