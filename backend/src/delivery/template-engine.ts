import { toHtml, type TemplatePart, type TemplateVariables } from 'incident-core';
import { AssertionError, Liquid, LiquidError, type Template } from 'liquidjs';

/** Why a template cannot be used, and where; line and column count from 1. */
export interface TemplateFault {
  readonly line: number;
  readonly column: number;
  readonly found: string;
  readonly expected: string;
}

/** Bounds of one rendering. Time is of this process's own work: others wait for it. */
const MOST_MILLISECONDS = 250;
/** In what LiquidJS counts: characters and items that are made. */
const MOST_MEMORY = 500_000;
/** No message is as long; what comes near it is a loop. */
const MOST_OUTPUT = 200_000;
/** More than any part may have, which the API sees to. */
const MOST_TEMPLATE = 100_000;

/** What a template may do: decide, repeat and name. Nothing that reads other templates, and nothing that goes past the escaping. */
export const TEMPLATE_TAGS = ['if', 'unless', 'case', 'for', 'break', 'continue', 'assign', 'comment', 'raw'] as const;
/** Filters of texts and numbers. None of them knows a clock, chance or secrets. */
export const TEMPLATE_FILTERS = [
  ...['append', 'capitalize', 'default', 'downcase', 'lstrip', 'prepend', 'remove', 'remove_first', 'replace'],
  ...['replace_first', 'rstrip', 'size', 'slice', 'squish', 'strip', 'strip_newlines', 'truncate', 'truncatewords'],
  ...['upcase', 'url_encode', 'split', 'join', 'first', 'last', 'reverse'],
  ...['abs', 'at_least', 'at_most', 'ceil', 'divided_by', 'floor', 'minus', 'modulo', 'plus', 'round', 'times'],
] as const;

const engines: Readonly<Record<TemplatePart, Liquid>> = {
  subject: createEngine(toPlain),
  text: createEngine(toPlain),
  html: createEngine((value) => toHtml(String(value ?? ''))),
};

/** Whether it took time that others had to wait for: such a template is left alone for a while. */
export function isSlow({ found }: TemplateFault): boolean {
  return SLOW.test(found);
}

/** What is wrong with a template that can be told from its text alone; `known` are the variables that it may name. */
export function findTemplateFault(part: TemplatePart, text: string, known: readonly string[]): TemplateFault | null {
  if (text.length > MOST_TEMPLATE) return toLong(text.length, MOST_TEMPLATE);
  try {
    return findUnknown(engines[part], engines[part].parse(text), known);
  } catch (error) {
    return toFault(error);
  }
}

/** Makes the text of a template, or says why it cannot. Never throws for what a template says. */
export function renderTemplate(part: TemplatePart, text: string, variables: TemplateVariables): string | TemplateFault {
  const rendered = renderOnce(part, text, variables);
  // The time is that of a clock: on a busy machine it may have gone to others.
  return typeof rendered !== 'string' && isSlow(rendered) ? renderOnce(part, text, variables) : rendered;
}

function renderOnce(part: TemplatePart, text: string, variables: TemplateVariables): string | TemplateFault {
  const engine = engines[part];
  if (text.length > MOST_TEMPLATE) return toLong(text.length, MOST_TEMPLATE);
  // Without a prototype there is nothing to be found that nobody put there.
  const scope: object = Object.assign(Object.create(null) as object, variables);
  try {
    const rendered: unknown = engine.renderSync(engine.parse(text), scope);
    const made = typeof rendered === 'string' ? rendered : '';
    return made.length > MOST_OUTPUT ? toLong(made.length, MOST_OUTPUT) : made;
  } catch (error) {
    return toFault(error);
  }
}

function createEngine(escape: (value: unknown) => string): Liquid {
  const engine = new Liquid({
    strictFilters: true,
    strictVariables: true,
    ownPropertyOnly: true,
    // No template is ever found: not in files, nor elsewhere.
    templates: {},
    outputEscape: escape,
    parseLimit: MOST_TEMPLATE,
    renderLimit: MOST_MILLISECONDS,
    memoryLimit: MOST_MEMORY,
  });
  keep(engine.tags, [...TEMPLATE_TAGS, '#']);
  keep(engine.filters, TEMPLATE_FILTERS);
  return engine;
}

function keep(all: Record<string, unknown>, names: readonly string[]): void {
  for (const name of Object.keys(all)) if (!names.includes(name)) delete all[name];
}

/** No line of an alert's text passes for one of ours. */
function toPlain(value: unknown): string {
  return String(value ?? '').replaceAll('\n', '\n> ');
}

/** Variables are texts and numbers: what has a dot, or is not there, can only be a mistake. */
function findUnknown(engine: Liquid, parsed: Template[], known: readonly string[]): TemplateFault | null {
  const named = Object.values(engine.analyzeSync(parsed, { partials: false }).globals).flat();
  for (const variable of named) {
    const [root, ...properties] = variable.toArray();
    if (properties.length === 0 && known.includes(String(root))) continue;
    const { row: line, col: column } = variable.location;
    const found = `the variable ${String(variable).slice(0, 100)}`;
    return { line, column, found, expected: `one of ${known.join(', ')}` };
  }
  return null;
}

const SLOW = /^template render limit exceeded/;
const LIMITS: readonly (readonly [RegExp, string])[] = [
  [SLOW, `a template that is done within ${MOST_MILLISECONDS} ms`],
  [/^memory alloc limit exceeded/, `a template that makes at most ${MOST_MEMORY} characters and items`],
  [/^undefined filter/, `one of the filters ${TEMPLATE_FILTERS.join(', ')}`],
  [/^tag ".*" not found/, `one of the tags ${TEMPLATE_TAGS.join(', ')}, each with its end`],
  [/^undefined variable/, 'a variable that has a value here'],
  [/not closed/, 'an end of what was begun'],
  [/Maximum call stack|Invalid string length/, 'a template that is nested less deeply, and makes less'],
];

/** @throws whatever is none of LiquidJS's errors: that is a fault of ours */
function toFault(error: unknown): TemplateFault {
  // The stack, or the length of a text; and a limit that was met between two tags.
  if (error instanceof RangeError || error instanceof AssertionError) {
    return { line: 1, column: 1, found: error.message, expected: expectedFor(error.message) };
  }
  if (!LiquidError.is(error) || !(error instanceof Error)) throw error;
  const { token } = error as { readonly token?: { getPosition(): readonly number[] } };
  const [line = 1, column = 1] = token?.getPosition() ?? [];
  const found = error.message.replace(/, line:\d+, col:\d+$/, '').slice(0, 200);
  return { line, column, found, expected: expectedFor(found) };
}

function expectedFor(found: string): string {
  return LIMITS.find(([pattern]) => pattern.test(found))?.[1] ?? 'Liquid: {{ variable | filter }}, {% tag %}';
}

function toLong(length: number, most: number): TemplateFault {
  return { line: 1, column: 1, found: `a text of ${length} characters`, expected: `at most ${most} characters` };
}
