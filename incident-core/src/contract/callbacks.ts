import { z } from 'zod';
import { ANSWER_ACTIONS } from '../model/incident.ts';
import { idSchema } from './fields.ts';
import type { Route } from './route.ts';

/** Which of our deliveries a callback of Twilio is about. */
export const deliveryQuerySchema = z.strictObject({ delivery: idSchema });

/** The secret of a link that was sent to a responder. */
export const linkParamsSchema = z.strictObject({ token: z.string().min(1).max(200) });

/** What is asked for through such a link. */
export const linkActionParamsSchema = linkParamsSchema.extend({ action: z.enum(ANSWER_ACTIONS) });

/** What the page behind a link says on top, after somebody has pressed a button. */
export const LINK_ANSWERS = ['done', 'unchanged', 'again', 'resolved', 'forbidden'] as const;
export const linkQuerySchema = z.object({ said: z.enum(LINK_ANSWERS).optional().catch(undefined) });
export type LinkAnswer = (typeof LINK_ANSWERS)[number];

const callback = { tag: 'callbacks', auth: 'signature', bodyType: 'application/x-www-form-urlencoded' } as const;
const page = { tag: 'answers', auth: 'link', answerType: 'text/html' } as const;

/** What providers call, and the links by which people answer. */
export const callbackRoutes: readonly Route[] = [
  {
    ...callback,
    method: 'POST',
    path: '/v1/callbacks/slack/interactive',
    operationId: 'slackInteraction',
    summary: 'Somebody has pressed a button in Slack',
    description:
      'Signed by Slack (v0) at most five minutes ago. The member must be a verified contact method of a user who may work on the incident.',
    body: z.string(),
    responses: { 200: null },
  },
  {
    ...callback,
    method: 'POST',
    path: '/v1/callbacks/twilio/status',
    operationId: 'twilioStatus',
    summary: 'What became of an SMS or a call',
    description: 'Signed by Twilio. Late and repeated ones change nothing.',
    query: deliveryQuerySchema,
    body: z.string(),
    responses: { 204: null },
  },
  {
    ...callback,
    method: 'POST',
    path: '/v1/callbacks/twilio/sms',
    operationId: 'twilioSms',
    summary: 'Somebody has answered by SMS',
    description:
      'Signed by Twilio. The four digits of a message acknowledge its incident; the answer says what came of it.',
    body: z.string(),
    responses: { 200: z.string() },
    answerType: 'text/xml',
  },
  {
    ...callback,
    method: 'POST',
    path: '/v1/callbacks/twilio/voice',
    operationId: 'twilioVoice',
    summary: 'Somebody has pressed a key during a call',
    description: 'Signed by Twilio. 4 acknowledges, anything else says it again.',
    query: deliveryQuerySchema,
    body: z.string(),
    responses: { 200: z.string() },
    answerType: 'text/xml',
  },
  {
    ...page,
    method: 'GET',
    path: '/ack/:token',
    operationId: 'showLink',
    summary: 'The page behind a link that was sent to a responder',
    description:
      'Shows the incident and changes nothing. 404 for a link that nobody was sent, 410 for one that is over.',
    params: linkParamsSchema,
    responses: { 200: z.string() },
  },
  {
    ...page,
    method: 'POST',
    path: '/ack/:token/:action',
    operationId: 'answerByLink',
    summary: 'Acknowledge, start, resolve, escalate or release the incident of a link',
    description: 'In the name of whom it was sent to; each link does each thing once. Leads back to the page.',
    params: linkActionParamsSchema,
    responses: { 303: null },
  },
];
