import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { WEEKDAYS } from '../model/schedule.ts';
import { nights } from './escalation.fixture.ts';
import { isWithin } from '../support/match-matchers.ts';

const sunday = (from: string, until: string, timeZone = 'Europe/Berlin') => ({
  weekdays: ['sunday' as const],
  from,
  until,
  timeZone,
});

test.each([
  ['begins at its first minute', '2027-01-08T21:00:00Z', true],
  ['not a second before', '2027-01-08T20:59:59Z', false],
  ['goes on after midnight, on a day that it does not name', '2027-01-10T04:59:59Z', true],
  ['ends before its last minute', '2027-01-10T05:00:00Z', false],
  ['is not on the morning of the first of its days', '2027-01-08T04:00:00Z', false],
])('a range over midnight %s', (_, at, expected) => {
  expect(isWithin(nights(), new Date(at))).toBe(expected);
});

describe('on nights when the clocks change', () => {
  test.each([
    ['hours that are skipped do not come: before', sunday('02:00', '03:00'), '2027-03-28T00:59:59Z', false],
    ['hours that are skipped do not come: after', sunday('02:00', '03:00'), '2027-03-28T01:00:00Z', false],
    ['hours that come twice count the first time', sunday('02:00', '03:00'), '2027-10-31T00:30:00Z', true],
    ['hours that come twice count the second time', sunday('02:00', '03:00'), '2027-10-31T01:30:00Z', true],
    ['and are over after that', sunday('02:00', '03:00'), '2027-10-31T02:00:00Z', false],
    ['an hour of summer is that of the clock', sunday('09:00', '10:00'), '2027-07-04T07:30:00Z', true],
    ['an hour of winter is that of the clock', sunday('09:00', '10:00'), '2027-01-10T08:30:00Z', true],
    ['half hours too', sunday('02:00', '02:30', 'Australia/Lord_Howe'), '2027-10-02T15:15:00Z', false],
  ])('%s', (_, hours, at, expected) => {
    expect(isWithin(hours, new Date(at))).toBe(expected);
  });
});

test('every instant lies within exactly one of a range and the rest of its week', () => {
  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
  const zone = fc.constantFrom('Europe/Berlin', 'Pacific/Chatham', 'America/New_York', 'Asia/Kolkata');
  const instant = fc.date({ min: new Date('1971-01-01'), max: new Date('2190-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(fc.constantFrom(...WEEKDAYS), time, time, zone, instant, (weekday, from, until, timeZone, at) => {
      fc.pre(from < until);
      const others = WEEKDAYS.filter((day) => day !== weekday);
      const inside = isWithin({ weekdays: [weekday], from, until, timeZone }, at);
      const rest = [
        { weekdays: others, from: '00:00', until: '24:00', timeZone },
        ...(from === '00:00' ? [] : [{ weekdays: [weekday], from: '00:00', until: from, timeZone }]),
        { weekdays: [weekday], from: until, until: '24:00', timeZone },
      ];
      expect(rest.some((hours) => isWithin(hours, at))).toBe(!inside);
    }),
  );
});
