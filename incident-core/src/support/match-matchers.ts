import type { Matchable, Matchers } from '../model/matchers.ts';
import { isPattern, matchesPattern } from './match-pattern.ts';

/** How well matchers fit: the dimensions that matched, and how many of them without a pattern; null when they do not. */
export interface Fit {
  readonly dimensions: number;
  readonly exact: number;
}

/** The dimensions of matchers, in the order in which they are held against an alert or incident. */
export const DIMENSIONS = ['service', 'environment', 'severity', 'tags'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Holds matchers against an alert or incident. Matchers without any dimension fit everything, with a fit of zero. */
export function fitMatchers(matchers: Matchers, matchable: Matchable): Fit | null {
  let fit: Fit = { dimensions: 0, exact: 0 };
  for (const dimension of DIMENSIONS) {
    const wanted = matchers[dimension];
    if (!wanted) continue;
    const matched = matchedOf(wanted, dimension, matchable);
    if (matched.length === 0) return null;
    const exact = matched.some((pattern) => !isPattern(pattern)) ? 1 : 0;
    fit = { dimensions: fit.dimensions + 1, exact: fit.exact + exact };
  }
  return fit;
}

/** The first dimension that does not fit; null when all do. */
export function misfitOf(matchers: Matchers, matchable: Matchable): Dimension | null {
  return (
    DIMENSIONS.find((dimension) => {
      const wanted = matchers[dimension];
      return wanted !== undefined && matchedOf(wanted, dimension, matchable).length === 0;
    }) ?? null
  );
}

function matchedOf(wanted: readonly string[], dimension: Dimension, matchable: Matchable): readonly string[] {
  const value = matchable[dimension];
  const found = value === null ? [] : typeof value === 'string' ? [value] : value;
  return wanted.filter((pattern) => found.some((text) => matchesPattern(pattern, text)));
}
