import { describe, expect, test } from '@jest/globals';
import { judgePage, toServiceLevel, type PageFacts, type PageVerdict } from './service-level.ts';

const plain: PageFacts = {
  ...{ isSent: false, isLate: false, isOverInTime: false, isHeld: false, isNobodyNotified: false },
};

const cases: readonly (readonly [string, Partial<PageFacts>, PageVerdict])[] = [
  ['sent in time is good', { isSent: true }, 'good'],
  ['sent late is bad', { isSent: true, isLate: true }, 'bad'],
  ['not yet sent, its time not over, is pending', {}, 'pending'],
  ['not sent when its time is over is bad', { isLate: true }, 'bad'],
  ['over before its time was is excused', { isOverInTime: true, isLate: true }, 'excused'],
  ['withheld for a recorded reason is excused', { isHeld: true, isLate: true }, 'excused'],
  ['nobody at first is bad, however soon the next was told', { isNobodyNotified: true, isSent: true }, 'bad'],
  ['nobody at all is bad, be it over in time', { isNobodyNotified: true, isOverInTime: true }, 'bad'],
  ['nobody is bad, be the rest withheld', { isNobodyNotified: true, isHeld: true }, 'bad'],
];
test.each(cases)('%s', (_, facts, verdict) => {
  expect(judgePage({ ...plain, ...facts })).toBe(verdict);
});

describe('the service level', () => {
  const target = { share: 0.99, withinSeconds: 30 };
  const counts = (good: number, bad: number) => ({ good, bad, pending: 3, excused: 5 });

  test('counts good and bad, and neither of the others', () => {
    expect(toServiceLevel(counts(995, 5), target)).toEqual({
      ...{ total: 1_000, share: 0.995, budget: 10, budgetLeft: 5, budgetLeftShare: 0.5, burnRate: 0.5 },
    });
  });

  test('a budget that is overspent is below zero', () => {
    expect(toServiceLevel(counts(80, 20), target)).toMatchObject({
      budget: 1,
      budgetLeft: -19,
      budgetLeftShare: -19,
      burnRate: 20,
    });
  });

  test('of nothing there is no share and no burn rate, and no budget to speak of', () => {
    expect(toServiceLevel(counts(0, 0), target)).toEqual({
      ...{ total: 0, share: null, budget: 0, budgetLeft: 0, budgetLeftShare: null, burnRate: null },
    });
  });
});
