import { z } from 'zod';
import {
  PARTS_OF_CHANNEL,
  TEMPLATE_CHANNELS,
  TEMPLATE_EVENTS,
  TEMPLATE_PARTS,
  type TemplateChannel,
} from '../model/template.ts';
import { idParamsSchema, idSchema, pageQuerySchema, pageSchema, textSchema, timeSchema } from './fields.ts';
import { arranges, looks, type Route } from './route.ts';

const channelSchema = z.enum(TEMPLATE_CHANNELS);
const eventSchema = z.enum(TEMPLATE_EVENTS);
/** The body of a request is limited to 1 MiB, so that this is for a clear answer only. */
const LONGEST_PAYLOAD = 200_000;

/** Texts by part; which there are depends on the channel. */
const partTextsSchema = z.strictObject({
  subject: z.string().optional(),
  text: z.string().optional(),
  html: z.string().optional(),
});

/** The templates that may be given for a channel: its own parts, each within its limit, and at least one. */
export function templatePartsSchema(channel: TemplateChannel) {
  const longest = PARTS_OF_CHANNEL[channel];
  const part = (most: number | undefined) =>
    most === undefined
      ? z.undefined(`expected no such part: ${channel} has ${Object.keys(longest).join(', ')}`).optional()
      : textSchema(most)
          .refine(
            (text) => text.trim() !== '',
            'expected a text that is not blank; leave the part out for the built-in one',
          )
          .optional();
  return z
    .strictObject({ subject: part(longest.subject), text: part(longest.text), html: part(longest.html) })
    .refine(
      (parts) => Object.values(parts).some((text) => text !== undefined),
      'expected at least one part; delete the template for the built-in texts',
    );
}

/** A stored template, as the API shows it. */
export const templateAnswerSchema = z
  .strictObject({
    id: idSchema,
    channel: channelSchema,
    event: eventSchema,
    /** Null for all teams; one of a team goes before it. */
    team_id: idSchema.nullable(),
    /** A part that is not there is as it is built in. */
    parts: partTextsSchema,
    updated_at: timeSchema,
    /** When it last could not be used, and why; the built-in text was sent then. Null since its last change. */
    last_failure: z.strictObject({ at: timeSchema, reason: z.string() }).nullable(),
  })
  .meta({ id: 'Template' });
export type TemplateAnswer = z.infer<typeof templateAnswerSchema>;

const wordSchema = z.strictObject({ name: z.string(), description: z.string() });

/** All that somebody needs who writes a template for this channel and event. */
export const templateDetailSchema = z
  .strictObject({
    channel: channelSchema,
    event: eventSchema,
    /** The parts of the channel, with their longest templates in UTF-16 units. */
    parts: z.array(z.strictObject({ name: z.enum(TEMPLATE_PARTS), longest: z.int() })),
    /** What is built in, written as templates: a place to begin. */
    default: partTextsSchema,
    for_all: templateAnswerSchema.nullable(),
    /** Of the team that was asked for. */
    for_team: templateAnswerSchema.nullable(),
    variables: z.array(wordSchema),
    filters: z.array(z.string()),
    tags: z.array(z.string()),
  })
  .meta({ id: 'TemplateDetail' });
export type TemplateDetail = z.infer<typeof templateDetailSchema>;

/** A template to be put in the place of what there was. */
export const givenTemplateSchema = z
  .strictObject({ team_id: idSchema.nullable().default(null), parts: partTextsSchema })
  .meta({ examples: [{ team_id: null, parts: { text: '{{ severity | upcase }} {{ service }}: {{ title }}' } }] });
export type GivenTemplate = z.infer<typeof givenTemplateSchema>;

/** What to try, and on what: an incident, a payload as Kibana posts it, or else a sample. */
export const templatePreviewSchema = z
  .strictObject({
    channel: channelSchema,
    event: eventSchema,
    /** What is stored, where it is not given. */
    parts: partTextsSchema.optional(),
    team_id: idSchema.nullable().default(null),
    incident_id: idSchema.optional(),
    /** JSON, or the text of it. Read as the intake would read it; nothing of it is kept. */
    payload: z.union([z.string().max(LONGEST_PAYLOAD), z.record(z.string(), z.unknown())]).optional(),
  })
  .refine(({ incident_id: incident, payload }) => incident === undefined || payload === undefined, {
    path: ['payload'],
    message: 'expected an incident or a payload, not both',
  })
  .refine(({ event, incident_id: incident, payload }) => event !== 'handoff' || (incident ?? payload) === undefined, {
    path: ['event'],
    message: 'expected the event of an incident: a hand-off is of none',
  });
