import { expect, test } from '@jest/globals';
import { Clock } from './clock.ts';
import { Random } from './random.ts';

class StoppedClock extends Clock {
  override now(): Date {
    return new Date('2027-01-05T03:00:00.000Z');
  }
}

test('ids of one millisecond sort by age', () => {
  const random = new Random(new StoppedClock());
  const ids = Array.from({ length: 1_000 }, () => random.id());
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids[0]?.slice(0, 15)).toBe('01a2e3ca-0f80-7');
});

test('two processes begin their counts apart', () => {
  const clock = new StoppedClock();
  const first = new Set(Array.from({ length: 100 }, () => new Random(clock).id().slice(0, 28)));
  expect(first.size).toBeGreaterThan(90);
});
