const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What somebody typed: the id of an event or an incident, or an incident's number. */
export type Sought =
  { readonly kind: 'id'; readonly id: string } | { readonly kind: 'number'; readonly number: string } | null;

export function readSought(text: string): Sought {
  const typed = text.trim();
  if (ID.test(typed)) return { kind: 'id', id: typed.toLowerCase() };
  const [, number] = /^#?(\d{1,15})$/.exec(typed) ?? [];
  return number === undefined ? null : { kind: 'number', number };
}
