import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Preferences } from '../model/preferences.ts';
import { WEEKDAYS } from '../model/schedule.ts';
import { quietSpans } from './quiet-hours.ts';
import { zoneOf } from '../support/zone.ts';

type Quiet = Pick<Preferences, 'quietHours' | 'workingDays'>;

const DAY_MS = 86_400_000;
const BERLIN = 'Europe/Berlin';
const NIGHT: Quiet = { quietHours: { from: '22:00', until: '07:00' }, workingDays: null };
const WEEKDAYS_ONLY: Quiet = { ...NIGHT, workingDays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] };

const utc = (time: string) => new Date(`${time}:00.000Z`);

/** The span that an instant lies in, as UTC without seconds; `free` for none. */
function at(quiet: Quiet, zone: string, time: string): string {
  const now = utc(time);
  const span = quietSpans(quiet, zone, now, now).find(({ from, until }) => from <= now && now < until);
  return span ? [span.from, span.until].map((date) => date.toISOString().slice(0, 16)).join(' ') : 'free';
}

describe('quiet hours', () => {
  test.each([
    ['begin at their time', NIGHT, BERLIN, '2027-01-05T21:00', '2027-01-05T21:00 2027-01-06T06:00'],
    ['are over at their end', NIGHT, BERLIN, '2027-01-06T06:00', 'free'],
    ['have not begun before', NIGHT, BERLIN, '2027-01-05T20:59', 'free'],
    [
      'are an hour shorter when summer time begins',
      NIGHT,
      BERLIN,
      '2027-03-28T00:30',
      '2027-03-27T21:00 2027-03-28T05:00',
    ],
    ['are an hour longer when it ends', NIGHT, BERLIN, '2027-10-31T00:30', '2027-10-30T20:00 2027-10-31T06:00'],
    ['go on over the hour that comes twice', NIGHT, BERLIN, '2027-10-31T01:30', '2027-10-30T20:00 2027-10-31T06:00'],
    [
      'that end at a time which is skipped end when the clocks go on',
      { quietHours: { from: '22:00', until: '02:30' }, workingDays: null },
      BERLIN,
      '2027-03-28T00:30',
      '2027-03-27T21:00 2027-03-28T01:00',
    ],
    [
      'within a day are held at noon',
      { quietHours: { from: '12:00', until: '14:00' }, workingDays: null },
      'UTC',
      '2027-01-05T13:00',
      '2027-01-05T12:00 2027-01-05T14:00',
    ],
    [
      'from midnight on are one stretch',
      { quietHours: { from: '00:00', until: '07:00' }, workingDays: null },
      'UTC',
      '2027-01-05T00:00',
      '2027-01-05T00:00 2027-01-05T07:00',
    ],
    [
      'last over the weekend for who works on weekdays',
      WEEKDAYS_ONLY,
      BERLIN,
      '2027-01-09T12:00',
      '2027-01-08T21:00 2027-01-11T06:00',
    ],
    [
      'are there on days off without a night',
      { quietHours: null, workingDays: ['monday'] },
      'UTC',
      '2027-01-05T00:00',
      '2027-01-05T00:00 2027-01-11T00:00',
    ],
    ['are none where there are none', { quietHours: null, workingDays: null }, BERLIN, '2027-01-05T03:00', 'free'],
    [
      'are none where every day is a working day',
      { quietHours: null, workingDays: [...WEEKDAYS] },
      BERLIN,
      '2027-01-05T03:00',
      'free',
    ],
    ['are those of the zone', NIGHT, 'Pacific/Chatham', '2027-01-05T12:00', '2027-01-05T08:15 2027-01-05T17:15'],
  ] as const)('%s', (_, quiet, zone, time, expected) => {
    expect(at(quiet as Quiet, zone, time)).toBe(expected);
  });

  test('of a day ahead are all there, each with its own end', () => {
    const spans = quietSpans(NIGHT, 'UTC', utc('2027-01-05T03:00'), utc('2027-01-06T03:00'));
    expect(spans.map(({ until }) => until.toISOString().slice(0, 16))).toEqual([
      '2027-01-05T07:00',
      '2027-01-06T07:00',
    ]);
  });
});

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const quiet: fc.Arbitrary<Quiet> = fc.record({
  quietHours: fc.option(fc.record({ from: time, until: time }).filter(({ from, until }) => from !== until)),
  workingDays: fc.option(fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1 })),
});
const zone = fc.constantFrom(
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Africa/Cairo',
  'UTC',
);
/** Around the nights in which the clocks change, of both directions and both halves of the world. */
const instant = fc
  .tuple(
    fc.constantFrom('2027-03-14', '2027-03-28', '2027-04-04', '2027-10-03', '2027-10-31', '2027-11-07', '2018-11-04'),
    fc.integer({ min: -2 * 1440, max: 2 * 1440 }),
  )
  .map(([day, minutes]) => new Date(Date.parse(`${day}T03:00:00.000Z`) + minutes * 60_000));

describe('whatever the hours, days and zone', () => {
  test('the end is after now, within two weeks, and outside of all quiet hours and days off', () => {
    fc.assert(
      fc.property(quiet, zone, instant, (given, name, now) => {
        for (const { from, until } of quietSpans(given, name, now, new Date(now.getTime() + DAY_MS))) {
          expect(until.getTime()).toBeGreaterThan(now.getTime());
          expect(until.getTime()).toBeGreaterThan(from.getTime());
          expect(until.getTime() - now.getTime()).toBeLessThan(16 * DAY_MS);
          expect(isQuietByTheClock(given, name, until)).toBe(false);
          expect(isQuietByTheClock(given, name, new Date(until.getTime() - 1))).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('what the clocks call quiet is held, but for an hour that they show for the second time', () => {
    fc.assert(
      fc.property(quiet, zone, instant, (given, name, now) => {
        if (zoneOf(name).toInstant(zoneOf(name).toWall(now.getTime())) !== now.getTime()) return;
        const isHeld = quietSpans(given, name, now, now).some(({ from, until }) => from <= now && now < until);
        expect(isHeld).toBe(isQuietByTheClock(given, name, now));
      }),
      { numRuns: 1_000 },
    );
  });
});

/** What somebody would say who looks at the clock on the wall and at the calendar. */
function isQuietByTheClock({ quietHours, workingDays }: Quiet, name: string, instant: Date): boolean {
  const wall = new Date(zoneOf(name).toWall(instant.getTime()));
  const weekday = WEEKDAYS[(wall.getUTCDay() + 6) % 7];
  if (workingDays !== null && weekday !== undefined && !workingDays.includes(weekday)) return true;
  if (quietHours === null) return false;
  const { from, until } = quietHours;
  const clock = wall.toISOString().slice(11, 16);
  return from < until ? from <= clock && clock < until : from <= clock || clock < until;
}
