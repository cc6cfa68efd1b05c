import { z } from 'zod';
import { idParamsSchema, idSchema, lineSchema, pageQuerySchema, pageSchema, timeSchema } from './fields.ts';
import { arranges, arrangesAll, looks, type Route } from './route.ts';
import { TEAM_URGENCIES } from '../model/team.ts';
import { targetSchema, zonedHoursSchema } from './targets.ts';

const teamUrgencySchema = z.enum(TEAM_URGENCIES);

const seconds = z
  .int()
  .min(0)
  .max(30 * 86_400);

const settings = {
  /** A new episode within this time of a resolution opens the same incident again. */
  reopen_window_seconds: seconds,
  /** How long an incident in progress waits after recovery before it resolves by itself; 0 at once, null never. */
  resolve_after_recovery_seconds: seconds.nullable(),
  /** How long an incident stays open once Kibana no longer looks at its alert; 0 resolves it at once, null never. */
  resolve_after_untracked_seconds: seconds.nullable(),
  /** How long an acknowledgement of a high-urgency incident holds without work being started; null for ever. */
  acknowledgement_timeout_seconds: seconds.min(60).nullable(),
  /** How long the escalation of a new incident is held, to see whether it passes by itself; null not at all. */
  auto_pause_seconds: seconds.min(1).max(3_600).nullable(),
  /** Alerts of one service and environment join the incident that the first opened, within this time; null: each has its own. */
  grouping_window_seconds: z.int().min(60).max(86_400).nullable(),
  /** How urgent each severity is: always so, or `support_hours`: urgent inside them, and else once they begin. */
  urgencies: z.strictObject({
    info: teamUrgencySchema,
    warning: teamUrgencySchema,
    error: teamUrgencySchema,
    critical: teamUrgencySchema,
  }),
  /** When the team is at work; none for a team that has no such hours. */
  support_hours: z.array(zonedHoursSchema).max(50),
  /** Who is told when a step reached nobody; null for the catch-all team's. */
  fallback_target: targetSchema.nullable(),
};

/** A team, as the API shows it. */
export const teamAnswerSchema = z
  .strictObject({
    id: idSchema,
    name: z.string(),
    is_catch_all: z.boolean(),
    ...settings,
    member_ids: z.array(idSchema),
    created_at: timeSchema,
  })
  .meta({ id: 'Team' });
export type TeamAnswer = z.infer<typeof teamAnswerSchema>;

const optional = {
  reopen_window_seconds: settings.reopen_window_seconds.optional(),
  resolve_after_recovery_seconds: settings.resolve_after_recovery_seconds.optional(),
  resolve_after_untracked_seconds: settings.resolve_after_untracked_seconds.optional(),
  acknowledgement_timeout_seconds: settings.acknowledgement_timeout_seconds.optional(),
  auto_pause_seconds: settings.auto_pause_seconds.optional(),
  grouping_window_seconds: settings.grouping_window_seconds.optional(),
  urgencies: settings.urgencies.optional(),
  support_hours: settings.support_hours.optional(),
  fallback_target: settings.fallback_target.optional(),
  member_ids: z.array(idSchema).max(1_000).optional(),
};

/** A team to be made. */
export const newTeamSchema = z
  .strictObject({ name: lineSchema(200), ...optional })
  .meta({ examples: [{ name: 'Checkout' }] });
export type NewTeam = z.infer<typeof newTeamSchema>;

/** What may be changed of a team; `member_ids` replaces all members. */
export const teamChangeSchema = z.strictObject({ name: lineSchema(200).optional(), ...optional });
export type TeamChange = z.infer<typeof teamChangeSchema>;

const team = { tag: 'teams', auth: 'api_token' } as const;

/** The calls on teams. */
export const teamRoutes: readonly Route[] = [
  {
    ...team,
    method: 'GET',
    path: '/v1/teams',
    operationId: 'listTeams',
    ...looks,
    summary: 'Teams, by name',
    query: pageQuerySchema,
    responses: { 200: pageSchema(teamAnswerSchema) },
  },
  {
    ...team,
    method: 'POST',
    path: '/v1/teams',
    operationId: 'createTeam',
    ...arrangesAll,
    summary: 'Make a team',
    body: newTeamSchema,
    responses: { 201: teamAnswerSchema },
  },
  {
    ...team,
    method: 'GET',
    path: '/v1/teams/:id',
    operationId: 'getTeam',
    ...looks,
    summary: 'One team',
    params: idParamsSchema,
    responses: { 200: teamAnswerSchema },
  },
  {
    ...team,
    method: 'PATCH',
    path: '/v1/teams/:id',
    operationId: 'changeTeam',
    ...arranges('team'),
    summary: 'Change a team',
    params: idParamsSchema,
    body: teamChangeSchema,
    responses: { 200: teamAnswerSchema },
  },
  {
    ...team,
    method: 'DELETE',
    path: '/v1/teams/:id',
    operationId: 'deleteTeam',
    ...arrangesAll,
    summary: 'Delete a team, its escalation policies and its schedules',
    description:
      'Refused with 409 for the catch-all team, while the team owns routing rules or incidents, and while a policy or a ' +
      'fallback target of others names the team or one of its schedules (the answer says which).',
    params: idParamsSchema,
    responses: { 204: null },
  },
];
