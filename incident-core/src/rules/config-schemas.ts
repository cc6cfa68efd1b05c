import { z } from 'zod';
import type { ConfigFile } from '../model/config-file.ts';
import { policiesFileSchema } from '../model/policies-file.ts';
import { teamMappingFileSchema } from '../model/team-mapping.ts';
import { thresholdsFileSchema } from '../model/thresholds-file.ts';

/** The JSON Schema (draft 7, which editors know best) of each configuration file, made from the schema that reads it. */
export function toConfigSchemas(): Readonly<Record<ConfigFile, object>> {
  // What has a default may be left out.
  const toJsonSchema = (schema: z.ZodType) =>
    z.toJSONSchema(schema, { io: 'input', target: 'draft-7', reused: 'inline' });
  return {
    thresholds: toJsonSchema(thresholdsFileSchema),
    'team-mapping': toJsonSchema(teamMappingFileSchema),
    policies: toJsonSchema(policiesFileSchema),
  };
}
