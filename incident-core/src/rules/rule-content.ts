import type { Json, JsonObject } from '../model/alert.ts';
import { sha256Hex } from '../support/hash.ts';
import type { FoundRule } from './found-rule.ts';
import { isObject } from './is-object.ts';
import { compareText } from './pattern-order.ts';
import type { RuleBody } from './rule-body.ts';
import { plainTags } from './rule-tags.ts';

/** A rule by what matters of it, in one form for what we write and what Kibana has: field → value as JSON text. */
export type RuleContent = ReadonlyMap<string, string>;

/** One field in which two rules differ; null where one has nothing there. */
export interface FieldChange {
  /** As `params.threshold` or `actions.recovered`. */
  readonly field: string;
  readonly found: string | null;
  readonly wanted: string | null;
}

/** What we would write. */
export function contentOfBody(body: RuleBody): RuleContent {
  return contentOf({
    name: body.name,
    tags: body.tags,
    enabled: body.enabled,
    interval: body.schedule.interval,
    params: body.params,
    alertDelay: body.alert_delay?.active ?? 1,
    flapping: body.flapping ?? null,
    actions: body.actions.map(({ id, group, params, frequency }) => ({ id, group, params, frequency })),
  });
}

/** What Kibana has. */
export function contentOfRule(rule: FoundRule): RuleContent {
  return contentOf(rule);
}

/** The fields in which they differ, sorted. */
export function compareContent(found: RuleContent, wanted: RuleContent): readonly FieldChange[] {
  const fields = [...new Set([...found.keys(), ...wanted.keys()])].sort(compareText);
  return fields.flatMap((field) => {
    const change = { field, found: found.get(field) ?? null, wanted: wanted.get(field) ?? null };
    return change.found === change.wanted ? [] : [change];
  });
}

// Comes first in each digest, so that a later way of taking it is not mistaken for changes by hand.
const RECIPE = 'v1-';

/** A short text that is the same for the same content, and for no other that we shall ever see. */
export function digestOf(content: RuleContent): string {
  return RECIPE + sha256Hex(JSON.stringify([...content].sort(([a], [b]) => compareText(a, b)))).slice(0, 20);
}

/** Whether a digest was taken in another way than today, so that it says nothing. */
export function isOtherRecipe(digest: string | null): boolean {
  return digest !== null && !digest.startsWith(RECIPE);
}

type Comparable = Pick<FoundRule, 'name' | 'tags' | 'enabled' | 'interval' | 'params' | 'alertDelay' | 'flapping'> & {
  readonly actions: readonly (Pick<FoundRule['actions'][number], 'id' | 'group' | 'params'> & {
    readonly frequency: object | null;
  })[];
};

function contentOf(rule: Comparable): RuleContent {
  const fields: (readonly [string, Json])[] = [
    ['name', rule.name],
    ['tags', [...new Set(plainTags(rule.tags))].sort(compareText)],
    ['enabled', rule.enabled],
    ['interval', rule.interval],
    ['alert_delay', rule.alertDelay],
    ...flat('flapping', rule.flapping),
    ...Object.entries(rule.params).map(([name, value]) => [`params.${name}`, value] as const),
    ...namedActions(rule.actions),
  ];
  return new Map(fields.flatMap(([field, value]) => (isNothing(value) ? [] : [[field, canonical(value)] as const])));
}

/** Kibana adds fields that nobody set, in later versions more of them. */
function isNothing(value: Json): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

function flat(name: string, value: Json): readonly (readonly [string, Json])[] {
  if (!isObject(value)) return [];
  return ['look_back_window', 'status_change_threshold'].map((key) => [`${name}.${key}`, value[key] ?? null] as const);
}

/** By group; a second one of a group gets a number. The order does not matter. */
function namedActions(actions: Comparable['actions']): readonly (readonly [string, Json])[] {
  const texts = actions.map(({ id, group, params, frequency }) => {
    const { body, ...others } = params;
    const sent = typeof body === 'string' ? { ...others, body: shortened(body) } : params;
    return { group, text: { connector: id, params: sent, frequency: (frequency ?? null) as Json } as JsonObject };
  });
  const sorted = texts.sort(
    (a, b) => compareText(a.group, b.group) || compareText(canonical(a.text), canonical(b.text)),
  );
  return sorted.map(({ group, text }, at) => {
    const earlier = sorted.slice(0, at).filter((other) => other.group === group).length;
    return [`actions.${group}${earlier === 0 ? '' : `[${earlier + 1}]`}`, text] as const;
  });
}

const digests = new Map<string, string>();

/** Payload templates are long, and nearly always the same few: only their digests are compared and shown. */
function shortened(body: string): string {
  const known = digests.get(body);
  if (known !== undefined) return known;
  const text = `sha256:${sha256Hex(body).slice(0, 20)}`;
  if (digests.size < 100) digests.set(body, text);
  return text;
}

function canonical(value: Json): string {
  return JSON.stringify(value, (_, part: Json) =>
    isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => compareText(a, b))) : part,
  );
}
