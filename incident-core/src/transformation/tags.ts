import type { Json } from '../model/alert.ts';
import { cutText } from '../support/well-formed-text.ts';
import { isObject } from './fields.ts';
import { tryParse } from './parse-json.ts';
import { lineText } from './texts.ts';

// At most this many tags are kept.
const MAX_TAGS = 100;
const LONGEST_TAG = 200;

/** The tags of all the given fields, trimmed, each once, in their order; `dropped` counts those beyond the first 100. */
export function toTags(given: readonly Json[]): { readonly tags: readonly string[]; readonly dropped: number } {
  const all = new Set(given.flatMap(tagTexts).map((tag) => cutText(tag, LONGEST_TAG)));
  return { tags: [...all].slice(0, MAX_TAGS), dropped: Math.max(0, all.size - MAX_TAGS) };
}

/** What follows the first tag that begins with one of the prefixes, such as `env:`. */
export function tagValue(tags: readonly string[], prefixes: readonly string[]): string | null {
  for (const prefix of prefixes) {
    const tag = tags.find((one) => one.toLowerCase().startsWith(prefix) && one.length > prefix.length);
    if (tag !== undefined) return tag.slice(prefix.length).trim();
  }
  return null;
}

/** `["a"]`, `a, b`, the text `["a"]`, and `{"team":"x"}` as `team:x`. */
function tagTexts(given: Json): readonly string[] {
  if (Array.isArray(given)) return given.map(lineText).filter((tag) => tag !== null);
  if (isObject(given)) {
    return Object.entries(given).map(([key, value]) => `${key}:${lineText(value) ?? ''}`);
  }
  const text = lineText(given) ?? '';
  const parsed = text.startsWith('[') ? tryParse(text) : undefined;
  if (Array.isArray(parsed)) return tagTexts(parsed);
  return text
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}
