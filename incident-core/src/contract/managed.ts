import { z } from 'zod';
import { CONFIG_OWNERS } from '../model/config-problem.ts';
import { timeSchema } from './fields.ts';

/** Who looks after a piece of configuration: rows of a file are changed in that file only, and refused here with 409. */
export const managedShape = {
  managed_by: z.enum(CONFIG_OWNERS),
  /** The file's name as it was applied; null for what people made. */
  file: z.string().nullable(),
  /** SHA-256 of that file's text, 64 hex digits. */
  file_hash: z.string().nullable(),
  created_at: timeSchema,
  updated_at: timeSchema,
} as const;
