import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readSearch, toTsQuery } from './search-words.ts';

test.each([
  ['#12', [12], [], []],
  ['12', [], [], ['12']],
  ['#12 checkout', [12], [], ['checkout']],
  ['  Check   PROD ', [], [], ['Check', 'PROD']],
  ['checkout-api', [], ['checkout'], ['api']],
  ['api.example.com:8080/x cart', [], ['api', 'example', 'com', '8080'], ['x', 'cart']],
  ['#12a', [], [], ['12a']],
  ['# 5', [], [], ['5']],
  ['größe 支付', [], [], ['größe', '支付']],
  ["o'clock \\ %_ & | ! ( ) : * <->", [], ['o'], ['clock']],
  ['#1234567890123456', [], [], ['1234567890123456']],
])('%p is read as the numbers %p, the words %p and the beginnings %p', (text, numbers, whole, begun) => {
  expect(readSearch(text)).toEqual({ numbers, whole, begun });
});

test('no word can end the quotation that it is put into', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { whole, begun } = readSearch(text);
      expect(whole.length + begun.length).toBeLessThanOrEqual(40);
      for (const word of [...whole, ...begun]) expect(word).not.toMatch(/['\\\s]/);
      expect(toTsQuery({ whole, begun }).split(' & ')).toHaveLength(Math.max(whole.length + begun.length, 1));
    }),
  );
});
