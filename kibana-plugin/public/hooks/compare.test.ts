import { describe, expect, test } from '@jest/globals';
import { incident } from '../incident.fixture';
import { compare } from './compare';

const at = (minute: number) => `2027-01-05T03:${String(minute).padStart(2, '0')}:00.000Z`;
const row = (minute: number, rest = {}) => incident({ id: `id-${minute}`, created_at: at(minute), ...rest });

describe('a page that holds still', () => {
  test('the same page is no news', () => {
    expect(compare([row(3), row(2)], [row(3), row(2)], false)).toEqual({ changed: [], added: [], left: [] });
  });

  test('a row that says something else is changed in its place', () => {
    const acknowledged = row(2, { status: 'acknowledged' });
    expect(compare([row(3), row(2)], [row(3), acknowledged], false).changed).toEqual([acknowledged]);
  });

  test('a newer incident waits, and the row that it pushes to the next page has not left', () => {
    const { added, left } = compare([row(3), row(2)], [row(4), row(3)], false);
    expect(added.map(({ id }) => id)).toEqual(['id-4']);
    expect(left).toEqual([]);
  });

  test('one that moves up from the next page in place of a row that has left is no news', () => {
    const { added, left } = compare([row(3), row(2)], [row(3), row(1)], false);
    expect(added).toEqual([]);
    expect(left).toEqual(['id-2']);
  });

  test('where no page follows, whatever was not there is new, a reopened old one too', () => {
    expect(compare([row(3)], [row(3), row(1)], true).added).toHaveLength(1);
    expect(compare([], [row(1)], true).added).toHaveLength(1);
  });

  test('when all have left, all have left', () => {
    expect(compare([row(3), row(2)], [], true).left).toEqual(['id-3', 'id-2']);
  });
});
