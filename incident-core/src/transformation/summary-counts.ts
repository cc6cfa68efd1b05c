import type { Json, JsonObject } from '../model/alert.ts';
import { isObject } from './fields.ts';
import { idText } from './texts.ts';
import type { Problem } from './unreadable.ts';

interface CountedList {
  readonly name: string;
  readonly path: string;
  readonly items: readonly Json[];
}

/**
 * New and recovered alerts that a summary counts but does not list: Kibana hands a template only so many, and a template
 * may leave out a list. Ongoing ones need not be listed, for they were told when they were new.
 */
export function countProblems(root: JsonObject, lists: readonly CountedList[]): readonly Problem[] {
  if (lists.some((list) => list.name === 'all' || list.name === 'alerts')) return [];
  return ['new', 'recovered'].flatMap((name): Problem[] => {
    const counted = countOf(root, name);
    const list = lists.find((one) => one.name === name);
    const listed = list?.items.filter((item) => item !== null).length ?? 0;
    if (counted <= listed) return [];
    return [
      {
        reason: listed === 0 ? 'summary_without_alerts' : 'alerts_missing',
        path: list?.path ?? `$.${name}`,
        found: `${counted} ${name} counted, ${listed} listed`,
        expected: `a list of all ${name} alerts`,
      },
    ];
  });
}

/** How many alerts of a kind the summary counts; 0 when it does not say. */
export function countOf(root: JsonObject, name: string): number {
  const counts = root['counts'];
  const text = isObject(counts) ? idText(counts[name] ?? null) : null;
  return text !== null && /^\d{1,9}$/.test(text.trim()) ? Number(text) : 0;
}
