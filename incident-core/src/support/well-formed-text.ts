// With the `u` flag a surrogate matches only when it stands alone.
const ILL_FORMED = /[\0\p{Surrogate}]/gu;

/** The text with NUL and lone surrogates replaced by U+FFFD: PostgreSQL's text refuses the one, its jsonb the other. */
export function toWellFormed(text: string): string {
  return text.replace(ILL_FORMED, '\ufffd');
}

/** The text in at most `most` UTF-16 units, ending in an ellipsis when it was longer; never cuts a surrogate pair in two. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = isHighSurrogate(text.charCodeAt(most - 2)) ? most - 2 : most - 1;
  return `${text.slice(0, end)}…`;
}

/** How many bytes the text takes in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // A pair is four bytes: two for each of its units.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || isSurrogate(unit) ? 2 : 3;
  }
  return bytes;
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;
const isSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdfff;
