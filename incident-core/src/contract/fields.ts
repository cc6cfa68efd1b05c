import { z } from 'zod';

// With the `u` flag a surrogate matches only when it stands alone.
const UNSTORABLE = /[\0\p{Surrogate}]/u;
const CONTROL = /\p{Cc}/u;

/** PostgreSQL's text refuses NUL, its jsonb lone surrogates: the caller is told before the database is. */
export function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text);
}

/** Any text of the caller's, over several lines if need be. */
export const textSchema = (most: number) =>
  z.string().max(most).refine(isStorable, 'expected text without NUL characters and lone surrogates');

/** A name or title: one line, not blank, free of control characters, for it may end in the header of a mail. */
export const lineSchema = (most: number) =>
  textSchema(most)
    .trim()
    .min(1)
    .refine((text) => !CONTROL.test(text), 'expected one line without control characters');

/** In small letters, for ids also stand in documents, where they are compared as text. */
export const idSchema = z.uuid().toLowerCase();

/** An instant in UTC, ISO 8601: `2027-01-05T03:12:00.000Z`. */
export const timeSchema = z.iso.datetime();

/** A name of the IANA time zone database. */
export const timeZoneSchema = lineSchema(100).refine(
  isTimeZone,
  'expected the name of an IANA time zone, as Europe/Paris',
);

/** The parameters of a path with one `:id`. */
export const idParamsSchema = z.strictObject({ id: idSchema });

/** Which page of a list: as many items, beginning after the place that the page before named. */
export const pageQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(100),
  cursor: z.string().min(1).max(1_000).optional(),
});
export type PageQuery = z.infer<typeof pageQuerySchema>;

/** A page of a list; `next_cursor` is null on the last one. */
export const pageSchema = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), next_cursor: z.string().nullable() });

function isTimeZone(name: string): boolean {
  // Some engines also take offsets such as +01:00, which know no summer time.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
