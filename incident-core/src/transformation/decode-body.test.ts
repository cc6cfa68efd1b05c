import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeBody } from './decode-body.ts';

test.each([
  ['ASCII', [0x61, 0x62], 'ab'],
  ['two, three and four bytes', [0xc3, 0xbc, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80], 'ü€😀'],
  ['a byte order mark', [0xef, 0xbb, 0xbf, 0x61], 'a'],
  ['a lone continuation', [0x80, 0x61], '\ufffda'],
  ['an overlong slash', [0xc0, 0xaf], '\ufffd\ufffd'],
  ['a sequence that ends early', [0xe2, 0x82], '\ufffd'],
  ['an encoded surrogate', [0xed, 0xa0, 0x80], '\ufffd\ufffd\ufffd'],
  ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80], '\ufffd\ufffd\ufffd\ufffd'],
])('%s', (_title, bytes, text) => {
  expect(decodeBody(Uint8Array.from(bytes))).toBe(text);
});

test('any bytes give the text that a standard decoder gives', () => {
  const likely = fc.constantFrom(0x22, 0x7f, 0x80, 0xbf, 0xc3, 0xe0, 0xed, 0xef, 0xbb, 0xf0, 0xf4, 0x90, 0x9f, 0xff);
  const bytes = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.array(likely, { maxLength: 30 }));
  fc.assert(
    fc.property(bytes, (given) => {
      const array = Uint8Array.from(given);
      expect(decodeBody(array)).toBe(new TextDecoder().decode(array));
    }),
    { numRuns: 1_000 },
  );
});

test('a text longer than one piece stays whole, also where a character crosses the seam', () => {
  const text = `${'a'.repeat(8_191)}😀${'€'.repeat(10_000)}`;
  expect(decodeBody(new TextEncoder().encode(text))).toBe(text);
});
