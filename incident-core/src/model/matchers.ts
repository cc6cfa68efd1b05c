import { z } from 'zod';
import { severitySchema } from './severity.ts';

/** A text to compare with: exact, or a pattern in which `*` stands for any run of characters. */
export const textPatternSchema = z.string().trim().min(1).max(500);

/** The dimensions that routing rules and policies match on. All that are present must hold; within one, any value may. */
export const matchersSchema = z.strictObject({
  service: z.array(textPatternSchema).min(1).max(200).optional(),
  environment: z.array(textPatternSchema).min(1).max(200).optional(),
  severity: z.array(severitySchema).min(1).max(4).optional(),
  tags: z.array(textPatternSchema).min(1).max(200).optional(),
});
export type Matchers = z.infer<typeof matchersSchema>;

/** What matchers are held against. */
export interface Matchable {
  readonly service: string | null;
  readonly environment: string | null;
  readonly severity: string;
  readonly tags: readonly string[];
}
