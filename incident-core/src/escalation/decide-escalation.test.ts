import { describe, expect, test } from '@jest/globals';
import { ESCALATION_STATUSES } from '../model/escalation.ts';
import { decideEscalation } from './decide-escalation.ts';
import { activeRun, at, policy, run, step } from './escalation.fixture.ts';

const QUIET = { incidentStatus: 'triggered', nobodyNotified: false } as const;
const UNHEARD = { incidentStatus: 'triggered', nobodyNotified: true } as const;
const WAIT = { kind: 'wait' };

describe('a step that waits for its delay', () => {
  test.each([
    ['a second before it is due, waits', 9],
    ['long before it is due, waits', -3600],
  ])('%s', (_, seconds) => {
    expect(decideEscalation(run(), QUIET, at(seconds))).toEqual(WAIT);
  });

  test.each([
    ['when it is due', 10],
    ['however late the worker comes', 5000],
  ])('becomes active %s, and its timeout counts from then', (_, seconds) => {
    const [first] = run().snapshot.steps;
    expect(decideEscalation(run(), QUIET, at(seconds))).toEqual({
      kind: 'activate',
      step: first,
      dueAt: at(seconds + 300),
      roundStartedAt: at(seconds),
    });
  });

  test('later in the round keeps the round’s start', () => {
    const second = run({ step: 2, dueAt: at(400), roundStartedAt: at(10) });
    expect(decideEscalation(second, QUIET, at(400))).toMatchObject({ kind: 'activate', roundStartedAt: at(10) });
  });

  test('first in the next round starts that round', () => {
    const next = run({ round: 2, dueAt: at(2000), roundStartedAt: at(10) });
    expect(decideEscalation(next, QUIET, at(2000))).toMatchObject({ kind: 'activate', roundStartedAt: at(2000) });
  });

  test('is not left because an earlier step reached nobody', () => {
    expect(decideEscalation(run({ step: 2 }), UNHEARD, at(9))).toEqual(WAIT);
  });
});

describe('a step that was told', () => {
  test.each(['active', 'notified'] as const)('waits for its timeout when %s', (status) => {
    expect(decideEscalation({ ...activeRun(10), status }, QUIET, at(309))).toEqual(WAIT);
  });

  test.each(['active', 'notified'] as const)(
    'escalates at its timeout when %s: due is activation, timeout and the next delay',
    (status) => {
      expect(decideEscalation({ ...activeRun(10), status }, QUIET, at(310))).toEqual({
        kind: 'escalate',
        reason: 'timeout',
        round: 1,
        step: 2,
        dueAt: at(10 + 300 + 30),
      });
    },
  );

  test('that a late worker finds leaves a due time in the past, and no step is skipped', () => {
    const decision = decideEscalation(activeRun(10), QUIET, at(9000));
    expect(decision).toMatchObject({ kind: 'escalate', step: 2, dueAt: at(340) });
    const second = run({ step: 2, dueAt: at(340), roundStartedAt: at(10) });
    expect(decideEscalation(second, QUIET, at(9000))).toMatchObject({ kind: 'activate', dueAt: at(9600) });
  });

  test.each(['active', 'notified'] as const)(
    'and reached nobody is left at once when %s, without timeout and delay: what was sent may not arrive',
    (status) => {
      expect(decideEscalation({ ...activeRun(10), status }, UNHEARD, at(11))).toEqual({
        kind: 'escalate',
        reason: 'nobody_notified',
        round: 1,
        step: 2,
        dueAt: at(11),
      });
    },
  );
});

describe('the last step of a round', () => {
  const last = (over = {}) => activeRun(1000, { step: 3, roundStartedAt: at(10), ...over });

  test('goes round again while repeats are left, after the first delay', () => {
    const decision = decideEscalation(last(), QUIET, at(1900));
    expect(decision).toEqual({ kind: 'escalate', reason: 'timeout', round: 2, step: 1, dueAt: at(1900 + 10) });
  });

  test('that reached nobody waits out the timeouts of the round before going round', () => {
    const unheard = activeRun(10, { step: 3 });
    const decision = decideEscalation(unheard, UNHEARD, at(10));
    expect(decision).toMatchObject({ reason: 'nobody_notified', round: 2, step: 1, dueAt: at(10 + 300 + 600 + 900) });
  });

  test('that reached nobody after those timeouts goes round at once', () => {
    expect(decideEscalation(last(), UNHEARD, at(1850))).toMatchObject({ round: 2, dueAt: at(1850) });
  });

  test.each([
    ['unheard', QUIET, 1900, 'timeout'],
    ['unreachable', UNHEARD, 1001, 'nobody_notified'],
  ])('of the last round, %s, exhausts', (_, facts, seconds, reason) => {
    expect(decideEscalation(last({ round: 2 }), facts, at(seconds))).toEqual({ kind: 'exhaust', reason });
  });

  test.each([0, 1, 2, 5])('with repeat %d exhausts in the round after that many', (repeat) => {
    const snapshot = policy({ repeat, steps: [step(60)] });
    const rounds = Array.from({ length: repeat + 1 }, (_, index) => index + 1);
    const kinds = rounds.map((round) => decideEscalation(activeRun(0, { snapshot, round }), QUIET, at(60)).kind);
    expect(kinds).toEqual([...rounds.slice(1).map(() => 'escalate'), 'exhaust']);
  });
});

describe('the end of a run', () => {
  const statuses = ESCALATION_STATUSES.filter((status) => status !== 'resolved');
  const ends = [
    ['acknowledged', 'acknowledged'],
    ['in_progress', 'acknowledged'],
    ['resolved', 'resolved'],
  ] as const;

  test.each(statuses.flatMap((status) => ends.map((end) => [status, ...end] as const)))(
    'a run that is %s ends when the incident is %s: %s',
    (status, incidentStatus, reason) => {
      const facts = { incidentStatus, nobodyNotified: true };
      expect(decideEscalation(activeRun(0, { status }), facts, at(9999))).toEqual({ kind: 'end', reason });
    },
  );

  test.each(['triggered', 'acknowledged', 'in_progress', 'resolved'] as const)(
    'a resolved run never runs again, even when the incident is %s',
    (incidentStatus) => {
      const ended = run({ status: 'resolved', dueAt: null });
      expect(decideEscalation(ended, { incidentStatus, nobodyNotified: true }, at(9999))).toEqual(WAIT);
    },
  );

  test.each([
    ['a step that the policy does not have', run({ step: 4 })],
    ['no due time', run({ dueAt: null })],
  ])('a run that stands at %s ends loudly instead of staying silent', (_, broken) => {
    expect(decideEscalation(broken, QUIET, at(0))).toEqual({ kind: 'exhaust', reason: 'nobody_notified' });
  });
});
