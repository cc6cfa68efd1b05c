import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cutText, toWellFormed, utf8Length } from './well-formed-text.ts';

const anyText = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));

test.each([
  ['plain', 'plain'],
  ['a\0b', 'a\ufffdb'],
  ['a\ud800b', 'a\ufffdb'],
  ['a\udc00\ud800', 'a\ufffd\ufffd'],
  ['a😀b', 'a😀b'],
])('%j becomes %j', (text, wellFormed) => {
  expect(toWellFormed(text)).toBe(wellFormed);
});

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['a😀b', 4, 'a😀b'],
  ['ab😀cd', 4, 'ab…'],
  ['a😀cd', 4, 'a😀…'],
])('%s cut to %d is %s', (text, most, cut) => {
  expect(cutText(text, most)).toBe(cut);
});

test('any text made well formed and cut holds neither NUL nor a lone surrogate, and is short', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 2, max: 20 }), (text, most) => {
      const cut = cutText(toWellFormed(text), most);
      expect(cut).toBe(Buffer.from(cut, 'utf8').toString('utf8'));
      expect(cut).not.toContain('\0');
      expect(cut.length).toBeLessThanOrEqual(most);
    }),
  );
});

test('the length in UTF-8 is what an encoder gives', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
    }),
  );
});
