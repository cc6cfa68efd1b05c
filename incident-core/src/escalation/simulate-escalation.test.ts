import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { EscalationPolicy } from '../model/escalation-policy.ts';
import { at, policy, step } from './escalation.fixture.ts';
import { simulateEscalation } from './simulate-escalation.ts';
import { startEscalation } from './start-escalation.ts';
import { stepsAhead } from './steps-ahead.ts';

const told = { reachesNobody: false };
const reached = () => told;

/** In seconds from the start, each turn as `round.step@second`. */
function turns(of: EscalationPolicy, reaches: (step: number) => boolean, most?: number) {
  const tell = (_: unknown, __: Date, place: { step: number }) => ({ reachesNobody: !reaches(place.step) });
  const { passages, end } = simulateEscalation({ policy: of, from: at(0), urgency: 'high' }, tell, most);
  return {
    at: passages.map(
      ({ round, step: number, dueAt }) => `${round}.${number}@${(dueAt.getTime() - at(0).getTime()) / 1000}`,
    ),
    reasons: passages.map(({ reason }) => reason),
    end,
  };
}

describe('a simulated run', () => {
  const two = policy({ steps: [step(300, 10), step(600, 30)] });

  test('goes through each step after its delay and the timeouts before it, and runs out', () => {
    expect(turns(two, () => true)).toEqual({
      at: ['1.1@10', '1.2@340'],
      reasons: ['started', 'timeout'],
      end: { kind: 'exhausted', at: at(940), reason: 'timeout', startsAgainAt: at(940 + 3600) },
    });
  });

  test('leaves a step that reaches nobody at once, without timeout and delay', () => {
    expect(turns(two, (number) => number === 2)).toMatchObject({
      at: ['1.1@10', '1.2@10'],
      reasons: ['started', 'nobody_notified'],
      end: { at: at(610), reason: 'timeout' },
    });
  });

  test('that reaches nobody at all waits out a round before the next one', () => {
    const { at: times, end } = turns({ ...two, repeat: 1 }, () => false);
    expect(times).toEqual(['1.1@10', '1.2@10', '2.1@910', '2.2@910']);
    expect(end).toEqual({ kind: 'exhausted', at: at(910), reason: 'nobody_notified', startsAgainAt: at(910 + 3600) });
  });

  test('of low urgency does not start again', () => {
    const { end } = simulateEscalation({ policy: two, from: at(0), urgency: 'low' }, reached);
    expect(end).toMatchObject({ startsAgainAt: null });
  });

  test('is cut where it is too long, and says so', () => {
    const { at: times, end } = turns({ ...two, repeat: 100 }, () => true, 3);
    expect(times).toHaveLength(3);
    expect(end).toEqual({ kind: 'truncated', most: 3 });
  });

  test('asks for each step at the time of that step, and for none twice', () => {
    const asked: string[] = [];
    simulateEscalation({ policy: { ...two, repeat: 1 }, from: at(0), urgency: 'low' }, (_, now) => {
      asked.push(now.toISOString());
      return told;
    });
    expect(asked).toEqual([at(10), at(340), at(950), at(1280)].map((date) => date.toISOString()));
  });
});

const policies = fc
  .record({
    steps: fc.array(
      fc
        .tuple(fc.integer({ min: 1, max: 7200 }), fc.integer({ min: 0, max: 3600 }))
        .map(([timeout, delay]) => step(timeout, delay)),
      { minLength: 1, maxLength: 6 },
    ),
    repeat: fc.integer({ min: 0, max: 4 }),
  })
  .map((over) => policy(over));

test('what reaches everybody is what lies ahead of a run that has just started', () => {
  fc.assert(
    fc.property(policies, (of) => {
      const { passages } = simulateEscalation({ policy: of, from: at(0), urgency: 'high' }, reached);
      const run = { ...startEscalation('incident', 1, of, at(0)), id: 'run' };
      const [, ...later] = passages.map(({ round, step: number, dueAt }) => ({ round, step: number, dueAt }));
      expect(later).toEqual(stepsAhead(run, at(0), 100));
    }),
  );
});

test('every step of every round has its turn once and in order, whoever is reached, and never before the one before', () => {
  fc.assert(
    fc.property(policies, fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), (of, reaches) => {
      const { passages, end } = simulateEscalation(
        { policy: of, from: at(0), urgency: 'high' },
        (_, __, { step: number }) => ({ reachesNobody: reaches[number - 1] === false }),
      );
      const rounds = Array.from({ length: of.repeat + 1 }, (_, index) => index + 1);
      expect(passages).toMatchObject(
        rounds.flatMap((round) => of.steps.map((_, index) => ({ round, step: index + 1 }))),
      );
      const times = passages.map(({ dueAt }) => dueAt.getTime());
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(end.kind).toBe('exhausted');
    }),
  );
});
