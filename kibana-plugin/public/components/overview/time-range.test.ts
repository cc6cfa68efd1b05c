import { expect, test } from '@jest/globals';
import { instantOf, readRange, toInstants, USUAL } from './time-range';

const now = new Date('2027-01-05T03:12:30.000Z');

test.each([
  ['now', false, '2027-01-05T03:12:30.000Z'],
  ['now-7d', false, '2026-12-29T03:12:30.000Z'],
  ['now-15m', false, '2027-01-05T02:57:30.000Z'],
  ['now-1h/h', false, '2027-01-05T02:00:00.000Z'],
  ['now/h', true, '2027-01-05T03:59:59.999Z'],
  ['2027-01-01T00:00:00.000Z', false, '2027-01-01T00:00:00.000Z'],
])('%s is an instant', (text, isEnd, instant) => {
  expect(instantOf(text, now, isEnd)?.toISOString()).toBe(instant);
});

test.each(['', 'yesterday', 'now-7', 'now--1d', '2027', 'now-7d; drop', '2027-99-99T00:00:00Z'])(
  '%j is none',
  (text) => {
    expect(instantOf(text, now, false)).toBeNull();
  },
);

test('an address that says nothing, or nothing that can be meant, has the usual range', () => {
  expect(readRange(new URLSearchParams(''))).toEqual(USUAL);
  expect(readRange(new URLSearchParams('from=now-1x&to=now'))).toEqual(USUAL);
  expect(readRange(new URLSearchParams('from=now-24h&to=now'))).toEqual({ from: 'now-24h', to: 'now' });
});

test('a range that ends before it begins, or is longer than the backend counts, is none', () => {
  expect(toInstants({ from: 'now', to: 'now-1d' }, now)).toBeNull();
  expect(toInstants({ from: 'now-2y', to: 'now' }, now)).toBeNull();
  expect(toInstants({ from: 'now-1h', to: 'now' }, now)).toEqual({
    from: '2027-01-05T02:12:30.000Z',
    to: '2027-01-05T03:12:30.000Z',
  });
});
