import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { toDate } from './dates.ts';

const NOW = new Date('2026-09-20T10:05:00.000Z');
const at = (text: string) => ({ date: new Date(text), replacedDate: null });

test.each([
  ['2026-09-20T10:00:00.000Z', '2026-09-20T10:00:00.000Z'],
  ['2026-09-20T10:00:00Z', '2026-09-20T10:00:00.000Z'],
  ['2026-09-20T12:00:00+02:00', '2026-09-20T10:00:00.000Z'],
  ['2026-09-20T04:30:00.5-0530', '2026-09-20T10:00:00.500Z'],
  ['2026-09-20T12:00+02', '2026-09-20T10:00:00.000Z'],
  ['2026-09-20T10:00:00.123456789Z', '2026-09-20T10:00:00.123Z'],
  ['2026-09-20T10:00:00', '2026-09-20T10:00:00.000Z'],
  ['2026-09-20 10:00', '2026-09-20T10:00:00.000Z'],
  [' 2026-09-20 ', '2026-09-20T00:00:00.000Z'],
  ['1789898400', '2026-09-20T10:00:00.000Z'],
  ['1789898400.25', '2026-09-20T10:00:00.250Z'],
  ['1789898400000', '2026-09-20T10:00:00.000Z'],
  [1789898400, '2026-09-20T10:00:00.000Z'],
  [1789898400123, '2026-09-20T10:00:00.123Z'],
  [['2026-09-20T10:00:00Z'], '2026-09-20T10:00:00.000Z'],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ['2000-01-01T00:00:00Z', '2000-01-01T00:00:00.000Z'],
])('%j is read as %s', (given, read) => {
  expect(toDate(given, NOW)).toEqual(at(read));
});

describe('replaced by the receipt time', () => {
  test.each([
    [undefined, 'missing', null],
    [null, 'missing', null],
    ['', 'missing', null],
    ['yesterday', 'unreadable', 'yesterday'],
    ['2026-13-01T00:00:00Z', 'unreadable', '2026-13-01T00:00:00Z'],
    ['2026-02-30T00:00:00Z', 'unreadable', '2026-02-30T00:00:00Z'],
    ['2026-09-20T24:00:00Z', 'unreadable', '2026-09-20T24:00:00Z'],
    ['2026-09-20T10:00:00+99:00', 'unreadable', '2026-09-20T10:00:00+99:00'],
    ['1999-12-31T23:59:59Z', 'unreadable', '1999-12-31T23:59:59Z'],
    ['20260920', 'unreadable', '20260920'],
    [0, 'unreadable', '0'],
    [-5, 'unreadable', '-5'],
    [1e300, 'unreadable', '1e+300'],
    [true, 'unreadable', 'true'],
    [{ at: 1 }, 'unreadable', '{"at":1}'],
    ['2027-01-01T00:00:00Z', 'in_the_future', '2027-01-01T00:00:00Z'],
  ] as const)('%j is %s', (given, reason, found) => {
    expect(toDate(given, NOW)).toEqual({ date: NOW, replacedDate: { reason, found } });
  });

  test('five minutes ahead are a clock that differs, one millisecond more is the future', () => {
    expect(toDate('2026-09-20T10:10:00.000Z', NOW)).toEqual(at('2026-09-20T10:10:00.000Z'));
    expect(toDate('2026-09-20T10:10:00.001Z', NOW).replacedDate?.reason).toBe('in_the_future');
  });

  test('what was found is shown up to 100 characters', () => {
    expect(toDate('x'.repeat(500), NOW).replacedDate?.found).toHaveLength(100);
  });
});

test('whatever is given, the date is valid, after 1999 and at most five minutes ahead', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.date({ noInvalidDate: false }).map(String), fc.double()), (given) => {
      const { date } = toDate(JSON.parse(JSON.stringify(given)), NOW);
      expect(date.getTime()).toBeGreaterThanOrEqual(Date.UTC(2000, 0, 1));
      expect(date.getTime()).toBeLessThanOrEqual(NOW.getTime() + 300_000);
    }),
  );
});

test('every date that JSON writes in our time is read back exactly', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('2000-01-01'), max: NOW, noInvalidDate: true }), (date) => {
      expect(toDate(date.toISOString(), NOW)).toEqual({ date, replacedDate: null });
    }),
  );
});
