/** What somebody looks for: all of it must be found in one incident. */
export interface SearchWords {
  /** The numbers of incidents, named with `#`. */
  readonly numbers: readonly number[];
  /** Whole words of the incident: what stands before a mark, as the `checkout` of `checkout-a`, was written to its end. */
  readonly whole: readonly string[];
  /** What words of the incident must begin with. */
  readonly begun: readonly string[];
}

/** Where words end; the index of the incidents ends them there too. */
const BETWEEN_WORDS = /[\s\p{Cc}!-/:-@[-`{-~]+/u;
const NUMBER = /^#(\d{1,15})$/;
const MOST_WORDS = 20;

/** Reads `#12 check prod`: an incident's number, and two words that begin so. */
export function readSearch(text: string): SearchWords {
  const parts = text.split(/\s+/).slice(0, MOST_WORDS);
  const numbers = parts.flatMap((part) => NUMBER.exec(part)?.[1] ?? []).map(Number);
  const split = parts
    .filter((part) => !NUMBER.test(part))
    .map((part) => part.split(BETWEEN_WORDS).filter((word) => word !== ''));
  return {
    numbers,
    whole: split.flatMap((words) => words.slice(0, -1)).slice(0, MOST_WORDS),
    begun: split.flatMap((words) => words.slice(-1)),
  };
}

/** For `to_tsquery`. What has a meaning there inside of quotation marks is no part of a word. */
export function toTsQuery({ whole, begun }: Pick<SearchWords, 'whole' | 'begun'>): string {
  return [...whole.map((word) => `'${word}'`), ...begun.map((word) => `'${word}':*`)].join(' & ');
}
