import { expect, test } from '@jest/globals';
import { rangeAround, rangeText, readDay, shifted, writeDay } from './range';

const at = Date.parse;
const iso = (instant: number) => new Date(instant).toISOString();

test('a week begins on the first day of the week, at midnight in its zone', () => {
  // Moment counts weeks from Sunday where nobody says otherwise.
  const { from, until, days } = rangeAround(at('2027-01-06T12:00:00Z'), 'week', 'Europe/Berlin');
  expect([iso(from), iso(until)]).toEqual(['2027-01-02T23:00:00.000Z', '2027-01-09T23:00:00.000Z']);
  expect(days).toHaveLength(8);
});

test('a month has all its days, those around a change of the clocks too', () => {
  const { from, until, days } = rangeAround(at('2027-03-31T23:30:00Z'), 'month', 'America/New_York');
  expect([iso(from), iso(until)]).toEqual(['2027-03-01T05:00:00.000Z', '2027-04-01T04:00:00.000Z']);
  expect(days).toHaveLength(32);
});

test.each(['week', 'two-weeks', 'month'] as const)('forth and back is the same %s', (view) => {
  const zone = 'Europe/Berlin';
  const range = rangeAround(at('2027-03-20T12:00:00Z'), view, zone);
  const next = rangeAround(shifted(range, 1, view, zone), view, zone);
  expect(next.from).toBe(range.until);
  expect(rangeAround(shifted(next, -1, view, zone), view, zone)).toEqual(range);
});

test('what is shown has a name', () => {
  expect(rangeText(rangeAround(at('2027-01-06T12:00:00Z'), 'month', 'UTC'), 'month', 'UTC')).toBe('January 2027');
  expect(rangeText(rangeAround(at('2027-01-06T12:00:00Z'), 'week', 'UTC'), 'week', 'UTC')).toMatch(/3.*9.*2027/);
});

test('the address names a day; what is none is today', () => {
  const now = at('2027-01-06T12:00:00Z');
  expect(iso(readDay('2027-02-03', now, 'Europe/Berlin'))).toBe('2027-02-02T23:00:00.000Z');
  for (const given of [null, '', '2027-13-45', 'x', '1800-01-01']) expect(readDay(given, now, 'UTC')).toBe(now);
  expect(writeDay(at('2027-02-02T23:00:00Z'), 'Europe/Berlin')).toBe('2027-02-03');
});
