import { expect, test } from '@jest/globals';
import type { Piece } from './lanes';
import { labelOf } from './piece-label';
import type { Range } from './range';

const HOUR = 3_600_000;
const days = Array.from({ length: 8 }, (_, day) => day * 24 * HOUR);
const week = { from: 0, until: 7 * 24 * HOUR, days } as unknown as Range;
const piece = (hours: number, kind: Piece['kind'] = 'shift') =>
  ({
    id: 'one',
    kind,
    name: kind === 'gap' ? 'Nobody' : 'Ben Okafor',
    from: 9 * HOUR,
    until: (9 + hours) * HOUR,
  }) as Piece;

test.each([
  ['an hour of a week on a wide page', 1, 790, ''],
  ['eight hours on a wide page', 8, 790, 'BO'],
  ['eight hours on a narrow page: no half of an initial', 8, 310, ''],
  ['sixteen hours on a narrow page', 16, 310, 'BO'],
  ['sixteen hours on a wide page', 16, 790, 'Ben Okafor 09:00–01:00'],
  ['two days on a narrow page', 48, 310, 'Ben Okafor'],
  ['where nothing was measured', 16, 0, 'Ben Okafor 09:00–01:00'],
])('of %s', (_, hours, pixels, label) => {
  expect(labelOf(piece(hours), week, 'UTC', pixels)).toBe(label);
});

test('a gap is marked before there is room to name it', () => {
  expect([8, 16, 48].map((hours) => labelOf(piece(hours, 'gap'), week, 'UTC', 310))).toEqual([
    '',
    '!',
    expect.stringContaining('Nobody'),
  ]);
});
