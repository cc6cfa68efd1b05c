import { z } from 'zod';
import { CONFIG_OWNERS } from '../model/config-problem.ts';
import { environmentNameSchema, servicePatternSchema } from '../model/config-names.ts';
import type { FinalThresholds, FinalValue, ThresholdOrigin } from '../model/final-thresholds.ts';
import { THRESHOLD_LAYERS, thresholdOverridesSchema, thresholdSettingsSchema } from '../model/thresholds.ts';
import { idParamsSchema, idSchema, pageQuerySchema, pageSchema } from './fields.ts';
import { managedShape } from './managed.ts';
import { arrangesAll, looks, type Route } from './route.ts';

/** What a layer of thresholds is for: everything with both null, a service or pattern, an environment, or a service in one. */
const scopeShape = {
  service: servicePatternSchema.nullable(),
  /** `ENVIRONMENT_NOT_DEFINED` where services report none. */
  environment: environmentNameSchema.nullable(),
};

/** A layer of thresholds, as the API shows it. */
export const thresholdAnswerSchema = z
  .strictObject({
    id: idSchema,
    service: z.string().nullable(),
    environment: z.string().nullable(),
    /** Where it stands in the order of layers. */
    layer: z.enum(THRESHOLD_LAYERS).exclude(['built_in']),
    overrides: thresholdOverridesSchema,
    ...managedShape,
  })
  .meta({ id: 'Threshold' });
export type ThresholdAnswer = z.infer<typeof thresholdAnswerSchema>;

/** A layer to be made; there is at most one for a service and environment. */
export const newThresholdSchema = z
  .strictObject({
    service: scopeShape.service.default(null),
    environment: scopeShape.environment.default(null),
    overrides: thresholdOverridesSchema,
  })
  .meta({ examples: [{ service: 'checkout', overrides: { latency: { threshold_ms: 800 } } }] });
export type NewThreshold = z.infer<typeof newThresholdSchema>;

/** All that a layer says, in the place of what it said. */
export const thresholdChangeSchema = z.strictObject({ overrides: thresholdOverridesSchema });
export type ThresholdChange = z.infer<typeof thresholdChangeSchema>;

const originSchema = z.strictObject({
  layer: z.enum(THRESHOLD_LAYERS),
  service: z.string().nullable(),
  environment: z.string().nullable(),
  managed_by: z.enum([...CONFIG_OWNERS, 'built_in']),
  file: z.string().nullable(),
});

const finalValue = <Value extends z.ZodType>(value: Value) =>
  z.strictObject({
    value,
    origin: originSchema,
    /** What it overrode, the nearest first; the last one is the built-in value. */
    overrode: z.array(z.strictObject({ value, origin: originSchema })),
  });

const finalGroup = (group: z.ZodObject) =>
  z.strictObject(Object.fromEntries(Object.entries(group.shape).map(([field, value]) => [field, finalValue(value)])));

const { latency, failed_transaction_rate, error_count, anomaly, notify } = thresholdSettingsSchema.shape;

/** What holds for a service in an environment, each value with where it came from. */
export const finalThresholdsAnswerSchema = z
  .strictObject({
    service: z.string(),
    environment: z.string().nullable(),
    thresholds: z.strictObject({
      latency: finalGroup(latency),
      failed_transaction_rate: finalGroup(failed_transaction_rate),
      error_count: finalGroup(error_count),
      anomaly: finalGroup(anomaly),
      notify: finalGroup(notify),
    }),
  })
  .meta({ id: 'FinalThresholds' });
export type FinalThresholdsAnswer = z.infer<typeof finalThresholdsAnswerSchema>;

/** As answers show it. */
export function fromFinalThresholds(
  target: { readonly service: string; readonly environment: string | null },
  final: FinalThresholds,
): FinalThresholdsAnswer {
  const originOf = ({ managedBy: managed_by, ...origin }: ThresholdOrigin) => ({ ...origin, managed_by });
  const shown = <Value>({ value, origin, overrode }: FinalValue<Value>) => ({
    value,
    origin: originOf(origin),
    overrode: overrode.map((one) => ({ value: one.value, origin: originOf(one.origin) })),
  });
  const group = (fields: Readonly<Record<string, FinalValue<unknown>>>) =>
    Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, shown(value)]));
  return {
    ...target,
    thresholds: {
      latency: group(final.latency),
      failed_transaction_rate: group(final.failed_transaction_rate),
      error_count: group(final.error_count),
      anomaly: group(final.anomaly),
      notify: group(final.notify),
    },
  };
}

/** Whose thresholds; without an environment those of a service that reports none. */
export const finalThresholdsQuerySchema = z.strictObject({
  service: z.string().min(1).max(300),
  environment: z.string().min(1).max(300).optional(),
});

const threshold = { tag: 'thresholds', auth: 'api_token' } as const;

/** The calls on thresholds. */
export const thresholdRoutes: readonly Route[] = [
  {
    ...threshold,
    method: 'GET',
    path: '/v1/thresholds',
    operationId: 'listThresholds',
    ...looks,
    summary: 'Layers of thresholds, in the order in which they are laid over each other',
    query: pageQuerySchema,
    responses: { 200: pageSchema(thresholdAnswerSchema) },
  },
  {
    ...threshold,
    method: 'GET',
    path: '/v1/thresholds/final',
    operationId: 'getFinalThresholds',
    ...looks,
    summary: 'What holds for a service in an environment, and where each value came from',
    query: finalThresholdsQuerySchema,
    responses: { 200: finalThresholdsAnswerSchema },
  },
  {
    ...threshold,
    method: 'POST',
    path: '/v1/thresholds',
    operationId: 'createThreshold',
    ...arrangesAll,
    summary: 'Make a layer of thresholds',
    description: 'Refused with 409 when there is one for this service and environment.',
    body: newThresholdSchema,
    responses: { 201: thresholdAnswerSchema },
  },
  {
    ...threshold,
    method: 'GET',
    path: '/v1/thresholds/:id',
    operationId: 'getThreshold',
    ...looks,
    summary: 'One layer of thresholds',
    params: idParamsSchema,
    responses: { 200: thresholdAnswerSchema },
  },
  {
    ...threshold,
    method: 'PUT',
    path: '/v1/thresholds/:id',
    operationId: 'replaceThreshold',
    ...arrangesAll,
    summary: 'Set all that a layer of thresholds says',
    description: 'Refused with 409 when a file looks after it; the answer names the file.',
    params: idParamsSchema,
    body: thresholdChangeSchema,
    responses: { 200: thresholdAnswerSchema },
  },
  {
    ...threshold,
    method: 'DELETE',
    path: '/v1/thresholds/:id',
    operationId: 'deleteThreshold',
    ...arrangesAll,
    summary: 'Delete a layer of thresholds',
    description: 'Refused with 409 when a file looks after it.',
    params: idParamsSchema,
    responses: { 204: null },
  },
];
