import type { Json, JsonObject } from '../model/alert.ts';

/** A field that was asked for and found. */
export interface Found<T> {
  readonly value: T;
  readonly path: string;
}

interface Place {
  readonly holder: JsonObject;
  readonly key: string;
  readonly parent: Place | null;
}

// kibana.alert.rule.parameters.serviceName is the deepest field with a name.
const DEEPEST = 5;
// No well-known name is longer; without a bound, hostile keys would make the index quadratic.
const LONGEST_NAME = 100;

// They say which of our templates wrote the payload, and nothing about the alert.
const OUR_MARKS = new Set(['schema_version', 'kind']);

/**
 * The fields of one object, findable by name however they are written: `rule_id`, `ruleId`, `rule.id` as one dotted
 * key or as an object in an object are all `ruleid`. Arrays are not entered. Remembers what was read, so that the rest
 * can be kept as metadata.
 */
export class Fields {
  readonly root: JsonObject;
  readonly path: string;
  readonly #body: Fields | null;
  readonly #places: ReadonlyMap<string, Place>;
  readonly #read = new Map<JsonObject, Set<string>>();

  /** `body`: for an entry of a summary, the fields of the whole body, which speak for all entries. */
  constructor(root: JsonObject, path = '$', body: Fields | null = null) {
    this.root = root;
    this.path = path;
    this.#body = body;
    this.#places = indexPlaces(root);
  }

  /** The first of the names whose value is accepted; null from `accept` means "not this one". */
  find<T>(names: readonly string[], accept: (value: Json) => T | null): Found<T> | null {
    return this.#find(names, accept, true);
  }

  /** As `find`; when the entry itself has none, what the whole body says. */
  findOrInherit<T>(names: readonly string[], accept: (value: Json) => T | null): Found<T> | null {
    return this.find(names, accept) ?? this.#body?.peek(names, accept) ?? null;
  }

  /** As `find`, but the field stays in the rest. */
  peek<T>(names: readonly string[], accept: (value: Json) => T | null): Found<T> | null {
    return this.#find(names, accept, false);
  }

  peekOrInherit<T>(names: readonly string[], accept: (value: Json) => T | null): Found<T> | null {
    return this.peek(names, accept) ?? this.#body?.peek(names, accept) ?? null;
  }

  /** True for an entry of a summary. */
  get isEntry(): boolean {
    return this.#body !== null;
  }

  /** The value of a name, as it stands; undefined when there is none. */
  get(name: string): Json | undefined {
    const place = this.#places.get(name);
    return place && valueAt(place);
  }

  /** What has not been read, without blanks. */
  rest(): JsonObject {
    return withoutRead(this.root, this.#read);
  }

  #find<T>(names: readonly string[], accept: (value: Json) => T | null, reads: boolean): Found<T> | null {
    for (const name of names) {
      const place = this.#places.get(name);
      const value = place && accept(valueAt(place));
      if (!place || value === null || value === undefined) continue;
      if (reads) this.#markRead(place);
      return { value, path: pathOf(place, this.path) };
    }
    return null;
  }

  #markRead(place: Place): void {
    const keys = this.#read.get(place.holder) ?? new Set();
    this.#read.set(place.holder, keys.add(place.key));
  }
}

/** Level by level, so that of two fields with one name the shallower stays, unless it is blank. */
function indexPlaces(root: JsonObject): ReadonlyMap<string, Place> {
  const index = new Map<string, Place>();
  let level: { readonly holder: JsonObject; readonly parent: Place | null; readonly prefix: string }[] = [
    { holder: root, parent: null, prefix: '' },
  ];
  for (let depth = 1; depth <= DEEPEST && level.length > 0; depth += 1) {
    const next: typeof level = [];
    for (const { holder, parent, prefix } of level) {
      for (const [key, value] of Object.entries(holder)) {
        if (key.length + prefix.length > LONGEST_NAME) continue;
        const name = prefix + plainName(key);
        const place: Place = { holder, key, parent };
        const known = index.get(name);
        if (known === undefined || isBlank(valueAt(known))) index.set(name, place);
        if (isObject(value)) next.push({ holder: value, parent: place, prefix: name });
      }
    }
    level = next;
  }
  return index;
}

/** True for JSON objects: no array, no null. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `$.rule.id`, or `$["kibana.alert.uuid"]` where the key is not a plain word. */
export function pathWith(path: string, key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

function pathOf(place: Place, base: string): string {
  return pathWith(place.parent === null ? base : pathOf(place.parent, base), place.key);
}

function plainName(key: string): string {
  // A leading underscore stays: `_id` is Elasticsearch's own, not the alert's.
  return key.toLowerCase().replace(/(?<!^)[\s_.-]+|@/g, '');
}

function valueAt(place: Place): Json {
  return place.holder[place.key] ?? null;
}

function isBlank(value: Json): boolean {
  return value === null || value === '';
}

function withoutRead(object: JsonObject, read: ReadonlyMap<JsonObject, ReadonlySet<string>>): JsonObject {
  const rest: { [key: string]: Json } = {};
  const readKeys = read.get(object);
  for (const [key, value] of Object.entries(object)) {
    if (readKeys?.has(key) || isBlank(value) || OUR_MARKS.has(key)) continue;
    const kept = isObject(value) ? withoutRead(value, read) : value;
    if (!isObject(kept) || Object.keys(kept).length > 0) rest[key] = kept;
  }
  return rest;
}
