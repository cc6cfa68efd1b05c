import { describe, expect, test } from '@jest/globals';
import { renderSpan, renderTime } from './render-time.ts';

const NOW = new Date('2027-01-05T03:24:00Z');
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);

describe('a time', () => {
  test.each([
    ['less than a minute is just now', ago(59), '2027-01-05 03:23 UTC (just now)'],
    ['minutes', ago(12 * 60), '2027-01-05 03:12 UTC (12 min ago)'],
    ['hours and minutes', ago(3900), '2027-01-05 02:19 UTC (1 h 5 min ago)'],
    ['days and hours', ago(2 * 86_400 + 3 * 3600), '2027-01-03 00:24 UTC (2 d 3 h ago)'],
    ['a clock that is ahead', ago(-300), '2027-01-05 03:29 UTC (in 5 min)'],
    ['no date at all', new Date(NaN), 'at an unknown time'],
  ])('%s', (_title, at, text) => {
    expect(renderTime(at, NOW)).toBe(text);
  });
});

test.each([
  [-1, 'no time'],
  [NaN, 'no time'],
  [5_000, '5 s'],
  [60_000, '1 min'],
  [7_200_000, '2 h'],
])('a span of %d ms is %s', (span, text) => {
  expect(renderSpan(span)).toBe(text);
});
