import type { ServicePlace } from '../model/discovered-service.ts';

/**
 * Orders patterns from the vaguest to the closest: by the longest run of letters between stars, then by all letters,
 * then by the text, so that no two different patterns are equal. Negative when `a` is vaguer.
 */
export function comparePatterns(a: string, b: string): number {
  const [left, right] = [literalsOf(a), literalsOf(b)];
  return left.longest - right.longest || left.all - right.all || compareText(a.toLowerCase(), b.toLowerCase());
}

/** Orders texts by their code units: the same on every machine, whatever its language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function literalsOf(pattern: string): { readonly longest: number; readonly all: number } {
  const lengths = pattern.split('*').map((part) => part.length);
  return { longest: Math.max(...lengths), all: lengths.reduce((sum, length) => sum + length, 0) };
}

/** Orders services by name, then by environment, the one without coming first. */
export function comparePlaces(a: ServicePlace, b: ServicePlace): number {
  return compareText(a.name, b.name) || compareText(a.environment ?? '', b.environment ?? '');
}
