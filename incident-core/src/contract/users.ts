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
import { importProblemSchema } from './people-import.ts';
import { arrangesAll, looks, type Route } from './route.ts';

/** What may name a responder. */
const NAMED_BY = [
  'escalation_policy',
  'fallback_of_team',
  'schedule',
  'override_of_schedule',
  'incident',
  'silence',
] as const;

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
    /** Since when they are not here any more, and are told nothing and may do nothing; null for who is. */
    left_at: timeSchema.nullable(),
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

/** Whether an import is tried only, which it is unless told otherwise. */
export const importQuerySchema = z.strictObject({ dry_run: z.enum(['true', 'false']).default('true') });

/** A table of people in JSON. */
export const importBodySchema = z.strictObject({ csv: z.string() });

/** What an import comes to. With any problem nothing of it is applied. */
export const importAnswerSchema = z
  .strictObject({
    applied: z.boolean(),
    /** User names of those who are made. */
    created: z.array(z.string()),
    /** Of those who are there already: they stay as they are. */
    known: z.array(z.string()),
    problems: z.array(importProblemSchema),
  })
  .meta({ id: 'PeopleImport' });
export type ImportAnswer = z.infer<typeof importAnswerSchema>;

/** Somebody who has left, and what still counts on them: a person must replace them there. */
export const departureSchema = z
  .strictObject({
    user: z.strictObject({ id: idSchema, name: z.string() }),
    left_at: timeSchema,
    named_by: z.array(z.strictObject({ type: z.enum(NAMED_BY), id: idSchema, name: z.string() })),
  })
  .meta({ id: 'Departure' });
export type DepartureAnswer = z.infer<typeof departureSchema>;

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
    method: 'POST',
    path: '/v1/users/import',
    operationId: 'importUsers',
    ...arrangesAll,
    summary: 'Make responders from a table',
    description:
      'Takes comma-separated values with the columns `name`, `username` and, where wanted, `time_zone`, `teams` ' +
      '(names, separated by `|`), `email`, `slack`, `sms`, `voice`. Tried only unless `dry_run=false`; all of it or nothing. ' +
      'Who is known by the user name stays as they are. Addresses are unverified.',
    query: importQuerySchema,
    // Who can send nothing but JSON puts the table into it.
    body: z.union([z.string(), importBodySchema]),
    bodyType: 'text/csv',
    responses: { 200: importAnswerSchema },
  },
  {
    ...user,
    method: 'GET',
    path: '/v1/users/departures',
    operationId: 'listDepartures',
    ...looks,
    summary: 'Who has left, and what still counts on them',
    responses: { 200: z.strictObject({ items: z.array(departureSchema) }) },
  },
  {
    ...user,
    method: 'POST',
    path: '/v1/users/:id/leave',
    operationId: 'leaveUser',
    ...arrangesAll,
    summary: 'Say that a responder has left',
    description:
      'Their tokens are revoked, they may do nothing and are told nothing from now on. Steps, shifts, incidents and silences that ' +
      'count on them stay, and are listed until somebody else is put there. Refused with 409 for the owner of the last live admin token.',
    params: idParamsSchema,
    responses: { 200: userAnswerSchema },
  },
  {
    ...user,
    method: 'POST',
    path: '/v1/users/:id/return',
    operationId: 'returnUser',
    ...arrangesAll,
    summary: 'Say that a responder is back',
    description: 'They are told again. Their tokens stay revoked.',
    params: idParamsSchema,
    responses: { 200: userAnswerSchema },
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
