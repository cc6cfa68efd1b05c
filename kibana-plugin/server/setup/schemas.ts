import {
  CONFIG_OWNERS,
  discoveredServiceSchema,
  givenPullSchema,
  RULE_GROUPINGS,
  RULE_KINDS,
  teamMappingSchema,
  thresholdOverridesSchema,
  thresholdSettingsSchema,
} from 'incident-core';
import { z } from 'zod';

// What the browser sends was once answered by us, by Kibana or by Elasticsearch: here is only seen to it that it can be read.

const name = z.string().min(1).max(1_000);
const names = z.array(z.string().max(1_000)).max(1_000);
const owned = { managedBy: z.enum(CONFIG_OWNERS), file: z.string().max(1_000).nullable() };

const layerSchema = z.strictObject({
  service: name.nullable(),
  environment: name.nullable(),
  overrides: thresholdOverridesSchema,
  ...owned,
});

/** A mapping, and who looks after it. */
const mappingSchema = z
  .looseObject(owned)
  .transform(({ managedBy: _, file: __, ...mapping }) => mapping)
  .pipe(teamMappingSchema);

const question = {
  services: z.array(discoveredServiceSchema).max(100_000),
  mappings: z.array(mappingSchema).max(100_000),
  layers: z.array(layerSchema).max(100_000),
  teams: names,
  rules: z.array(z.unknown()).max(100_000),
};

export const servicesQuestionSchema = z.strictObject(question);

const space = z.string().regex(/^[\w-]{1,200}$/, 'expected the id of a space');

export const planQuestionSchema = z.strictObject({
  ...question,
  is_whole: z.boolean(),
  space,
  rule_types: z.unknown(),
  connector_id: name.nullable(),
  grouping: z.enum(RULE_GROUPINGS),
  instances: z.int().min(1).max(1_000),
});

export const connectorQuestionSchema = z.strictObject({
  space,
  source: z.strictObject({ id: name, name }),
  token: z.strictObject({ id: z.string().max(1_000), secret: z.string().min(1).max(1_000).nullable() }),
  types: z.unknown(),
  found: z.unknown(),
});

export const rewriteQuestionSchema = z.strictObject({
  body: z.looseObject({ name: z.string(), actions: z.array(z.looseObject({ id: z.string(), group: z.string() })) }),
  found: z.unknown(),
});

const sourceId = z.uuid();

export const pullQuestionSchema = z.strictObject({ source_id: sourceId.nullable() });

const { elasticsearch_url, kibana_url } = givenPullSchema.shape;

export const pullWishSchema = z.strictObject({
  source_id: sourceId,
  space,
  elasticsearch_url,
  kibana_url: kibana_url.unwrap(),
  key_days: z.int().min(1).max(3_650).nullable(),
});

const { latency } = thresholdSettingsSchema.shape;

export const historyQuestionSchema = z.strictObject({
  service: name,
  environment: name.nullable(),
  kind: z.enum(RULE_KINDS).exclude(['anomaly']),
  threshold: z.number(),
  window: latency.shape.window,
  aggregation: latency.shape.aggregation,
  transaction_type: latency.shape.transaction_type,
});
