import { sha256Hex } from '../support/hash.ts';

/** What makes two alerts the same problem. */
export interface DedupParts {
  readonly sourceId: string;
  readonly space: string | null;
  readonly ruleId: string | null;
  readonly alertId: string | null;
  readonly title: string;
  readonly service: string | null;
  readonly environment: string | null;
}

/** No dedup key is longer, in UTF-16 units. */
export const MAX_DEDUP_KEY = 512;

/**
 * `v1:<source>:<space>:<rule.id>:<alert.id>`; without rule or alert id `t1:<source>:<hash of title, service,
 * environment>`, where the id that is there joins the hash: two hosts under one title stay two problems. The recipe
 * comes first, so that it can change.
 */
export function toDedupKey(parts: DedupParts): string {
  const { sourceId, space, ruleId, alertId } = parts;
  if (ruleId !== null && alertId !== null) {
    // The alert id may hold colons: as the last part it cannot be mistaken for another.
    return bounded('v1', [escaped(sourceId), escaped(space ?? 'default'), escaped(ruleId), alertId].join(':'));
  }
  const ids = ruleId === null && alertId === null ? [] : [ruleId, alertId];
  const hash = sha256Hex(JSON.stringify([parts.title, parts.service, parts.environment, ...ids]));
  return bounded('t1', `${escaped(sourceId)}:${hash}`);
}

/** The dedup key of what goes wrong with a source itself: `s1:<source>:<what>`. */
export function toSourceDedupKey(sourceId: string, what: string): string {
  return bounded('s1', `${escaped(sourceId)}:${what}`);
}

/** Whether the key is of what a source itself does, and of no alert that it sent. */
export function isSourceDedupKey(key: string): boolean {
  return key.startsWith('s1:') || key.startsWith('s1h:');
}

/** Beyond 512 characters the key is a hash of the long one, under the recipe's name with an `h`. */
function bounded(recipe: string, rest: string): string {
  const key = `${recipe}:${rest}`;
  return key.length <= MAX_DEDUP_KEY ? key : `${recipe}h:${sha256Hex(key)}`;
}

/** Without its colons, so that `a:b` in one part is not `a` and `b` in two. */
function escaped(part: string): string {
  return part.replaceAll('%', '%25').replaceAll(':', '%3A');
}
