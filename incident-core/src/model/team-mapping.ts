import { z } from 'zod';
import type { ConfigOwner } from './config-problem.ts';
import { environmentNameSchema, servicePatternSchema, thingNameSchema } from './config-names.ts';
import { ENVIRONMENT_NOT_DEFINED } from './rule-kind.ts';

/** What a mapping goes by, strongest first: the first kind with a mapping that fits names the team. */
export const MAPPING_PRECEDENCE = [
  'service_environment',
  'service',
  'pattern_environment',
  'pattern',
  'label_environment',
  'label',
  'environment',
] as const;
export type MappingKind = (typeof MAPPING_PRECEDENCE)[number];

/** The environment of a mapping; of an alert without one it cannot be told whether it has none. */
export const mappedEnvironmentSchema = environmentNameSchema.refine(
  (name) => name !== ENVIRONMENT_NOT_DEFINED,
  'expected the name of an environment; alerts without one cannot be told apart, so map the service',
);

/** Which services belong to a team: by name or pattern, by a label that they carry, by environment, or one of them in it. */
export const teamMappingSchema = z
  .strictObject({
    service: servicePatternSchema.optional().describe('The name of a service, or a pattern (pay*).'),
    label: z
      .strictObject({
        name: thingNameSchema.describe('The field, as labels.team or service.namespace.'),
        value: servicePatternSchema.describe('Its value, or a pattern.'),
      })
      .optional()
      .describe('A label that services carry.'),
    environment: mappedEnvironmentSchema.optional().describe('Only in this environment.'),
    team: thingNameSchema.describe('The name of the team.'),
  })
  .refine(({ service, label }) => service === undefined || label === undefined, {
    path: ['label'],
    message: 'expected a service or a label, not both',
  })
  .refine(({ service, label, environment }) => service ?? label ?? environment, {
    message: 'expected a service, a label or an environment beside the team',
  });
export type TeamMapping = z.infer<typeof teamMappingSchema>;

/** A mapping as a row of the backend keeps it. */
export interface OwnedMapping extends TeamMapping {
  readonly managedBy: ConfigOwner;
  /** The file that it came from; null for what people made in the UI. */
  readonly file: string | null;
}

/** `config/team-mapping.json`. */
export const teamMappingFileSchema = z
  .strictObject({
    $schema: z.string().optional().describe('Where editors find the schema of this file.'),
    mappings: z
      .array(teamMappingSchema)
      .max(100_000)
      .describe(
        'In any order. A service in an environment wins over the service, a name over a pattern, a longer pattern over a shorter one, then labels, then the environment.',
      ),
  })
  .meta({ title: 'Team mapping', description: 'Which team owns which services.' });
export type TeamMappingFile = z.infer<typeof teamMappingFileSchema>;
