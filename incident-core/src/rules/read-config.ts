import type { z } from 'zod';
import type { ConfigProblem, ConfigReading } from '../model/config-problem.ts';
import { policiesFileSchema, type PoliciesFile } from '../model/policies-file.ts';
import { teamMappingFileSchema, type TeamMappingFile } from '../model/team-mapping.ts';
import { thresholdsFileSchema, type ThresholdsFile } from '../model/thresholds-file.ts';
import { cutText } from '../support/well-formed-text.ts';

const FOUND_LENGTH = 100;

/** Reads what stands in `thresholds.json`, as JSON.parse gives it. */
export function readThresholds(given: unknown): ConfigReading<ThresholdsFile> {
  return readDocument(thresholdsFileSchema, given);
}

/** Reads what stands in `team-mapping.json`, as JSON.parse gives it. */
export function readTeamMapping(given: unknown): ConfigReading<TeamMappingFile> {
  return readDocument(teamMappingFileSchema, given);
}

/** Reads what stands in `policies.json`, as JSON.parse gives it. */
export function readPolicies(given: unknown): ConfigReading<PoliciesFile> {
  return readDocument(policiesFileSchema, given);
}

function readDocument<Schema extends z.ZodType>(schema: Schema, given: unknown): ConfigReading<z.output<Schema>> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return { kind: 'read', document: parsed.data };
  return { kind: 'refused', problems: parsed.error.issues.flatMap((issue) => toProblems(issue, given)) };
}

function toProblems(issue: z.core.$ZodIssue, given: unknown): readonly ConfigProblem[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  if (issue.code === 'unrecognized_keys') {
    const expected = 'only known fields';
    return issue.keys.map((key) => ({
      level: 'error',
      path: [...path, key],
      at: 'name',
      found: `the field ${quote(key)}`,
      expected,
    }));
  }
  if (issue.code === 'invalid_key') {
    const expected = issue.issues[0]?.message ?? issue.message;
    return [
      { level: 'error', path, at: 'name', found: `the name ${quote(path.at(-1))}`, expected: toExpected(expected) },
    ];
  }
  return [{ level: 'error', path, found: describe(valueAt(given, path)), expected: toExpected(issue.message) }];
}

/** Of zod's own sentences, what is after the verdict: `Invalid input: expected number, received string`. */
function toExpected(message: string): string {
  const text = message.replace(/^.*?\bexpected /s, '').replace(/, received .*$/, '');
  return text === '' ? message : text;
}

function valueAt(given: unknown, path: ConfigProblem['path']): unknown {
  return path.reduce<unknown>((value, part) => {
    const isHolder = typeof value === 'object' && value !== null && Object.hasOwn(value, part);
    return isHolder ? (value as Record<string | number, unknown>)[part] : undefined;
  }, given);
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : quote(value);
}

function quote(value: unknown): string {
  return cutText(JSON.stringify(value), FOUND_LENGTH);
}
