import { expect, test } from '@jest/globals';
import { readCursor, toPage, writeCursor } from './cursor.ts';

const ID = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11';
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('a place comes back from its cursor', () => {
  for (const place of [
    { key: 'Zoë "x", y', id: ID },
    { key: '', id: ID },
  ]) {
    expect(readCursor(writeCursor(place) ?? '', 'text')).toEqual(place);
  }
  expect(readCursor(writeCursor({ key: 7, id: ID }) ?? '', 'number')).toEqual({ key: 7, id: ID });
  expect(writeCursor(null)).toBeNull();
  expect(readCursor(undefined, 'text')).toBeNull();
});

test.each([
  ['text', 'hello'],
  ['text', '%00'],
  ['text', encoded([7, ID])],
  ['text', encoded(['a', 'b'])],
  ['text', encoded(['a\0', ID])],
  ['text', encoded(['a', ID, 1])],
  ['number', encoded(['a', ID])],
  ['number', encoded([1.5, ID])],
  ['number', encoded([2 ** 40, ID])],
] as const)('as a cursor by %s, %j is refused', (key, cursor) => {
  expect(() => readCursor(cursor, key)).toThrow('The request is not as expected');
});

test('a page ends where the next one begins, and the last one says so', () => {
  const rows = ['a', 'b', 'c'].map((name) => ({ id: `id of ${name}`, name }));
  expect(toPage(rows, 2, ({ name }) => name)).toEqual({ items: rows.slice(0, 2), next: { key: 'b', id: 'id of b' } });
  expect(toPage(rows, 3, ({ name }) => name)).toEqual({ items: rows, next: null });
  expect(toPage([], 3, () => '')).toEqual({ items: [], next: null });
});
