import { z } from 'zod';
import { environmentNameSchema, servicePatternSchema } from './config-names.ts';
import { thresholdOverridesSchema } from './thresholds.ts';

/** `config/thresholds.json`. */
export const thresholdsFileSchema = z
  .strictObject({
    $schema: z.string().optional().describe('Where editors find the schema of this file.'),
    global: thresholdOverridesSchema.optional().describe('What holds for all services in all environments.'),
    services: z
      .record(servicePatternSchema, thresholdOverridesSchema)
      .optional()
      .describe('By name or pattern (pay*). An exact name wins over patterns, a longer pattern over a shorter one.'),
    environments: z
      .record(environmentNameSchema, thresholdOverridesSchema)
      .optional()
      .describe(
        'By the name of the environment; ENVIRONMENT_NOT_DEFINED where services report none. Wins over services.',
      ),
    service_environments: z
      .record(servicePatternSchema, z.record(environmentNameSchema, thresholdOverridesSchema))
      .optional()
      .describe('By service, and in it by environment. Wins over everything else.'),
  })
  .meta({
    title: 'Thresholds',
    description:
      'Thresholds of alert rules. Layers are merged field by field in the order global, services, environments, service_environments; the later one wins.',
  });
export type ThresholdsFile = z.infer<typeof thresholdsFileSchema>;
