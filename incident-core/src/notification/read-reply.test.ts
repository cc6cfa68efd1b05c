import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readReplyCodes } from './read-reply.ts';

test.each<readonly [string, string, readonly string[]]>([
  ['alone', '4711', ['4711']],
  ['in words', ' 4711 thanks ', ['4711']],
  ['glued to a word', 'ACK4711', ['4711']],
  ['between pictures', '👍4711🔥', ['4711']],
  ['with spaces', ' 4 7 1 1 ', ['4711']],
  ['with a dash', '47-11', ['4711']],
  ['in full width', '４７１１', ['4711']],
  ['in Arabic digits', '٤٧١١', ['4711']],
  ['in Persian digits', '۴۷۱۱', ['4711']],
  ['in keycaps', '4\ufe0f\u20e37\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e3', ['4711']],
  ['between marks that are not seen', '\u200e4711\u200f', ['4711']],
  ['behind what it answers', '> CRITICAL #1042 disk full. Reply 4711 to\n4711', ['1042', '4711']],
  ['of a longer number it is not', '47110', []],
  ['of words there is none', 'what is this?', []],
  ['of spread numbers there is none', 'in 4 of 711', []],
])('the code %s', (_, text, codes) => {
  expect(readReplyCodes(text)).toEqual(codes);
});

test('whatever is sent, few numbers of four digits come of it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (text) => {
      const codes = readReplyCodes(text);
      return codes.length <= 10 && codes.every((code) => /^\d{4}$/.test(code));
    }),
  );
});
