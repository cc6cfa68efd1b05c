/** Longest subject in UTF-16 units. */
export const SUBJECT_LENGTH = 200;
const ADDRESS_LENGTH = 2000;

// Characters that draw nothing but change how their neighbours read: directions, joiners of no script, tags.
const UNSEEN = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const LONE_SURROGATES = /\p{Cs}/gu;

/** One line of harmless text, cut to `length` UTF-16 units. */
export function toLine(text: string, length: number): string {
  return cut(
    withoutUnseen(cut(text, 4 * length))
      .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
      .trim(),
    length,
  );
}

/** Harmless text that keeps its line breaks (as `\n`), cut to `length` UTF-16 units. */
export function toLines(text: string, length: number): string {
  const lines = withoutUnseen(cut(text, 4 * length)).replace(/\r\n?|\u0085|\u2028|\u2029/g, '\n');
  const readable = lines
    .replace(/[^\P{Cc}\n]/gu, ' ')
    // Only from the first of its blanks: a long row of them would be gone through from each.
    .replace(/(?<! ) +\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n');
  return cut(readable.trim(), length);
}

/** An absolute http(s) address in ASCII of at most 2,000 characters, or null for everything else. */
export function toWebAddress(address: string | null): string | null {
  if (address === null || address.length > ADDRESS_LENGTH) return null;
  // A user name before the host shows one place and leads to another.
  if (!/^https?:\/\/[^/?#@\s]+([/?#]|$)/i.test(address) || !/^[^\s\p{Cc}<>"`\\{}|^]+$/u.test(address)) return null;
  if (withoutUnseen(address) !== address) return null;
  const ascii = address.replace(/[^\0-\u007f]/gu, (character) => encodeURIComponent(character));
  return ascii.length > ADDRESS_LENGTH ? null : ascii;
}

/** Text for HTML, safe between tags and inside a quoted attribute. */
export function toHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function withoutUnseen(text: string): string {
  return text.replace(LONE_SURROGATES, '\ufffd').replace(UNSEEN, '');
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${cutText(text, length - 1).trimEnd()}…`;
}

/** The beginning of a text, never cut between the halves of a surrogate pair. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  return text.slice(0, /[\ud800-\udbff]/.test(text.charAt(length - 1)) ? length - 1 : length);
}
