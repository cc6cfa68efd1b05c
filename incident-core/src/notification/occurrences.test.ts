import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { WEEKDAYS } from '../model/schedule.ts';
import { recurrenceSchema, type Recurrence } from '../model/suppression.ts';
import { longestOccurrence, nextChange, nextOccurrences, occurrenceAt, suppressionState } from './occurrences.ts';
import { instant, nightly, silence } from './suppression.fixture.ts';

const from = (...args: Parameters<typeof nextOccurrences>) =>
  nextOccurrences(...args).map(
    (each) => `${each.from.toISOString().slice(0, 16)} ${each.until.toISOString().slice(11, 16)}`,
  );

describe('what is there once', () => {
  test.each([
    ['before it', '2027-01-05T02:59', 'planned', '2027-01-05T03:00'],
    ['at its start', '2027-01-05T03:00', 'active', '2027-01-05T05:00'],
    ['at its last instant', '2027-01-05T04:59', 'active', '2027-01-05T05:00'],
    ['at its end', '2027-01-05T05:00', 'over', null],
  ])('%s', (_, now, state, change) => {
    expect(suppressionState(silence(), instant(now))).toBe(state);
    expect(nextChange(silence(), instant(now))).toEqual(change === null ? null : instant(change));
  });

  test('is over from when somebody ended it, and not before', () => {
    const ended = silence({ endedAt: instant('2027-01-05T04:00') });
    expect(suppressionState(ended, instant('2027-01-05T03:59'))).toBe('active');
    expect(suppressionState(ended, instant('2027-01-05T04:00'))).toBe('over');
  });
});

describe('what comes again', () => {
  test('each day, at the same time on the clocks of its zone, in both nights in which they change', () => {
    expect(from(nightly(), instant('2027-03-26T12:00'), 3)).toEqual([
      '2027-03-27T00:00 04:00',
      // At 02:00 it is 03:00: an hour less passes until 05:00.
      '2027-03-28T00:00 03:00',
      '2027-03-28T23:00 03:00',
    ]);
    expect(from(nightly(), instant('2027-10-29T12:00'), 3)).toEqual([
      '2027-10-29T23:00 03:00',
      // At 03:00 it is 02:00 again: an hour more.
      '2027-10-30T23:00 04:00',
      '2027-11-01T00:00 04:00',
    ]);
  });

  test('is not left out on the day on which the clocks skip all of it', () => {
    const short = nightly({ from: '02:15', minutes: 30 });
    expect(from(short, instant('2027-03-27T12:00'), 2)).toEqual(['2027-03-28T01:00 01:30', '2027-03-29T00:15 00:45']);
  });

  test('is there once in the night in which its hour is there twice', () => {
    const short = nightly({ from: '02:15', minutes: 30 });
    expect(from(short, instant('2027-10-30T12:00'), 2)).toEqual(['2027-10-31T00:15 00:45', '2027-11-01T01:15 01:45']);
  });

  test('on weekdays, every second week, from its first day on', () => {
    const weekly = nightly({
      startsOn: '2027-01-06',
      timeZone: 'UTC',
      recurrence: { unit: 'week', every: 2, weekdays: ['thursday', 'monday'] },
    });
    expect(from(weekly, instant('2026-12-01T00:00'), 4)).toEqual([
      '2027-01-07T01:00 05:00',
      '2027-01-18T01:00 05:00',
      '2027-01-21T01:00 05:00',
      '2027-02-01T01:00 05:00',
    ]);
  });

  test('each month on that day, the last where a month is shorter', () => {
    const monthly = nightly({ startsOn: '2027-01-31', timeZone: 'UTC', recurrence: { unit: 'month', every: 1 } });
    expect(from(monthly, instant('2027-01-31T05:00'), 3)).toEqual([
      '2027-02-28T01:00 05:00',
      '2027-03-31T01:00 05:00',
      '2027-04-30T01:00 05:00',
    ]);
  });

  test('until its last day, which may have one', () => {
    const ending = nightly({ timeZone: 'UTC', lastOn: '2027-01-03' });
    expect(from(ending, instant('2027-01-02T12:00'), 5)).toEqual(['2027-01-03T01:00 05:00']);
    expect(suppressionState(ending, instant('2027-01-03T05:00'))).toBe('over');
  });

  test('goes on with the next one when the one that runs is ended', () => {
    const skipping = nightly({ timeZone: 'UTC' }, { skippedUntil: instant('2027-01-02T02:00') });
    expect(suppressionState(skipping, instant('2027-01-02T03:00'))).toBe('planned');
    expect(from(skipping, instant('2027-01-02T03:00'), 1)).toEqual(['2027-01-03T01:00 05:00']);
  });
});

const recurrences: fc.Arbitrary<Recurrence> = fc.oneof(
  fc.record({ unit: fc.constant('day' as const), every: fc.integer({ min: 1, max: 40 }) }),
  fc.record({
    unit: fc.constant('week' as const),
    every: fc.integer({ min: 1, max: 5 }),
    weekdays: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1, maxLength: 7 }),
  }),
  fc.record({ unit: fc.constant('month' as const), every: fc.integer({ min: 1, max: 12 }) }),
);
const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Chatham');
const clocks = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const days = fc
  .integer({ min: 0, max: 700 })
  .map((day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10));
const windows = fc
  .record({
    recurrence: recurrences,
    timeZone: zones,
    from: clocks,
    startsOn: days,
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ share, ...times }) =>
    nightly({
      ...times,
      minutes: Math.max(1, Math.floor(share * Math.min(longestOccurrence(times.recurrence) - 180, 40_320))),
    }),
  );
const instants = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2029, 0, 1) }).map((at) => new Date(at));

describe('of every window', () => {
  test('occurrences follow one another, each with a length, and none is left out by where one begins to look', () => {
    fc.assert(
      fc.property(windows, instants, (window, now) => {
        const found = nextOccurrences(window, now, 5);
        for (const [at, { from: start, until }] of found.entries()) {
          expect(until.getTime()).toBeGreaterThan(start.getTime());
          const before = found[at - 1];
          if (before) expect(start.getTime()).toBeGreaterThanOrEqual(before.until.getTime());
          expect(occurrenceAt(window, start)).toEqual({ from: start, until });
          expect(occurrenceAt(window, new Date(until.getTime() - 1))).toEqual({ from: start, until });
        }
        const [first, second] = found;
        if (first && second) expect(occurrenceAt(window, first.until)).toEqual(second);
      }),
    );
  });

  test('the next change is later than now, and changes whether it is there', () => {
    fc.assert(
      fc.property(windows, instants, (window, now) => {
        const change = nextChange(window, now);
        if (change === null) return;
        expect(change.getTime()).toBeGreaterThan(now.getTime());
        const justBefore = new Date(change.getTime() - 1);
        expect(suppressionState(window, justBefore)).toBe(suppressionState(window, now));
      }),
    );
  });

  test('the recurrence is one that can be stored', () => {
    fc.assert(fc.property(recurrences, (recurrence) => recurrenceSchema.safeParse(recurrence).success));
  });
});
