import type { z } from 'zod';
import type { Answer } from '../backend/backend';
import { BackendFailure } from '../backend/failure';

interface Asked {
  readonly path: string;
  readonly responses: Readonly<Record<number, z.ZodType | null>>;
}

/**
 * Refuses an answer that the browser could not show, of a backend much older or newer. One that says more than we know,
 * or says it in a word that we do not know, is shown as far as we do.
 */
export function assertFits({ status, body }: Answer, { path, responses }: Asked): void {
  // What is there in every backend that fits cannot be missing; an incident can.
  if (status === 404 && !path.includes(':')) throw unfit(path, 'it has no such call');
  const schema = responses[status];
  if (!schema) return;
  const { error } = schema.safeParse(body);
  const [issue] = error?.issues.filter(isUnfit) ?? [];
  if (issue) throw unfit(path, `at ${issue.path.map(String).join('.') || 'the root'}: ${issue.code}`);
}

function isUnfit(issue: z.core.$ZodIssue): boolean {
  if (issue.code === 'invalid_union') return issue.errors.every((branch) => branch.some(isUnfit));
  return issue.code !== 'unrecognized_keys' && issue.code !== 'invalid_value';
}

function unfit(path: string, why: string): BackendFailure {
  return new BackendFailure('other_version', `${path}: ${why}`);
}
