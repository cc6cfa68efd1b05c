import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { WEEKDAYS, type Layer } from '../model/schedule.ts';
import { finalShifts } from './shifts.ts';
import { daily, layer, schedule, schedules } from './schedule.fixture.ts';
import { findScheduleFaults } from './schedule-faults.ts';

const find = (...layers: readonly Layer[]) => findScheduleFaults(schedule(layers));
const hours = (from: string, until: string, ...weekdays: readonly (typeof WEEKDAYS)[number][]) => ({
  weekdays: [...weekdays],
  from,
  until,
});
const office = layer({ name: 'office', restrictions: [hours('09:00', '17:00', 'monday', 'tuesday')] });

describe('what cannot be meant is found', () => {
  test('two layers of one name', () => {
    expect(find(layer(), layer({ ...office, name: 'primary' }))).toEqual([
      { path: '$.layers[1].name', found: 'the name of layer 1', expected: 'a name of its own' },
    ]);
  });

  test('a layer that ends before its first turn, or when it begins', () => {
    const fault = (validUntil: string) => ({
      path: '$.layers[0].valid_until',
      found: validUntil,
      expected: 'a time after 2027-01-01T08:00:00.000Z, when the layer begins',
    });
    for (const validUntil of ['2026-12-31T00:00:00Z', '2027-01-01T08:00:00Z']) {
      expect(find(layer({ validUntil }))).toEqual([fault(validUntil)]);
    }
    expect(find(layer({ validFrom: '2027-02-01T00:00:00Z', validUntil: '2027-01-15T00:00:00Z' }))).toHaveLength(1);
    expect(find(layer({ validUntil: '2027-01-01T08:00:01Z' }))).toEqual([]);
  });

  test.each([
    ['on the same day', hours('09:00', '17:00', 'monday'), hours('16:59', '18:00', 'monday'), true],
    ['over midnight', hours('22:00', '06:00', 'monday'), hours('05:00', '07:00', 'tuesday'), true],
    ['from Sunday into Monday', hours('05:00', '07:00', 'monday'), hours('22:00', '06:00', 'sunday'), true],
    [
      'not, where one ends as the other begins',
      hours('09:00', '17:00', 'monday'),
      hours('17:00', '18:00', 'monday'),
      false,
    ],
    ['not, on other days', hours('09:00', '17:00', 'monday'), hours('09:00', '17:00', 'friday'), false],
  ])('restrictions that overlap: %s', (_, first, second, isFault) => {
    expect(find(layer({ restrictions: [first, second] })).map(({ path }) => path)).toEqual(
      isFault ? ['$.layers[0].restrictions[1]'] : [],
    );
  });

  test('a layer whose turn never comes, since a later one always goes before it', () => {
    const all = layer({ name: 'all', rotation: daily('2026-01-01', '09:00') });
    expect(find(layer(), office, all)).toMatchObject([
      { path: '$.layers[0]', found: 'a layer that overlaps layer 3 at all times, which goes before it' },
      { path: '$.layers[1]' },
    ]);
    expect(find(all, layer())).toEqual([]);
    expect(find(layer(), { ...all, restrictions: [hours('00:00', '23:59', ...WEEKDAYS)] })).toEqual([]);
    expect(find(layer(), { ...all, validUntil: '2030-01-01T00:00:00Z' })).toEqual([]);
  });
});

test('nothing is wrong with a schedule of layers that leave room, nor with one of none', () => {
  expect(find(layer(), office)).toEqual([]);
  expect(find()).toEqual([]);
});

test('a layer that is said to be covered has no shift of its own', () => {
  fc.assert(
    fc.property(schedules, (planned) => {
      const covered = findScheduleFaults(planned).flatMap(({ path }) => /^\$\.layers\[(\d)\]$/.exec(path)?.[1] ?? []);
      const listed = finalShifts(planned, new Date('2026-06-01T00:00Z'), new Date('2026-08-01T00:00Z'));
      if (listed.kind === 'too_many') return;
      const origins = listed.items.flatMap((piece) =>
        piece.kind === 'on_call' && piece.by.type === 'layer' ? [String(piece.by.index)] : [],
      );
      expect(origins.filter((index) => covered.includes(index))).toEqual([]);
    }),
  );
});
