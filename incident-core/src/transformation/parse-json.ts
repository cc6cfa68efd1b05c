import type { Json } from '../model/alert.ts';
import { findJsonError } from './json-error.ts';
import { sanitise } from './sanitise.ts';
import type { Problem } from './unreadable.ts';

/** A body's value, or why it has none. */
export type ParsedBody =
  { readonly kind: 'json'; readonly value: Json } | { readonly kind: 'problem'; readonly problem: Problem };

// Kibana sends this text instead of the body when a template has a syntax error.
const MUSTACHE_ERROR = 'error rendering mustache template';

/** The text as clean JSON; for broken JSON the position and what was expected there. */
export function parseBody(text: string): ParsedBody {
  const value = tryParse(text);
  if (value !== undefined) return { kind: 'json', value: unwrapped(value) };
  const problem = text.trimStart().startsWith(MUSTACHE_ERROR) ? mustacheProblem(text) : jsonProblem(text);
  return { kind: 'problem', problem };
}

/** A text that holds JSON, as clean JSON; undefined when it holds none. */
export function tryParse(text: string): Json | undefined {
  try {
    return sanitise(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Some senders encode the body twice; then the outer value is a text that holds the object. */
function unwrapped(value: Json): Json {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  return tryParse(value) ?? value;
}

function mustacheProblem(text: string): Problem {
  const position = /at (\d+)\s*$/.exec(text.slice(-40))?.[1];
  return {
    reason: 'mustache_error',
    path: position === undefined ? 'template' : `template, character ${position}`,
    found: text.trim(),
    expected: "an action body whose Mustache tags are all closed; Kibana could not render this rule's template",
  };
}

function jsonProblem(text: string): Problem {
  const { offset, expected } = findJsonError(text) ?? { offset: text.length, expected: 'valid JSON' };
  const lines = text.slice(0, offset).split('\n');
  const column = (lines.at(-1)?.length ?? 0) + 1;
  return {
    reason: 'not_json',
    path: `line ${lines.length}, column ${column}`,
    found: offset >= text.length ? 'the end of the text' : text.slice(offset, offset + 60),
    expected: expected + hintFor(text.charAt(offset), expected),
  };
}

/** The two mistakes that templates make; whoever mends one sees only what it rendered to. */
function hintFor(found: string, expected: string): string {
  if (expected === 'a value' && (found === ',' || found === '}')) {
    return ' (a variable without quotes around it leaves nothing behind when it is empty)';
  }
  if (expected === 'a comma or }' && found !== '') {
    return ' (a text in three braces is not escaped, so a quote in it ends the string)';
  }
  return '';
}
