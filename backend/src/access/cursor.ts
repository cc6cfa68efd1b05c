import { z } from 'zod';
import { invalid } from '../platform/problem.ts';

/** A place in a list that is ordered by a key and then by id. */
export interface KeyPlace {
  readonly key: string | number;
  readonly id: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: KeyPlace | null;
}

/** Cuts what was read, one row more than the page holds, to the page. */
export function toPage<Item extends { readonly id: string }>(
  rows: readonly Item[],
  limit: number,
  keyOf: (item: Item) => string | number,
): Page<Item> {
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, next: last ? { key: keyOf(last), id: last.id } : null };
}

/** The place as callers carry it: opaque to them. */
export function writeCursor(place: KeyPlace | null): string | null {
  return place && Buffer.from(JSON.stringify([place.key, place.id])).toString('base64url');
}

/**
 * The place behind a cursor; null without one.
 *
 * @throws Problem 400 for a cursor that no answer of this list gave.
 */
export function readCursor(cursor: string | undefined, key: 'text' | 'number'): KeyPlace | null {
  if (cursor === undefined) return null;
  const parsed = cursorSchemas[key].safeParse(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (parsed.success) return { key: parsed.data[0], id: parsed.data[1] };
  throw invalid([{ path: '$.cursor', found: cursor.slice(0, 100), expected: 'a next_cursor of this list' }]);
}

/** As `readCursor`, for a list that is ordered by a time. */
export function readTimeCursor(cursor: string | undefined): KeyPlace | null {
  const place = readCursor(cursor, 'text');
  // The database knows fewer years than a Date does.
  const isTime = place !== null && /^\d{4}-/.test(String(place.key)) && !Number.isNaN(Date.parse(String(place.key)));
  if (place === null || isTime) return place;
  throw invalid([{ path: '$.cursor', found: String(cursor).slice(0, 100), expected: 'a next_cursor of this list' }]);
}

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    context.addIssue({ code: 'custom', message: 'expected JSON' });
    return z.NEVER;
  }
});

const cursorSchemas = {
  text: json.pipe(z.tuple([z.string().regex(/^[^\0]*$/), z.uuid()])),
  number: json.pipe(z.tuple([z.int32(), z.uuid()])),
};