export type TemplatePreview = z.infer<typeof templatePreviewSchema>;

/** A message as it would be sent. */
export const templatePreviewAnswerSchema = z
  .strictObject({
    channel: channelSchema,
    event: eventSchema,
    /** What the incident, or the shift, was taken from. */
    of: z.enum(['sample', 'incident', 'payload']),
    /** Each whole, as its reader sees it: with the link and the way to acknowledge. */
    parts: partTextsSchema,
    /** What the provider would be given: Slack's messages, the card for Teams, the TwiML of a call; null for others. */
    body: z.unknown(),
    sizes: z.array(
      z.strictObject({
        part: z.enum(TEMPLATE_PARTS),
        characters: z.int(),
        /** In how many pieces an SMS is sent; null for others. */
        sms_segments: z.int().nullable(),
      }),
    ),
    warnings: z.array(z.string()),
  })
  .meta({ id: 'TemplatePreview' });
export type TemplatePreviewAnswer = z.infer<typeof templatePreviewAnswerSchema>;

/** Of which team (those for all teams are listed too); of all without one. */
export const templateQuerySchema = pageQuerySchema.extend({ team_id: idSchema.optional() });
export type TemplateQuery = z.infer<typeof templateQuerySchema>;

/** A channel and an event in a path. */
export const templateParamsSchema = z.strictObject({ channel: channelSchema, event: eventSchema });

/** For which team, beside those for all. */
export const templateDetailQuerySchema = z.strictObject({ team_id: idSchema.optional() });

const template = { tag: 'templates', auth: 'api_token' } as const;

/** The calls on templates. */
export const templateRoutes: readonly Route[] = [
  {
    ...template,
    method: 'GET',
    path: '/v1/templates',
    operationId: 'listTemplates',
    ...looks,
    summary: 'Stored templates, the latest made first',
    query: templateQuerySchema,
    responses: { 200: pageSchema(templateAnswerSchema) },
  },
  {
    ...template,
    method: 'GET',
    path: '/v1/templates/:channel/:event',
    operationId: 'getTemplate',
    computed: ['last_failure'],
    ...looks,
    summary: 'What there is for a channel and an event: built in, for all teams, for one',
    description: 'With the variables, filters and tags that a template may use.',
    params: templateParamsSchema,
    query: templateDetailQuerySchema,
    responses: { 200: templateDetailSchema },
  },
  {
    ...template,
    method: 'PUT',
    path: '/v1/templates/:channel/:event',
    operationId: 'replaceTemplate',
    needs: 'manage',
    concerns: { teams: 'given', given: 'or_all' },
    summary: 'Put a template in the place of the built-in texts, for a team or for all',
    description:
      'Templates are Liquid. They are tried on samples: what cannot be read, names what there is not, or takes too long is ' +
      'refused with 400, line and column. What one leaves out of the link and the way to acknowledge is put after it.',
    params: templateParamsSchema,
    body: givenTemplateSchema,
    responses: { 200: templateAnswerSchema },
  },
  {
    ...template,
    method: 'DELETE',
    path: '/v1/templates/:id',
    operationId: 'deleteTemplate',
    ...arranges('template'),
    summary: 'Go back to the texts for all teams, or to the built-in ones',
    params: idParamsSchema,
    responses: { 204: null },
  },
  {
    ...template,
    method: 'POST',
    path: '/v1/templates/preview',
    operationId: 'previewTemplate',
    needs: 'manage',
    concerns: { teams: 'given', given: 'or_all' },
    summary: 'See what a template would say, of an incident, a payload or a sample',
    description:
      'Nothing is sent and nothing is kept. Refused with 422 when the payload holds no alert that can be read.',
    body: templatePreviewSchema,
    responses: { 200: templatePreviewAnswerSchema },
  },
];
