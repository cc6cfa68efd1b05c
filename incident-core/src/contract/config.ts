import { z } from 'zod';
import { CONFIG_CHANGES, CONFIG_FILES } from '../model/config-file.ts';
import { CONFIG_OWNERS } from '../model/config-problem.ts';
import { policiesFileSchema } from '../model/policies-file.ts';
import { teamMappingFileSchema } from '../model/team-mapping.ts';
import { thresholdsFileSchema } from '../model/thresholds-file.ts';
import { arrangesAll, type Route } from './route.ts';

const fileShape = {
  /** As it is shown to people, without folders that only the caller knows. */
  file: z.string().min(1).max(300),
  /** SHA-256 of the file's text; the audit trail keeps it. */
  hash: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits in small letters'),
};

/** Files to be held against what there is; those that are left out are not touched. */
export const givenConfigSchema = z.strictObject({
  thresholds: z.strictObject({ ...fileShape, document: thresholdsFileSchema }).optional(),
  'team-mapping': z.strictObject({ ...fileShape, document: teamMappingFileSchema }).optional(),
  policies: z.strictObject({ ...fileShape, document: policiesFileSchema }).optional(),
  /** Whether what people changed is overwritten where a file says otherwise. */
  take_over: z.boolean().default(false),
});
export type GivenConfig = z.infer<typeof givenConfigSchema>;

const changeSchema = z.strictObject({
  config: z.enum(CONFIG_FILES),
  /**
   * `add`, `change` and `remove` do so; `keep` nothing; `adopt`: people made the same, the file looks after it from now
   * on; `take_over`: people made something else, which is overwritten; `conflict`: it would be, and was not allowed.
   */
  change: z.enum(CONFIG_CHANGES),
  /** What the entry is for, as `checkout in production` or a policy's name. */
  name: z.string(),
  /** What there is, as JSON; null for nothing. */
  found: z.string().nullable(),
  wanted: z.string().nullable(),
  managed_by: z.enum(CONFIG_OWNERS).nullable(),
});

const configProblemSchema = z.strictObject({
  config: z.enum(CONFIG_FILES),
  level: z.enum(['error', 'warning']),
  /** From the root of the document: who has the text turns it into line and column. */
  path: z.array(z.union([z.string(), z.int()])),
  at: z.literal('name').optional(),
  found: z.string(),
  expected: z.string(),
});

/** What applying files comes to. With an error or a conflict nothing of them is applied. */
export const configDiffAnswerSchema = z
  .strictObject({
    applied: z.boolean(),
    changes: z.array(changeSchema),
    problems: z.array(configProblemSchema),
  })
  .meta({ id: 'ConfigDiff' });
export type ConfigDiffAnswer = z.infer<typeof configDiffAnswerSchema>;

/** What there is, as files: applied to the same system they change nothing but who looks after it. */
export const configAnswerSchema = z
  .strictObject({
    thresholds: thresholdsFileSchema,
    'team-mapping': teamMappingFileSchema,
    policies: policiesFileSchema,
  })
  .meta({ id: 'Config' });
export type ConfigAnswer = z.infer<typeof configAnswerSchema>;

const config = { tag: 'config', auth: 'api_token', ...arrangesAll } as const;

/** The calls that carry configuration between files and the backend. */
export const configRoutes: readonly Route[] = [
  {
    ...config,
    method: 'GET',
    path: '/v1/config',
    operationId: 'exportConfig',
    summary: 'Thresholds, team mappings and policies as files',
    responses: { 200: configAnswerSchema },
  },
  {
    ...config,
    method: 'POST',
    path: '/v1/config/diff',
    operationId: 'diffConfig',
    summary: 'What applying files would change',
    body: givenConfigSchema,
    responses: { 200: configDiffAnswerSchema },
  },
  {
    ...config,
    method: 'POST',
    path: '/v1/config/apply',
    operationId: 'applyConfig',
    summary: 'Apply files',
    description:
      'All or nothing, and the same files again change nothing. Refused with 422 when a team or another name is not ' +
      'known, with 409 when people changed what a file says otherwise, unless `take_over` is set.',
    body: givenConfigSchema,
    responses: { 200: configDiffAnswerSchema },
  },
];
