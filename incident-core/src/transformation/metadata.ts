import type { Json, JsonObject } from '../model/alert.ts';
import { cutText, utf8Length } from '../support/well-formed-text.ts';
import { isObject } from './fields.ts';

const MAX_BYTES = 64 * 1024;
// Room for the list of what was dropped.
const ROOM_FOR_NAMES = 12 * 1024;
const MAX_KEYS = 500;
const MAX_ITEMS = 200;
const MAX_NAMES = 30;
// Smaller objects are kept or dropped whole: the keys that stay behind would add up.
const WORTH_SPLITTING = 16 * 1024;
const LONGEST_SPLIT_KEY = 100;

interface Entry {
  readonly path: readonly [string] | readonly [string, string];
  readonly bytes: number;
}

/**
 * What is left of a payload, in at most 64 KiB of JSON text: of long objects and arrays the beginning, then the largest
 * entries (of the payload, or of one of its objects) are dropped until it fits; `dropped` lists their names.
 */
export function toMetadata(rest: JsonObject, notes: JsonObject): JsonObject {
  // First and last: early enough to be kept, late enough to win over a field of the same name.
  const kept = shortened({ ...notes, ...rest, ...notes });
  if (!isObject(kept)) return {};
  const bytes = jsonBytes(kept);
  return bytes <= MAX_BYTES ? kept : withoutLargest(kept, bytes);
}

function withoutLargest(metadata: JsonObject, bytes: number): JsonObject {
  const bySize = entriesOf(metadata).sort((one, other) => other.bytes - one.bytes);
  const dropped = new Set<string>();
  const names: string[] = [];
  let left = bytes;
  for (const entry of bySize) {
    if (left <= MAX_BYTES - ROOM_FOR_NAMES) break;
    left -= entry.bytes;
    dropped.add(JSON.stringify(entry.path));
    names.push(cutText(entry.path.join('.'), 60));
  }
  const more = names.length - MAX_NAMES;
  const listed = more > 0 ? [...names.slice(0, MAX_NAMES), `and ${more} more`] : names;
  return { ...without(metadata, dropped), dropped: listed };
}

/** One entry for each key, and for a large object one for each key in it. */
function entriesOf(metadata: JsonObject): Entry[] {
  return Object.entries(metadata).flatMap(([key, value]): Entry[] => {
    const bytes = entryBytes(key, value);
    const whole = !isObject(value) || bytes < WORTH_SPLITTING || key.length > LONGEST_SPLIT_KEY;
    if (whole) return [{ path: [key], bytes }];
    return Object.entries(value).map(([inner, held]) => ({ path: [key, inner], bytes: entryBytes(inner, held) }));
  });
}

function without(metadata: JsonObject, dropped: ReadonlySet<string>): JsonObject {
  const kept: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(metadata)) {
    if (dropped.has(JSON.stringify([key]))) continue;
    kept[key] = isObject(value)
      ? Object.fromEntries(Object.entries(value).filter(([inner]) => !dropped.has(JSON.stringify([key, inner]))))
      : value;
  }
  return kept;
}

/** At most 500 keys of an object and 200 items of an array, and how many more there were. */
function shortened(value: Json): Json {
  if (Array.isArray(value)) {
    const items = value.slice(0, MAX_ITEMS).map(shortened);
    return value.length > MAX_ITEMS ? [...items, `… and ${value.length - MAX_ITEMS} more`] : items;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  const kept = entries.slice(0, MAX_KEYS).map(([key, item]): [string, Json] => [key, shortened(item)]);
  if (entries.length > MAX_KEYS) kept.push(['…', `and ${entries.length - MAX_KEYS} more`]);
  return Object.fromEntries(kept);
}

function entryBytes(key: string, value: Json): number {
  // The colon and the comma.
  return utf8Length(JSON.stringify(key)) + jsonBytes(value) + 2;
}

function jsonBytes(value: Json): number {
  return utf8Length(JSON.stringify(value));
}
