import { describe, expect, test } from '@jest/globals';
import { activeRun, at, policy, run, step } from './escalation.fixture.ts';
import { stepsAhead } from './steps-ahead.ts';

describe('what is ahead of a run', () => {
  test('is every later step, each after the timeout before it and its own delay', () => {
    const once = policy({ steps: [step(300, 10), step(600, 30), step(900, 60)] });
    expect(stepsAhead(run({ snapshot: once }), at(0), 100)).toEqual([
      { round: 1, step: 2, dueAt: at(10 + 300 + 30) },
      { round: 1, step: 3, dueAt: at(10 + 300 + 30 + 600 + 60) },
    ]);
  });

  test('counts from the activation of a step that is active', () => {
    const [next] = stepsAhead(activeRun(50), at(60), 1);
    expect(next).toEqual({ round: 1, step: 2, dueAt: at(50 + 300 + 30) });
  });

  test('goes round again while repeats are left', () => {
    expect(stepsAhead(run(), at(0), 100).map(({ round, step: number }) => `${round}.${number}`)).toEqual([
      '1.2',
      '1.3',
      '2.1',
      '2.2',
      '2.3',
    ]);
  });

  test('is cut where the caller has enough', () => {
    expect(stepsAhead(run({ snapshot: policy({ repeat: 100 }) }), at(0), 7)).toHaveLength(7);
  });

  test('is nothing once the run has ended, and on its last step', () => {
    expect(stepsAhead(run({ status: 'resolved', dueAt: null }), at(0), 100)).toEqual([]);
    expect(stepsAhead(activeRun(0, { round: 2, step: 3 }), at(10), 100)).toEqual([]);
  });

  test('is counted from what the worker will decide when it is late', () => {
    expect(stepsAhead(activeRun(0), at(5_000), 1)[0]?.dueAt).toEqual(at(330));
    expect(stepsAhead(run(), at(5_000), 1)[0]?.dueAt).toEqual(at(5_000 + 300 + 30));
  });
});
