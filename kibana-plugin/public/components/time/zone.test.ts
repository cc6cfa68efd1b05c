import { describe, expect, test } from '@jest/globals';
import { dateOf, dayAndTime, instantOf, midnight, timeOf, zoneNames } from './zone';

const at = Date.parse;
const iso = (instant: number) => new Date(instant).toISOString();

test.each([
  ['2027-01-05T23:30:00Z', 'Europe/Berlin', '2027-01-06', '00:30'],
  ['2027-07-05T23:30:00Z', 'America/New_York', '2027-07-05', '19:30'],
  ['2027-01-05T12:00:00Z', 'Pacific/Chatham', '2027-01-06', '01:45'],
])('%s in %s is %s at %s, and back', (instant, zone, date, time) => {
  expect([dateOf(at(instant), zone), timeOf(at(instant), zone)]).toEqual([date, time]);
  expect(iso(instantOf(date, time, zone))).toBe(iso(at(instant)));
});

describe('where the clocks change', () => {
  test('days are 23 and 25 hours long, and each begins at its midnight', () => {
    const march = midnight(at('2027-03-28T12:00:00Z'), 'Europe/Berlin');
    expect(iso(march)).toBe('2027-03-27T23:00:00.000Z');
    expect(iso(midnight(march, 'Europe/Berlin', 1))).toBe('2027-03-28T22:00:00.000Z');
    const october = midnight(at('2027-10-31T12:00:00Z'), 'Europe/Berlin');
    expect((midnight(october, 'Europe/Berlin', 1) - october) / 3_600_000).toBe(25);
  });

  test('a time that is shown twice is the first, one that is skipped is later by as much', () => {
    expect(iso(instantOf('2027-10-31', '02:30', 'Europe/Berlin'))).toBe('2027-10-31T00:30:00.000Z');
    expect(iso(instantOf('2027-03-28', '02:30', 'Europe/Berlin'))).toBe('2027-03-28T01:30:00.000Z');
  });
});

test('what is no date is no instant', () => expect(instantOf('', '09:00', 'UTC')).toBeNaN());

test('a time is written with its day', () => {
  expect(dayAndTime(at('2027-01-05T08:00:00Z'), 'Europe/Berlin')).toMatch(/Tue.*Jan.*5.*09:00/);
});

test('UTC and the zones of the world can be chosen', () => {
  expect(zoneNames()).toEqual(expect.arrayContaining(['UTC', 'Europe/Berlin']));
});
