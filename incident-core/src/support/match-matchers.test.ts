import { describe, expect, test } from '@jest/globals';
import type { Matchers } from '../model/matchers.ts';
import { fitMatchers } from './match-matchers.ts';

const CHECKOUT = {
  service: 'Checkout',
  environment: 'production',
  severity: 'critical',
  tags: ['tier:1', 'eu'],
} as const;
const BARE = { service: null, environment: null, severity: 'error', tags: [] } as const;

describe('matchers', () => {
  test.each<readonly [string, Matchers, { dimensions: number; exact: number } | null]>([
    ['without a dimension fit everything, with nothing', {}, { dimensions: 0, exact: 0 }],
    ['fit on an exact service, in any case', { service: ['checkout'] }, { dimensions: 1, exact: 1 }],
    ['fit on a pattern, which is not exact', { service: ['check*'] }, { dimensions: 1, exact: 0 }],
    [
      'are exact where a pattern and an exact text both fit',
      { service: ['check*', 'checkout'] },
      { dimensions: 1, exact: 1 },
    ],
    ['are not exact where only the pattern fits', { service: ['check*', 'search'] }, { dimensions: 1, exact: 0 }],
    ['fit when any value of a dimension does', { severity: ['info', 'critical'] }, { dimensions: 1, exact: 1 }],
    ['fit when any tag does', { tags: ['eu'] }, { dimensions: 1, exact: 1 }],
    ['fit on tags by pattern', { tags: ['tier:*'] }, { dimensions: 1, exact: 0 }],
    ['need every dimension that they name', { service: ['checkout'], environment: ['staging'] }, null],
    [
      'count each dimension once',
      { service: ['checkout', 'c*'], environment: ['prod*'], severity: ['critical'], tags: ['eu', 'tier:1'] },
      { dimensions: 4, exact: 3 },
    ],
    ['do not fit on another service', { service: ['search'] }, null],
  ])('%s', (_, matchers, fit) => {
    expect(fitMatchers(matchers, CHECKOUT)).toEqual(fit);
  });

  test.each<readonly [string, Matchers]>([
    ['service', { service: ['*'] }],
    ['environment', { environment: ['*'] }],
    ['tags', { tags: ['*'] }],
  ])('even a lone star needs that there is a value: %s', (_, matchers) => {
    expect(fitMatchers(matchers, BARE)).toBeNull();
  });
});
