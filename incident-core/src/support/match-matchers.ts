import type { Matchable, Matchers } from '../model/matchers.ts';
import { isPattern, matchesPattern } from './match-pattern.ts';

/** How well matchers fit: the dimensions that matched, and how many of them without a pattern; null when they do not. */
export interface Fit {
  readonly dimensions: number;
  readonly exact: number;
}

/** Holds matchers against an alert or incident. Matchers without any dimension fit everything, with a fit of zero. */
export function fitMatchers(matchers: Matchers, matchable: Matchable): Fit | null {
  const dimensions: readonly [readonly string[] | undefined, readonly string[]][] = [
    [matchers.service, matchable.service === null ? [] : [matchable.service]],
    [matchers.environment, matchable.environment === null ? [] : [matchable.environment]],
    [matchers.severity, [matchable.severity]],
    [matchers.tags, matchable.tags],
  ];
  let fit: Fit = { dimensions: 0, exact: 0 };
  for (const [wanted, found] of dimensions) {
    if (!wanted) continue;
    const matched = wanted.filter((pattern) => found.some((text) => matchesPattern(pattern, text)));
    if (matched.length === 0) return null;
    const exact = matched.some((pattern) => !isPattern(pattern)) ? 1 : 0;
    fit = { dimensions: fit.dimensions + 1, exact: fit.exact + exact };
  }
  return fit;
}
