/** Whether a text fits a pattern: compared without regard to case, `*` standing for any run of characters. Nothing is tried twice, however many stars there are. */
export function matchesPattern(pattern: string, text: string): boolean {
  return patternMatcher(pattern)(text);
}

/** Asks of many texts whether they fit one pattern, as `matchesPattern` does of one. */
export function patternMatcher(pattern: string): (text: string) => boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  if (rest.length === 0) return (text) => text.toLowerCase() === first;
  const last = rest.at(-1) ?? '';
  const between = rest.slice(0, -1);
  return (text) => {
    const lower = text.toLowerCase();
    if (!lower.startsWith(first)) return false;
    let from = first.length;
    for (const part of between) {
      const at = lower.indexOf(part, from);
      if (at < 0) return false;
      from = at + part.length;
    }
    return lower.length - last.length >= from && lower.endsWith(last);
  };
}

/** Whether the pattern holds a `*`. */
export function isPattern(text: string): boolean {
  return text.includes('*');
}
