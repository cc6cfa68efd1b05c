import { expect, test } from '@jest/globals';
import { cut, isolate, plain, shown } from './text';

test('a text that fits stays as it is', () => expect(cut('disk full', 9)).toBe('disk full'));

test('a long text is cut to its place, and says so', () => expect(cut('a'.repeat(10_000), 5)).toBe('aaaa…'));

test('a character of two halves is not cut in two', () => expect(cut('🔥🔥🔥', 4)).toBe('🔥…'));

test('what turns the direction is taken out of plain text', () =>
  expect(plain('\u202egnp\u2066.exe\u200f')).toBe('gnp.exe'));

test('what is shown runs in the direction of its own letters', () => {
  expect(shown('\u202egnp.exe', 100)).toBe('gnp.exe');
  expect(shown('שירות\u200f 2', 100)).toBe('שירות\u200f 2');
  expect(shown('a'.repeat(10_000), 100)).toHaveLength(100);
});

test('plain text is one line', () => expect(plain('a\r\n\tb\0c')).toBe('a b c'));

test('a name in a sentence is isolated from it', () => expect(isolate('שירות')).toBe('\u2068שירות\u2069'));
