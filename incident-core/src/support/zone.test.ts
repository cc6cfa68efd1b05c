import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { zoneOf } from './zone.ts';

/** Their clocks change in ways of their own: they come up more often than the rest. */
const RESTLESS_ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Chatham'] as const;
const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;

/** What luxon shows on the clocks of the zone, as if it were UTC. */
function luxonWall(timeZone: string, instant: number): number {
  return DateTime.fromMillis(instant, { zone: timeZone }).setZone('utc', { keepLocalTime: true }).toMillis();
}

const iso = (instant: number) => new Date(instant).toISOString();
const wall = (text: string) => Date.parse(`${text}:00.000Z`);

describe('a time that the clocks skip is the instant at which they go on, one that they show twice is the first', () => {
  test.each([
    ['Europe/Berlin', '2027-03-28T01:59', '2027-03-28T00:59:00.000Z'],
    ['Europe/Berlin', '2027-03-28T02:00', '2027-03-28T01:00:00.000Z'],
    ['Europe/Berlin', '2027-03-28T02:30', '2027-03-28T01:00:00.000Z'],
    ['Europe/Berlin', '2027-03-28T03:00', '2027-03-28T01:00:00.000Z'],
    ['Europe/Berlin', '2027-03-28T03:01', '2027-03-28T01:01:00.000Z'],
    ['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30:00.000Z'],
    ['Europe/Berlin', '2026-10-25T03:00', '2026-10-25T02:00:00.000Z'],
    ['America/New_York', '2027-03-14T02:30', '2027-03-14T07:00:00.000Z'],
    ['America/New_York', '2026-11-01T01:30', '2026-11-01T05:30:00.000Z'],
    ['Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:30:00.000Z'],
    ['Australia/Lord_Howe', '2027-04-04T01:45', '2027-04-03T14:45:00.000Z'],
    ['Pacific/Chatham', '2026-09-27T03:00', '2026-09-26T14:00:00.000Z'],
    ['Pacific/Chatham', '2027-04-04T03:00', '2027-04-03T13:15:00.000Z'],
    // A whole day was left out.
    ['Pacific/Apia', '2011-12-30T12:00', '2011-12-30T10:00:00.000Z'],
  ])('%s, %s', (timeZone, local, expected) => {
    expect(iso(zoneOf(timeZone).toInstant(wall(local)))).toBe(expected);
  });
});

const zones = fc.constantFrom(...RESTLESS_ZONES, ...Intl.supportedValuesOf('timeZone'));
const instants = fc.integer({ min: Date.parse('1990-01-01'), max: Date.parse('2060-01-01') });
const options = { numRuns: 300 };

describe('as luxon has it', () => {
  test('the clocks show at every instant what it says', () => {
    fc.assert(
      fc.property(zones, instants, (timeZone, instant) => {
        expect(iso(zoneOf(timeZone).toWall(instant))).toBe(iso(luxonWall(timeZone, instant)));
      }),
      options,
    );
  });

  test('the instant of a time is the first at which the clocks show it, or a later one', () => {
    fc.assert(
      fc.property(zones, instants, (timeZone, near) => {
        const time = Math.floor(near / QUARTER_MS) * QUARTER_MS;
        const instant = zoneOf(timeZone).toInstant(time);
        expect(luxonWall(timeZone, instant)).toBeGreaterThanOrEqual(time);
        expect(luxonWall(timeZone, instant - 1)).toBeLessThan(time);
        for (let before = instant - QUARTER_MS; before > instant - DAY_MS; before -= QUARTER_MS) {
          expect(luxonWall(timeZone, before)).toBeLessThan(time);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('times in order are instants in order', () => {
    fc.assert(
      fc.property(zones, instants, fc.integer({ min: 0, max: DAY_MS }), (timeZone, time, later) => {
        const zone = zoneOf(timeZone);
        expect(zone.toInstant(time + later)).toBeGreaterThanOrEqual(zone.toInstant(time));
      }),
      options,
    );
  });
});

test('a name that is none is refused', () => {
  expect(() => zoneOf('Europe/Atlantis')).toThrow(RangeError);
});
