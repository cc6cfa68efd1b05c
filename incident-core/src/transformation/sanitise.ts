import type { Json } from '../model/alert.ts';
import { toWellFormed } from '../support/well-formed-text.ts';

// How deep a payload is read.
const MAX_DEPTH = 32;
const TOO_DEEP = '(nested too deeply)';
// Own properties of these names would mislead whoever merges or copies the object later.
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * A parsed value with only well-formed texts and keys, finite numbers and at most 32 levels. Linear in the size of the
 * value, and bounded in depth, so that no body can overflow the stack of this or of any later step.
 */
export function sanitise(value: unknown, depth = 0): Json {
  if (typeof value === 'string') return toWellFormed(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'object' || value === null) return null;
  if (depth >= MAX_DEPTH) return TOO_DEEP;
  if (Array.isArray(value)) return value.map((item) => sanitise(item, depth + 1));
  const clean: { [key: string]: Json } = {};
  for (const [key, item] of Object.entries(value)) {
    if (!FORBIDDEN_KEYS.has(key)) clean[toWellFormed(key)] = sanitise(item, depth + 1);
  }
  return clean;
}
