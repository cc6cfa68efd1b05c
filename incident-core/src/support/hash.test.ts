import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sha256Hex, utf8Bytes } from './hash.ts';

// FIPS 180-4's examples, and multi-byte text.
test.each([
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
  ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
  ['ü€😀', createHash('sha256').update('ü€😀').digest('hex')],
])('the hash of %.20s is known', (text, hash) => {
  expect(sha256Hex(text)).toBe(hash);
});

test('every text has the hash that others compute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(sha256Hex(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
    }),
  );
});

test('a lone surrogate has the bytes of U+FFFD', () => {
  expect([...utf8Bytes('\ud800')]).toEqual([0xef, 0xbf, 0xbd]);
});
