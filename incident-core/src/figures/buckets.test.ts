import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BUCKET_UNITS } from '../model/figures.ts';
import { chooseUnit, MOST_BUCKETS, planBuckets } from './buckets.ts';

const date = (text: string) => new Date(text);
const starts = (from: string, to: string, unit: 'hour' | 'day' | 'week', zone: string) =>
  planBuckets(date(from), date(to), unit, zone)?.map((bucket) => bucket.from.toISOString());

describe('buckets', () => {
  test('begin where the time begins, and go on at the midnights of the zone', () => {
    expect(starts('2027-01-05T03:00:00Z', '2027-01-07T03:00:00Z', 'day', 'UTC')).toEqual([
      '2027-01-05T03:00:00.000Z',
      '2027-01-06T00:00:00.000Z',
      '2027-01-07T00:00:00.000Z',
    ]);
    expect(starts('2027-01-05T03:00:00Z', '2027-01-06T15:00:00Z', 'day', 'Asia/Tokyo')).toEqual([
      '2027-01-05T03:00:00.000Z',
      '2027-01-05T15:00:00.000Z',
    ]);
  });

  test('a day in which the clocks change has 23 or 25 hours', () => {
    const lengths = (from: string, to: string) =>
      planBuckets(date(from), date(to), 'day', 'Europe/Berlin')?.map(
        (bucket) => (bucket.to.getTime() - bucket.from.getTime()) / 3_600_000,
      );
    expect(lengths('2027-03-26T23:00:00Z', '2027-03-29T22:00:00Z')).toEqual([24, 23, 24]);
    expect(lengths('2027-10-29T22:00:00Z', '2027-11-01T23:00:00Z')).toEqual([24, 25, 24]);
  });

  test('a midnight that the clocks skip is the hour at which they go on', () => {
    // In Beirut the clocks go from 0:00 to 1:00.
    expect(starts('2026-03-27T22:00:00Z', '2026-03-30T21:00:00Z', 'day', 'Asia/Beirut')).toEqual([
      '2026-03-27T22:00:00.000Z',
      '2026-03-28T22:00:00.000Z',
      '2026-03-29T21:00:00.000Z',
    ]);
  });

  test('weeks begin on Mondays, hours where the clocks of the zone have them', () => {
    expect(starts('2027-01-06T00:00:00Z', '2027-01-19T00:00:00Z', 'week', 'UTC')).toEqual([
      '2027-01-06T00:00:00.000Z',
      '2027-01-11T00:00:00.000Z',
      '2027-01-18T00:00:00.000Z',
    ]);
    expect(starts('2027-01-06T00:00:00Z', '2027-01-06T01:30:00Z', 'hour', 'Asia/Kathmandu')).toEqual([
      '2027-01-06T00:00:00.000Z',
      '2027-01-06T00:15:00.000Z',
      '2027-01-06T01:15:00.000Z',
    ]);
  });

  test('more than can be told apart are none', () => {
    expect(planBuckets(date('2026-01-01T00:00:00Z'), date('2027-01-01T00:00:00Z'), 'hour', 'UTC')).toBeNull();
    expect(planBuckets(date('2027-01-01T00:00:00Z'), date('2027-01-01T00:00:00Z'), 'hour', 'UTC')).toEqual([]);
  });

  test('cover the time without gap and overlap, in every zone', () => {
    const instant = fc.date({
      min: date('2020-01-01T00:00:00Z'),
      max: date('2030-01-01T00:00:00Z'),
      noInvalidDate: true,
    });
    const zones = [
      'UTC',
      'Europe/Berlin',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Pacific/Chatham',
      'Africa/Cairo',
    ];
    fc.assert(
      fc.property(
        instant,
        fc.integer({ min: 1, max: 40 * 86_400_000 }),
        fc.constantFrom(...BUCKET_UNITS),
        fc.constantFrom(...zones),
        (from, length, unit, zone) => {
          const to = new Date(from.getTime() + length);
          const buckets = planBuckets(from, to, unit, zone);
          if (buckets === null) return length > (MOST_BUCKETS - 1) * 3_600_000;
          const ends = [...buckets.map((bucket) => bucket.to.getTime())];
          expect([from.getTime(), ...ends.slice(0, -1)]).toEqual(buckets.map((bucket) => bucket.from.getTime()));
          expect(ends.at(-1)).toBe(to.getTime());
          return buckets.every((bucket) => bucket.to > bucket.from);
        },
      ),
    );
  });

  test('are hours up to two days, days up to three months, else weeks', () => {
    const from = date('2027-01-01T00:00:00Z');
    const after = (days: number) => new Date(from.getTime() + days * 86_400_000);
    expect([1, 2, 3, 92, 93].map((days) => chooseUnit(from, after(days)))).toEqual([
      'hour',
      'hour',
      'day',
      'day',
      'week',
    ]);
  });
});
