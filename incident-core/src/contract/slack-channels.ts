import { z } from 'zod';
import { idParamsSchema, idSchema, lineSchema, pageQuerySchema, pageSchema, timeSchema } from './fields.ts';
import { arranges, looks, type Route } from './route.ts';

/** A Slack channel that steps can tell, as the API shows it. */
export const slackChannelAnswerSchema = z
  .strictObject({
    id: idSchema,
    name: z.string(),
    /** Slack's own id of it: C024BE91L. */
    channel_id: z.string(),
    team_id: idSchema.nullable(),
    enabled: z.boolean(),
    created_at: timeSchema,
  })
  .meta({ id: 'SlackChannel' });
export type SlackChannelAnswer = z.infer<typeof slackChannelAnswerSchema>;

const channelIdSchema = z
  .string()
  .regex(
    /^[CG][A-Z0-9]{2,30}$/,
    "expected a channel's id, as C024BE91L: Slack shows it at the end of the channel's details",
  );

/** A Slack channel to be made known; the app must have been invited into it. */
export const newSlackChannelSchema = z.strictObject({
  name: lineSchema(200),
  channel_id: channelIdSchema,
  team_id: idSchema.nullable().optional(),
});
export type NewSlackChannel = z.infer<typeof newSlackChannelSchema>;

/** What may be changed of a Slack channel. */
export const slackChannelChangeSchema = z.strictObject({
  name: lineSchema(200).optional(),
  channel_id: channelIdSchema.optional(),
  team_id: idSchema.nullable().optional(),
  enabled: z.boolean().optional(),
});
export type SlackChannelChange = z.infer<typeof slackChannelChangeSchema>;

const slackChannel = { tag: 'slack-channels', auth: 'api_token' } as const;

/** The calls on Slack channels. */
export const slackChannelRoutes: readonly Route[] = [
  {
    ...slackChannel,
    method: 'GET',
    path: '/v1/slack-channels',
    operationId: 'listSlackChannels',
    ...looks,
    summary: 'Slack channels, by name',
    query: pageQuerySchema,
    responses: { 200: pageSchema(slackChannelAnswerSchema) },
  },
  {
    ...slackChannel,
    method: 'POST',
    path: '/v1/slack-channels',
    operationId: 'createSlackChannel',
    needs: 'manage',
    concerns: { teams: 'given', given: 'or_all' },
    summary: 'Make a Slack channel known',
    description: 'Refused with 409 when it is known already.',
    body: newSlackChannelSchema,
    responses: { 201: slackChannelAnswerSchema },
  },
  {
    ...slackChannel,
    method: 'GET',
    path: '/v1/slack-channels/:id',
    operationId: 'getSlackChannel',
    ...looks,
    summary: 'One Slack channel',
    params: idParamsSchema,
    responses: { 200: slackChannelAnswerSchema },
  },
  {
    ...slackChannel,
    method: 'PATCH',
    path: '/v1/slack-channels/:id',
    operationId: 'changeSlackChannel',
    needs: 'manage',
    concerns: { teams: 'slack_channel', given: 'or_none' },
    summary: 'Change a Slack channel, turn it off or on',
    params: idParamsSchema,
    body: slackChannelChangeSchema,
    responses: { 200: slackChannelAnswerSchema },
  },
  {
    ...slackChannel,
    method: 'DELETE',
    path: '/v1/slack-channels/:id',
    operationId: 'deleteSlackChannel',
    ...arranges('slack_channel'),
    summary: 'Forget a Slack channel',
    description:
      'Refused with 409 while a step of an escalation policy or a fallback target names it; the answer says which.',
    params: idParamsSchema,
    responses: { 204: null },
  },
];
