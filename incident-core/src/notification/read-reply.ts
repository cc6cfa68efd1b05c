const MOST_LOOKED_AT = 2_000;
/** More four-digit numbers than that are no answer. */
const MOST_CODES = 10;

/** What marks stand with a digit or between letters and are not seen: of keycaps, joiners, directions. */
const UNSEEN = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0f\u20e3\ufeff]/gu;

/**
 * Reads the numbers of four digits in an SMS that somebody sent back, each once: any of them may be the reply code, for
 * phones quote what is answered, with its number and its times. Digits of other scripts, of the full width and in keycaps
 * are digits, and a message of four digits with spaces or dashes between them is one number.
 */
export function readReplyCodes(text: string): readonly string[] {
  const plain = toDigits(text.slice(0, MOST_LOOKED_AT).normalize('NFKC').replace(UNSEEN, ''));
  const alone = /^[\s.-]*(\d(?:[\s.-]*\d){3})[\s.-]*$/.exec(plain)?.[1];
  if (alone !== undefined) return [alone.replace(/\D/g, '')];
  return [...new Set(plain.match(/(?<!\d)\d{4}(?!\d)/g))].slice(0, MOST_CODES);
}

/** Where the digits 0 to 9 of those scripts begin that phones write besides ours: Arabic, Persian, Devanagari, Bengali. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6];

function toDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const point = digit.codePointAt(0) ?? 0;
    const zero = ZEROS.find((first) => first <= point && point < first + 10);
    return zero === undefined ? digit : String(point - zero);
  });
}
