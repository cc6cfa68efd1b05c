import { isUtf8 } from 'node:buffer';
import type { z } from 'zod';
import { OversizedBody } from './bodies.ts';
import { depthOf } from './depth.ts';
import { invalid, type Mistake, Problem } from './problem.ts';

const FOUND_LENGTH = 100;
/** Objects and lists inside each other; nothing that is asked for is half as deep. */
const MOST_LEVELS = 64;
/** Whoever has a hundred to mend need not be told of the rest. */
const MOST_MISTAKES = 100;

/**
 * Reads a JSON body (bytes, as every request is taken) and checks it.
 *
 * @throws Problem 400 that names each path, what was found there and what was expected; 413 for a body over the limit.
 */
export function readBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  return check(schema, parseJson(body), '$');
}

/** A body that is text. @throws Problem 400 when it is not UTF-8, 413 for a body over the limit */
export function readText(body: unknown): string {
  if (body instanceof OversizedBody) throw new Problem(413, 'body-too-large', 'The body is over 1 MiB');
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  if (isUtf8(bytes) && !bytes.includes(0)) return bytes.toString('utf8');
  throw invalid([{ path: '$', found: 'bytes that are no text', expected: 'text in UTF-8' }]);
}

/** Checks path and query parameters. */
export function readParams<Schema extends z.ZodType>(schema: Schema, params: unknown): z.output<Schema> {
  return check(schema, params, '$');
}

/** Checks one field of a body, where what it may hold is known only from elsewhere; `path` is its place. */
export function readField<Schema extends z.ZodType>(schema: Schema, value: unknown, path: string): z.output<Schema> {
  return check(schema, value, path);
}

/** A body as `readBody` will see it, unchecked; undefined when it is not JSON, which `readBody` refuses. */
export function peekJson(body: unknown): unknown {
  try {
    return parseJson(body);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

function parseJson(body: unknown): unknown {
  if (body instanceof OversizedBody) throw new Problem(413, 'body-too-large', 'The body is over 1 MiB');
  const text = Buffer.isBuffer(body) ? body.toString('utf8').replace(/^\uFEFF/, '') : '';
  if (text.trim() === '') return {};
  const json = toJson(text);
  refuseDepth(json);
  return json;
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    throw new Problem(400, 'invalid-json', 'The body is not JSON', {
      errors: [{ path: '$', found, expected: 'a JSON object' }],
    });
  }
}

/** JSON is parsed without a limit of depth; what comes after is written recursively. */
function refuseDepth(json: unknown): void {
  if (depthOf(json) <= MOST_LEVELS) return;
  const isList = Array.isArray(json);
  const mistakes = Object.entries(json as object).flatMap(([name, value]) => {
    const depth = depthOf(value) + 1;
    if (depth <= MOST_LEVELS) return [];
    const path = isList ? `$[${name}]` : `$.${name.slice(0, FOUND_LENGTH)}`;
    return [{ path, found: `${depth} levels of lists and objects`, expected: `at most ${MOST_LEVELS} levels` }];
  });
  throw invalid(mistakes.slice(0, MOST_MISTAKES));
}

function check<Schema extends z.ZodType>(schema: Schema, input: unknown, root: string): z.output<Schema> {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues.slice(0, MOST_MISTAKES).map((issue) => toMistake(issue, input, root)));
}

function toMistake(issue: z.core.$ZodIssue, input: unknown, root: string): Mistake {
  const path = issue.path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${String(part)}`),
    root,
  );
  if (issue.code === 'unrecognized_keys') {
    return {
      path,
      found: `unknown fields: ${issue.keys.join(', ').slice(0, FOUND_LENGTH)}`,
      expected: 'only known fields',
    };
  }
  return { path, found: describe(at(input, issue.path)), expected: issue.message };
}

function at(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    input,
  );
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > FOUND_LENGTH ? `${text.slice(0, FOUND_LENGTH)}…` : text;
}
