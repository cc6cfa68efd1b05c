import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Surge } from '../model/surge.ts';
import { addToSurge, decideStorm, describeStorm, rateOf } from './decide-storm.ts';
import { alert, at } from './incident.fixture.ts';

function surgeOf(minutes: readonly number[]): Surge | null {
  return minutes.reduce<Surge | null>((surge, minute) => addToSurge(surge, at(minute)), null);
}
const many = (count: number, minute: number) => Array.from({ length: count }, () => minute);

describe('the rate of a source', () => {
  test.each([
    ['nothing known is nothing', [], 0, 0],
    ['all of this minute counts', many(7, 0.5), 0.5, 7],
    ['of the minute before, the part that still counts', [...many(8, 0), ...many(1, 1)], 1.25, 7],
    ['so it does before anything new has come', many(8, 0), 1.5, 4],
    ['after two minutes nothing counts', many(8, 0), 2, 0],
    ['a pause of minutes begins anew', [...many(8, 0), 5], 5, 1],
    ['a clock that is behind counts with the other', [...many(2, 1), 0.9], 1, 3],
  ])('%s', (_, minutes, now, expected) => {
    expect(rateOf(surgeOf(minutes), at(now))).toBeCloseTo(expected);
  });

  test('is never more than what came within two minutes, and never less than what came in this one', () => {
    const times = fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { maxLength: 60 });
    fc.assert(
      fc.property(times, (drawn) => {
        const sorted = [...drawn].sort((a, b) => a - b);
        const now = sorted.at(-1) ?? 0;
        const rate = rateOf(surgeOf(sorted), at(now));
        const since = (from: number) => sorted.filter((minute) => minute >= from).length;
        return rate <= since(Math.floor(now) - 1) + 1e-6 && rate >= since(Math.floor(now)) - 1e-6;
      }),
    );
  });
});

describe('above its rate', () => {
  const surge = surgeOf(many(10, 0));
  const decide = (given: Parameters<typeof alert>[0] = {}, over = {}) =>
    decideStorm(alert(given), { rate: 10, surge, hasOwnCritical: false, ...over }, at(0));
  test('what is new goes into the storm', () => expect(decide()).toBe('collapse'));
  test('below it has an incident of its own', () => expect(decide({}, { rate: 11 })).toBe('own'));
  test('a source without a rate has no storm', () => expect(decide({}, { rate: null })).toBe('own'));
  test('the first critical alert of a service has its own', () => expect(decide({ severity: 'critical' })).toBe('own'));
  test('the next one has not', () =>
    expect(decide({ severity: 'critical' }, { hasOwnCritical: true })).toBe('collapse'));
  test('nor one of no service', () => expect(decide({ severity: 'critical', service: null })).toBe('collapse'));
});

test('a storm says whose it is, in a title of bounded length', () => {
  expect(describeStorm('kibana', 100)).toMatchObject({ title: 'Storm of alerts from kibana', tags: ['storm'] });
  expect(describeStorm('x'.repeat(500), 100).title).toHaveLength(200);
});
