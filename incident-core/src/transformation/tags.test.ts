import { expect, test } from '@jest/globals';
import { readOne } from './payload.fixture.ts';
import { tagValue, toTags } from './tags.ts';

test.each([
  [[['a', 'b']], ['a', 'b']],
  [['a, b,,c '], ['a', 'b', 'c']],
  [['["a","b"]'], ['a', 'b']],
  [[[' a ', 'a', '', null, 7, {}]], ['a', '7']],
  [
    [['a'], 'a,b'],
    ['a', 'b'],
  ],
  [[{ team: 'x' }], ['team:x']],
  [[null, '', []], []],
  [['[broken'], ['[broken']],
])('%j gives %j', (given, tags) => {
  expect(toTags(given)).toEqual({ tags, dropped: 0 });
});

test('a tag is cut to 200 characters', () => {
  expect(toTags([['x'.repeat(201)]]).tags[0]).toHaveLength(200);
});

test('of 10,000 tags 100 are kept, and the alert says how many were not', () => {
  const tags = Array.from({ length: 10_000 }, (_, at) => `tag-${at}`);
  const alert = readOne({ status: 'active', title: 'x', tags });
  expect(alert.tags).toEqual(tags.slice(0, 100));
  expect(alert.metadata).toEqual({ tags_dropped: 9_900 });
});

test('tags of the rule and of the payload come together', () => {
  expect(readOne({ status: 'active', rule: { name: 'x', tags: ['a'] }, tags: 'b,a' }).tags).toEqual(['a', 'b']);
});

test('the value of a tag follows its prefix in any case; a bare prefix has none', () => {
  expect(tagValue(['env:', 'ENV: prod'], ['env:'])).toBe('prod');
  expect(tagValue(['x'], ['env:'])).toBeNull();
});
