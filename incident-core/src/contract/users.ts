import { z } from 'zod';
import { contactMethodAnswerSchema } from './contact-methods.ts';
import {
  idParamsSchema,
  idSchema,
  lineSchema,
  pageQuerySchema,
  pageSchema,
  timeSchema,
  timeZoneSchema,
} from './fields.ts';
import { arrangesAll, looks, type Route } from './route.ts';

/** A responder, as the API shows them. */
export const userAnswerSchema = z
  .strictObject({
    id: idSchema,
    name: z.string(),
    /** How Kibana knows them; unique without regard to case. */
    username: z.string(),
    time_zone: z.string(),
    team_ids: z.array(idSchema),
    /** In the order in which the responder wants them used. */
    contact_methods: z.array(contactMethodAnswerSchema),
    created_at: timeSchema,
  })
  .meta({ id: 'User' });
export type UserAnswer = z.infer<typeof userAnswerSchema>;

const optional = {
  time_zone: timeZoneSchema.optional(),
  team_ids: z.array(idSchema).max(1_000).optional(),
};

/** A responder to be made. The time zone is UTC unless given. */
export const newUserSchema = z
  .strictObject({ name: lineSchema(200), username: lineSchema(200), ...optional })
  .meta({ examples: [{ name: 'Ada Lovelace', username: 'ada', time_zone: 'Europe/London' }] });
export type NewUser = z.infer<typeof newUserSchema>;

/** What may be changed of a responder; `team_ids` replaces all memberships. */
export const userChangeSchema = z.strictObject({
  name: lineSchema(200).optional(),
  username: lineSchema(200).optional(),
  ...optional,
});
export type UserChange = z.infer<typeof userChangeSchema>;

const user = { tag: 'users', auth: 'api_token' } as const;

/** The calls on responders. */
export const userRoutes: readonly Route[] = [
  {
    ...user,
    method: 'GET',
    path: '/v1/users',
    operationId: 'listUsers',
    ...looks,
    summary: 'Responders, by name',
    query: pageQuerySchema,
    responses: { 200: pageSchema(userAnswerSchema) },
  },
  {
    ...user,
    method: 'POST',
    path: '/v1/users',
    operationId: 'createUser',
    ...arrangesAll,
    summary: 'Make a responder',
    body: newUserSchema,
    responses: { 201: userAnswerSchema },
  },
  {
    ...user,
    method: 'GET',
    path: '/v1/users/:id',
    operationId: 'getUser',
    ...looks,
    summary: 'One responder, with contact methods',
    params: idParamsSchema,
    responses: { 200: userAnswerSchema },
  },
  {
    ...user,
    method: 'PATCH',
    path: '/v1/users/:id',
    operationId: 'changeUser',
    ...arrangesAll,
    summary: 'Change a responder',
    params: idParamsSchema,
    body: userChangeSchema,
    responses: { 200: userAnswerSchema },
  },
  {
    ...user,
    method: 'DELETE',
    path: '/v1/users/:id',
    operationId: 'deleteUser',
    ...arrangesAll,
    summary: 'Delete a responder, with contact methods and API tokens',
    description:
      'Refused with 409 while a step of an escalation policy or a fallback target names the responder, or ' +
      'a schedule gives them turns or a shift that is not over (the answer says which), and for the owner of the last live admin token.',
    params: idParamsSchema,
    responses: { 204: null },
  },
];
