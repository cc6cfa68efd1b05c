import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { toHtml, toLine, toLines, toWebAddress } from './render-safe-text.ts';
import { hostileText } from './render.fixture.ts';

describe('an address', () => {
  test.each([
    ['http and https stay', 'http://a.example:5601/app?x=1#y', 'http://a.example:5601/app?x=1#y'],
    ['other letters are percent-encoded', 'https://a.example/ü💸', 'https://a.example/%C3%BC%F0%9F%92%B8'],
    ['script is none', 'javascript:alert(1)', null],
    ['inline content is none', 'data:text/html,x', null],
    ['a relative one is none', '/app/apm', null],
    ['a user name in front of the host is refused', 'https://kibana.example@evil.example/', null],
    ['a space is refused', 'https://a.example/ b', null],
    ['a quote is refused', 'https://a.example/"onclick="x', null],
    ['a tag is refused', 'https://a.example/<script>', null],
    ['a control character is refused', 'https://a.example/\u0007', null],
    ['a reversing character is refused', 'https://a.example/\u202egnp', null],
    ['no host is refused', 'https://', null],
    [
      'more than 2,000 characters are refused, for half an address leads elsewhere',
      `https://a/${'x'.repeat(2000)}`,
      null,
    ],
    ['also when only its encoding is as long', `https://a/${'ü'.repeat(1000)}`, null],
    ['nothing is nothing', null, null],
  ])('%s', (_title, address, expected) => {
    expect(toWebAddress(address)).toBe(expected);
  });
});

describe('text', () => {
  test('lines keep their breaks, however they were written', () => {
    expect(toLines('a\r\nb\rc\u2028d\n\n\n\ne\tf  \ng', 100)).toBe('a\nb\nc\nd\n\ne f\ng');
  });

  test('a cut shows', () => {
    expect(toLine('abcdef', 4)).toBe('abc…');
    expect(toLine('abcd', 4)).toBe('abcd');
  });

  test('is never longer than asked, and always well formed', () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 2, max: 300 }), (text, length) => {
        for (const safe of [toLine(text, length), toLines(text, length)]) {
          expect(safe.length).toBeLessThanOrEqual(length);
          expect(safe).not.toMatch(/\p{Cs}/u);
        }
        expect(toHtml(text)).not.toMatch(/[<>"'`]/);
      }),
    );
  });

  test('a megabyte of spaces takes no time', () => {
    expect(toLines(`${' '.repeat(1_000_000)}x`, 2000).length).toBeLessThanOrEqual(2000);
  });
});

test('a long row of blanks is gone through once, wherever it stands', () => {
  const blanks = ' '.repeat(1_000_000);
  expect(toLines(`a${blanks}\nb${blanks}c`, 4_000_000)).toBe(`a\nb${blanks}c`);
});
