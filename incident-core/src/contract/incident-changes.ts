import { z } from 'zod';
import { idParamsSchema, idSchema, timeSchema } from './fields.ts';
import { actionBodySchema, incidentDetailSchema } from './incidents.ts';
import type { Route, RouteRule } from './route.ts';

/** How long an incident sleeps: until an instant, or for a number of minutes from now. */
export const snoozeSchema = z
  .union([
    z.strictObject({ until: timeSchema }),
    z.strictObject({
      minutes: z
        .int()
        .min(1)
        .max(30 * 24 * 60),
    }),
  ])
  .meta({ examples: [{ minutes: 60 }, { until: '2027-01-05T07:00:00.000Z' }] });
export type Snooze = z.infer<typeof snoozeSchema>;

/** Whose an incident becomes: a person's, or another team's. */
export const assignSchema = z
  .union([z.strictObject({ user_id: idSchema }), z.strictObject({ team_id: idSchema })])
  .meta({ examples: [{ user_id: '01a20d71-fd96-767c-be29-3c4d16bd1eb5' }] });
export type Assignment = z.infer<typeof assignSchema>;

/** Who is asked to help: people, and of teams whoever is on call now, or all members where a team has no schedule. */
export const addRespondersSchema = z
  .strictObject({
    user_ids: z.array(idSchema).max(50).default([]),
    team_ids: z.array(idSchema).max(50).default([]),
  })
  .refine(({ user_ids, team_ids }) => user_ids.length + team_ids.length > 0, 'expected a person or a team at least')
  .meta({ examples: [{ user_ids: ['01a20d71-fd96-767c-be29-3c4d16bd1eb5'] }] });
export type AddResponders = z.infer<typeof addRespondersSchema>;

/** The incident that takes in another. */
export const mergeSchema = z.strictObject({ into: idSchema }).meta({
  examples: [{ into: '01a20d71-fd96-767c-be29-3c4d16bd1eb5' }],
});
export type Merge = z.infer<typeof mergeSchema>;

const change = {
  tag: 'incidents',
  auth: 'api_token',
  needs: 'respond',
  concerns: { teams: 'incident' },
  method: 'POST',
  params: idParamsSchema,
  body: actionBodySchema,
  responses: { 200: incidentDetailSchema },
} as const satisfies Partial<Route> & RouteRule;

/** What responders change on an incident beside acknowledging, starting and resolving. The same again answers the present state. */
export const incidentChangeRoutes: readonly Route[] = [
  {
    ...change,
    path: '/v1/incidents/:id/release',
    operationId: 'releaseIncident',
    summary: 'Say "not mine any more": the step that was active is told again',
    description: 'What has recovered meanwhile is resolved instead. 409 when it is resolved.',
  },
  {
    ...change,
    path: '/v1/incidents/:id/snooze',
    operationId: 'snoozeIncident',
    summary: 'Say "mine, later": triggered again at the time given, unless it recovers',
    description:
      'For 24 hours at most when it is urgent, 30 days otherwise. 409 during work, or when it is resolved. ' +
      'Acknowledging or starting ends the snooze.',
    body: snoozeSchema,
  },
  {
    ...change,
    path: '/v1/incidents/:id/reopen',
    operationId: 'reopenIncident',
    summary: 'Take back a resolution: triggered again, from step 1 of the policy that matches now',
    description: '409 when an alert of it has opened another incident since.',
  },
  {
    ...change,
    path: '/v1/incidents/:id/confirm',
    operationId: 'confirmIncident',
    summary: 'Keep an acknowledged incident that has become critical',
  },
  {
    ...change,
    path: '/v1/incidents/:id/keep-open',
    operationId: 'keepIncidentOpen',
    summary: 'Go on watching although its alerts have recovered: it no longer resolves by itself',
  },
  {
    ...change,
    path: '/v1/incidents/:id/assign',
    operationId: 'assignIncident',
    summary: 'Give it to a person, or to another team',
    description:
      'The person is told; naming one silences nothing, so a triggered incident goes on escalating. Another team has it ' +
      'triggered, and its own policy starts at step 1. 422 for a person or team that does not exist.',
    body: assignSchema,
  },
  {
    ...change,
    path: '/v1/incidents/:id/responders',
    operationId: 'addResponders',
    summary: 'Ask further people to help, by name or by their teams',
    description:
      'Each is told once; of a team whoever is on call in it now, or all its members where it has no schedule. 422 for a ' +
      'person or team that does not exist, and for a team of which nobody is found; 409 when the incident is resolved.',
    body: addRespondersSchema,
  },
  {
    ...change,
    path: '/v1/incidents/:id/merge',
    operationId: 'mergeIncident',
    summary: 'Merge it into another incident: resolved, and its alerts and later episodes follow the other',
    description:
      'Both must be open, and the caller a responder of both teams. The other is as bad as the worse of the two, and ' +
      'resolves when the last alert of both recovers. 400 for itself, 422 for an incident that does not exist, 409 when ' +
      'one of them is over.',
    body: mergeSchema,
  },
  {
    ...change,
    path: '/v1/incidents/:id/escalate',
    operationId: 'escalateIncident',
    summary: 'Tell the next step now',
    description: 'What somebody holds is triggered again. Behind the last step a new run begins at the first.',
  },
];
