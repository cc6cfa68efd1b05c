/** Whether a text fits a pattern: compared without regard to case, `*` standing for any run of characters. Nothing is tried twice, however many stars there are. */
export function matchesPattern(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const lower = text.toLowerCase();
  if (rest.length === 0) return lower === first;
  if (!lower.startsWith(first)) return false;
  const last = rest.at(-1) ?? '';
  let from = first.length;
  for (const part of rest.slice(0, -1)) {
    const at = lower.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return lower.length - last.length >= from && lower.endsWith(last);
}

/** Whether the pattern holds a `*`. */
export function isPattern(text: string): boolean {
  return text.includes('*');
}
