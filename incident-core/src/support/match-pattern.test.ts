import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isPattern, matchesPattern } from './match-pattern.ts';

describe('a pattern', () => {
  test.each([
    ['checkout', 'checkout', true],
    ['Checkout', 'cHECKOUT', true],
    ['checkout', 'checkout2', false],
    ['checkout', 'my checkout', false],
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['*', 'anything\nat all', true],
    ['check*', 'checkout', true],
    ['check*', 'check', true],
    ['check*', 'a check', false],
    ['*out', 'checkout', true],
    ['*out', 'outs', false],
    ['c*o*t', 'checkout', true],
    ['c*o*t', 'cot', true],
    ['c*o*t', 'cto', false],
    ['*kou*', 'checkout', true],
    ['**c****t**', 'checkout', true],
    ['ab*ba', 'aba', false],
    ['ab*ba', 'abba', true],
    ['a*b*b', 'ab', false],
    ['ÄRGER*', 'ärger am morgen', true],
    ['a.c', 'abc', false],
    ['[a-z]+', 'abc', false],
    ['(a+)+$', '(a+)+$', true],
    ['?', 'a', false],
  ])('%j against %j: %s', (pattern, text, expected) => {
    expect(matchesPattern(pattern, text)).toBe(expected);
  });

  test('without a star fits what is equal but for case, and nothing else', () => {
    const text = fc.string().filter((given) => !isPattern(given));
    fc.assert(fc.property(text, text, (a, b) => matchesPattern(a, b) === (a.toLowerCase() === b.toLowerCase())));
  });

  test('with stars fits what its parts are taken from', () => {
    const parts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'A') }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(parts, fc.string({ unit: fc.constantFrom('a', 'b') }), (given, between) =>
        matchesPattern(given.join('*'), given.join(between)),
      ),
    );
  });

  test('agrees with a plain definition by trying all places', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 7 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
    fc.assert(
      fc.property(letters, text, (pattern, given) => matchesPattern(pattern, given) === fits(pattern, given)),
      { numRuns: 3000 },
    );
  });

  // A matcher that tries a place twice would not be back from these before the sun burns out.
  test.each([
    ['many stars that all but fit', `${'*a'.repeat(250)}b`, 'a'.repeat(200_000), false],
    ['many stars that fit late', `${'a*'.repeat(250)}b`, `${'a'.repeat(200_000)}b`, true],
    ['a long part that all but fits everywhere', `*${'a'.repeat(498)}b*`, 'a'.repeat(100_000), false],
  ])('comes to an end: %s', (_, pattern, text, expected) => {
    expect(matchesPattern(pattern, text)).toBe(expected);
  });
});

function fits(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern.startsWith('*')) return fits(pattern.slice(1), text) || (text !== '' && fits(pattern, text.slice(1)));
  return text.startsWith(pattern.charAt(0)) && fits(pattern.slice(1), text.slice(1));
}

test.each([
  ['checkout', false],
  ['check*', true],
  ['*', true],
  ['', false],
])('%j is a pattern: %s', (text, expected) => {
  expect(isPattern(text)).toBe(expected);
});
