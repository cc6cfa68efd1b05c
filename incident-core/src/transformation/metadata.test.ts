import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../model/alert.ts';
import { toMetadata } from './metadata.ts';

const LIMIT = 64 * 1024;
const bytes = (value: Json) => Buffer.byteLength(JSON.stringify(value));

test('what fits is kept as it is', () => {
  expect(toMetadata({ a: { b: [1, null, 'c'] } }, { tags_dropped: 2 })).toEqual({
    a: { b: [1, null, 'c'] },
    tags_dropped: 2,
  });
});

test('the largest entry of a large object goes first, and is named', () => {
  const metadata = toMetadata({ context: { hits: 'x'.repeat(LIMIT), title: 't' }, owner: 'a' }, {});
  expect(metadata).toEqual({ context: { title: 't' }, owner: 'a', dropped: ['context.hits'] });
});

test('as few entries as needed are dropped', () => {
  const metadata = toMetadata({ a: 'x'.repeat(30_000), b: 'x'.repeat(40_000), c: 'x'.repeat(20_000) }, {});
  expect(Object.keys(metadata)).toEqual(['a', 'c', 'dropped']);
  expect(metadata['dropped']).toEqual(['b']);
});

test('of long objects and arrays the beginning is kept, with the number of the rest', () => {
  const metadata = toMetadata({ list: Array.from({ length: 1_000 }, (_, at) => at) }, {});
  expect(metadata['list']).toHaveLength(201);
  expect(JSON.stringify(metadata)).toContain('… and 800 more');
  const keys = Object.fromEntries(Array.from({ length: 600 }, (_, at) => [`k${at}`, at]));
  expect(toMetadata(keys, {})).toMatchObject({ k499: 499, '…': 'and 100 more' });
  expect(toMetadata({ ...keys, tags_dropped: 'theirs' }, { tags_dropped: 7 })).toHaveProperty('tags_dropped', 7);
});

test('a great number of dropped names is summed up', () => {
  const rest = Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`k${at}`, 'x'.repeat(2_000)]));
  const { dropped } = toMetadata(rest, {});
  expect(dropped).toHaveLength(31);
  expect(JSON.stringify(dropped)).toMatch(/and \d+ more/);
});

test('whatever is left of a payload, the metadata is at most 64 KiB', () => {
  const hostile = fc.constantFrom('\u0001', '"', '€', 'x');
  const long = fc.tuple(hostile, fc.integer({ min: 1, max: 40_000 })).map(([unit, times]) => unit.repeat(times));
  const key = fc.tuple(hostile, fc.integer({ min: 1, max: 3_000 })).map(([unit, times]) => unit.repeat(times));
  const value = fc.oneof(long, fc.dictionary(key, fc.oneof(long, fc.jsonValue()), { maxKeys: 12 }), fc.jsonValue());
  fc.assert(
    fc.property(fc.dictionary(key, value, { maxKeys: 12 }), (rest) => {
      expect(bytes(toMetadata(JSON.parse(JSON.stringify(rest)), { tags_dropped: 1 }))).toBeLessThanOrEqual(LIMIT);
    }),
    { numRuns: 60 },
  );
});
