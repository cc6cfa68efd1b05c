import { describe, expect, test } from '@jest/globals';
import { NO_INCIDENTS } from '../model/figures.ts';
import { ratePerHour, toIncidentFigures, webhookSuccessRate } from './formulas.ts';

describe('the figures of incidents', () => {
  test('are shares of those that they speak of: created, acknowledged, resolved', () => {
    const sums = {
      ...{ created: 10, escalated: 3, acknowledged: 4, acknowledgeSeconds: 600 },
      ...{ resolved: 5, resolveSeconds: 9_000, unattended: 1 },
    };
    expect(toIncidentFigures(sums)).toEqual({
      escalationRate: 0.3,
      meanAcknowledgeSeconds: 150,
      meanResolveSeconds: 1_800,
      noiseRate: 0.2,
    });
  });

  test('are nothing where there is nothing, and zero only where there is something', () => {
    expect(Object.values(toIncidentFigures(NO_INCIDENTS))).toEqual([null, null, null, null]);
    expect(toIncidentFigures({ ...NO_INCIDENTS, created: 2, resolved: 1 })).toEqual({
      ...{ escalationRate: 0, meanAcknowledgeSeconds: null, meanResolveSeconds: 0, noiseRate: 0 },
    });
  });
});

test.each([
  ['all accepted', 7, 0, 0, 1],
  ['one of four refused', 3, 1, 0, 0.75],
  ['one of four found by pull only', 3, 0, 1, 0.75],
  ['all by pull', 0, 0, 4, 0],
  ['nothing sent', 0, 0, 0, null],
])('webhook success rate, %s', (_, accepted, refused, foundByPull, rate) => {
  expect(webhookSuccessRate({ accepted, refused, foundByPull })).toBe(rate);
});

test('a rate is per hour, and none of no time at all', () => {
  const from = new Date('2027-01-05T00:00:00Z');
  expect(ratePerHour(12, from, new Date('2027-01-06T00:00:00Z'))).toBe(0.5);
  expect(ratePerHour(12, from, from)).toBeNull();
});
