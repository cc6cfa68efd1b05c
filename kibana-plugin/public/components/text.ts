// What an alert, a service or a person is called is not ours: any characters, any length, in any direction. Such text is
// shown through AlertText, which isolates it; where only plain text fits, it goes through these first.

/** As much as the place can bear, whole characters only. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const isHalf = /[\ud800-\udbff]/.test(text.charAt(most - 2));
  return `${text.slice(0, isHalf ? most - 2 : most - 1)}…`;
}

/**
 * As `cut`, without the characters that make what follows them run the other way: they can make a text read as another.
 * A text in a language that is written that way needs none of them.
 */
export function shown(text: string, most: number): string {
  return cut(text.slice(0, most * 4).replaceAll(OVERRIDING, ''), most);
}

/** One line without control characters and without those that turn the direction of what follows them. */
export function plain(text: string, most = 120): string {
  return cut(
    text
      .slice(0, most * 4)
      .replaceAll(TURNING, '')
      .replaceAll(/[\p{Cc}\s]+/gu, ' ')
      .trim(),
    most,
  );
}

/** For the middle of a sentence of ours: whatever direction it has, the sentence around it keeps its own. */
export function isolate(text: string, most?: number): string {
  return `\u2068${plain(text, most)}\u2069`;
}

/** With a capital where the script has any: for a word that begins a line. */
export function atStart(text: string): string {
  const [first = ''] = text;
  return first.toLocaleUpperCase() + text.slice(first.length);
}

const OVERRIDING = /[\u202a-\u202e\u2066-\u2069]/g;
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
