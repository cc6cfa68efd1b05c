import { z } from 'zod';
import { OWN_RULE_TAG } from '../model/pull.ts';
import { idParamsSchema, lineSchema, textSchema, timeSchema } from './fields.ts';
import { arranges, type Route } from './route.ts';
import { givenMatchersSchema } from './targets.ts';

/** The root of a service: what follows it is ours to say. */
const serverSchema = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .regex(
    /^https?:\/\/[^/?#@\\\s]+(?:\/[^?#\\\s]*)?$/i,
    'expected an http or https address without user name, password and query',
  )
  .transform((url) => url.replace(/\/+$/, ''));

const spaceSchema = z.string().regex(/^[a-z0-9_-]{1,200}$/, 'expected the id of a Kibana space');
const indexSchema = z
  .string()
  .regex(/^[a-z0-9.*][a-z0-9._*-]{0,250}$/, 'expected the name of an index or alias, or a pattern with *');

/** For which rules it opens incidents, and where it looks. */
const settings = {
  elasticsearch_url: serverSchema,
  /** Where to ask which connectors a rule has, and whether it is muted or snoozed; null: nothing is asked. */
  kibana_url: serverSchema.nullable(),
  /** The Kibana spaces whose alerts are pulled. */
  spaces: z.array(spaceSchema).min(1).max(100),
  /** In the place of the indices that the spaces have; empty for those. */
  indices: z.array(indexSchema).max(100),
  /** Rules with one of these tags open incidents. */
  tags: z.array(lineSchema(200)).max(100),
  /** Rules with an action of one of these connectors open incidents; asks Kibana. */
  connector_ids: z.array(lineSchema(200)).max(100),
  /** Alerts that match open incidents; null for no filter, `{}` for all alerts. */
  filter: givenMatchersSchema.nullable(),
  /** Whether an acknowledgement is written into the alert (`kibana.alert.workflow_status`). */
  write_back: z.boolean(),
  interval_seconds: z.int().min(10).max(3_600),
};

/** What can go wrong with a pull. */
export const PULL_FAULTS = [
  'unreachable',
  'timeout',
  'overloaded',
  'server_error',
  'unauthorized',
  'forbidden',
  'other_product',
  'indices_missing',
  'refused',
  'unreadable_answer',
  'kibana',
  'kibana_refused',
  'write_back',
  'internal',
] as const;
export type PullFaultKind = (typeof PULL_FAULTS)[number];

/** What is wrong with a pull now; `text` is for people. */
export const pullFaultSchema = z
  .strictObject({ kind: z.enum(PULL_FAULTS), text: z.string(), since: timeSchema })
  .meta({ id: 'PullFault' });

/** How a source is pulled, as the API shows it: never the key. */
export const pullAnswerSchema = z
  .strictObject({
    ...settings,
    elasticsearch_url: z.string(),
    kibana_url: z.string().nullable(),
    set_up_at: timeSchema,
    /** When a poll last began, and when one last came through. */
    tried_at: timeSchema.nullable(),
    pulled_at: timeSchema.nullable(),
    next_at: timeSchema,
    /** Up to which `@timestamp` everything has been read. */
    read_until: timeSchema.nullable(),
    fault: pullFaultSchema.nullable(),
    /** What it opened and resolved before, or without, a push. */
    found: z.int(),
    found_at: timeSchema.nullable(),
  })
  .meta({ id: 'SourcePull' });
export type PullAnswer = z.infer<typeof pullAnswerSchema>;

/**
 * How a source is to be pulled. `api_key`: as Elasticsearch gives it (`encoded`); left out, the one before stays, as long
 * as both addresses do.
 */
export const givenPullSchema = z
  .strictObject({
    ...settings,
    /** Its form is checked where a refusal does not repeat it. */
    api_key: textSchema(10_000).optional(),
    kibana_url: settings.kibana_url.default(null),
    spaces: settings.spaces.default(['default']),
    indices: settings.indices.default([]),
    tags: settings.tags.default([OWN_RULE_TAG]),
    connector_ids: settings.connector_ids.default([]),
    filter: settings.filter.default(null),
    write_back: settings.write_back.default(false),
    interval_seconds: settings.interval_seconds.default(30),
  })
  .refine(({ connector_ids: ids, kibana_url: url }) => ids.length === 0 || url !== null, {
    path: ['kibana_url'],
    message: "expected Kibana's address: only Kibana knows the connectors of a rule",
  });
export type GivenPull = z.infer<typeof givenPullSchema>;

const pull = { tag: 'sources', auth: 'api_token', path: '/v1/sources/:id/pull', ...arranges('source') } as const;

/** The calls on how a source is pulled. */
export const pullRoutes: readonly Route[] = [
  {
    ...pull,
    method: 'GET',
    operationId: 'getSourcePull',
    computed: ['tried_at', 'pulled_at', 'next_at', 'read_until', 'fault', 'found', 'found_at'],
    summary: 'How a source is pulled, and how that goes',
    description: '404 for a source that is not pulled.',
    params: idParamsSchema,
    responses: { 200: pullAnswerSchema },
  },
  {
    ...pull,
    method: 'PUT',
    operationId: 'setSourcePull',
    summary: 'Pull the alerts of a source from Elasticsearch',
    description:
      'Finds what webhooks lose. The key is kept sealed and never shown. Refused with 422 without a key, where none is known or an address changes.',
    params: idParamsSchema,
    body: givenPullSchema,
    responses: { 200: pullAnswerSchema },
  },
  {
    ...pull,
    method: 'DELETE',
    operationId: 'deleteSourcePull',
    summary: 'Pull a source no longer',
    description: 'Its key is forgotten. Incidents stay.',
    params: idParamsSchema,
    responses: { 204: null },
  },
];
