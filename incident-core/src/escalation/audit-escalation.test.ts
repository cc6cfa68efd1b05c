import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ESCALATION_ENDS, ESCALATION_STATUSES } from '../model/escalation.ts';
import { INCIDENT_STATUSES } from '../model/incident.ts';
import { auditRun, isRunMissing, type AuditedRun } from './audit-escalation.ts';
import { decideEscalation } from './decide-escalation.ts';
import { activeRun, at, run } from './escalation.fixture.ts';

const sound = {
  createdAt: at(0),
  nobodyNotified: false,
  incidentStatus: 'triggered',
  parkedAt: null,
  unparkedAt: null,
  told: 1,
  heardAt: null,
  heldUntil: null,
  heldForNothingSince: null,
} as const;
/** Waits until second 10 for its first step. */
const waiting = (over: Partial<AuditedRun> = {}): AuditedRun => ({ ...run(), ...sound, passageDueAt: at(10), ...over });
/** Its first step is active since second 10, until second 310. */
const active = (over: Partial<AuditedRun> = {}): AuditedRun => ({
  ...activeRun(10),
  ...sound,
  passageDueAt: at(10),
  ...over,
});

/** Held for a day. */
const held = (over: Partial<AuditedRun> = {}): AuditedRun =>
  waiting({ snapshot: null, passageDueAt: null, heldUntil: at(86_400), dueAt: at(86_400), ...over });

describe('an incident', () => {
  const missing = (over: Partial<Parameters<typeof isRunMissing>[0]>) =>
    isRunMissing({ status: 'triggered', urgency: 'high', lastRun: null, ...over }, at(0));

  test('that is triggered and never had a run misses one', () => {
    expect(missing({})).toBe(true);
  });
  test.each(INCIDENT_STATUSES.filter((status) => status !== 'triggered'))('that is %s misses none', (status) => {
    expect(missing({ status })).toBe(false);
  });
  test('that has a live run misses none', () => {
    for (const status of ESCALATION_STATUSES.filter((each) => each !== 'resolved')) {
      expect(missing({ lastRun: { status, endReason: null } })).toBe(false);
    }
  });
  test('whose last run has ended misses one, whatever it ended with', () => {
    for (const endReason of ESCALATION_ENDS) expect(missing({ lastRun: { status: 'resolved', endReason } })).toBe(true);
  });
  test('of low urgency whose policy ran out has said so, one that has become urgent since has not', () => {
    const lastRun = { status: 'resolved', endReason: 'exhausted' } as const;
    expect(missing({ urgency: 'low', lastRun })).toBe(false);
    expect(missing({ urgency: 'high', lastRun })).toBe(true);
  });
});

describe('a live run', () => {
  test.each<[string, AuditedRun, number, unknown]>([
    ['that waits for its time is sound', waiting(), 5, null],
    ['that is a little late is sound', waiting(), 130, null],
    ['that nobody moved for two minutes is overdue', waiting(), 131, { kind: 'run_overdue' }],
    ['of an incident that somebody has ends', waiting({ incidentStatus: 'in_progress' }), 5, ends('acknowledged')],
    ['of an incident that is over ends', active({ incidentStatus: 'resolved' }), 20, ends('resolved')],
    ['that lost its due time has that of its passage', waiting({ dueAt: null }), 5, without(10)],
    ['that lost its passage too is due now', waiting({ dueAt: null, passageDueAt: null }), 5, without(5)],
    ['whose active step lost its end has its timeout', active({ dueAt: null }), 20, without(310)],
    [
      'that does not know since when it is active is over now',
      active({ dueAt: null, activatedAt: null }),
      20,
      without(20),
    ],
    ['that is due behind its passage is due with it', waiting({ dueAt: at(71) }), 5, late(10)],
    ['that pauses after a failure of ours is not', waiting({ dueAt: at(70) }), 5, null],
    ['whose step lasts longer than its timeout is late', active({ dueAt: at(371) }), 20, late(310)],
    [
      'whose step began by a clock that was ahead has its timeout from now',
      active({ activatedAt: at(3_600), dueAt: at(3_900) }),
      20,
      late(320),
    ],
    [
      'whose passage was planned by such a clock has its delay from now',
      waiting({ passageDueAt: at(3_610), dueAt: at(3_610) }),
      5,
      late(15),
    ],
    ['that reached nobody goes on now', active({ nobodyNotified: true, dueAt: at(300) }), 20, late(20)],
    ['without a record of its passage gets one', waiting({ passageDueAt: null }), 5, { kind: 'passage_missing' }],
    [
      'without a record waits no longer than its policy could make it',
      waiting({ passageDueAt: null, dueAt: at(9_999) }),
      5,
      late(5),
    ],
    ['whose active step told nobody tells them', active({ told: 0 }), 20, { kind: 'step_untold' }],
    ['that was heard of is noted in time', active({ heardAt: at(15) }), 135, null],
    ['that was heard of and not noted is', active({ heardAt: at(15) }), 136, { kind: 'step_unheard' }],
    [
      'that told somebody, of whom nobody was reached after all, and that nobody noted is too',
      active({ status: 'notified', heardAt: at(15) }),
      136,
      { kind: 'step_unheard' },
    ],
    [
      'whose step reached nobody after all goes on now',
      active({ status: 'notified', nobodyNotified: true, dueAt: at(300) }),
      20,
      late(20),
    ],
    ['that is parked rests first', waiting({ parkedAt: at(0) }), 300, null],
    ['that rested is tried again', waiting({ parkedAt: at(0) }), 301, { kind: 'run_parked', repair: 'unpark' }],
    [
      'that is parked again is for people',
      waiting({ parkedAt: at(9), unparkedAt: at(8) }),
      9,
      { kind: 'run_parked', repair: 'none' },
    ],
    [
      'that waits for a policy is due within the hour',
      waiting({ snapshot: null, passageDueAt: null, dueAt: at(3_600) }),
      5,
      null,
    ],
    ['that is held for a day waits for its end', held({ dueAt: at(86_400) }), 5, null],
    ['that is held is due at the end', held({ dueAt: null }), 5, without(86_400)],
    ['that is held for longer than what holds it is due at the end', held({ dueAt: at(90_000) }), 5, late(86_400)],
    ['that is held by what was ended just now waits for its worker', held({ heldForNothingSince: at(0) }), 120, null],
    [
      'that is held by what is long over is due now',
      held({ heldForNothingSince: at(0) }),
      121,
      { kind: 'run_held_for_nothing', dueAt: at(121) },
    ],
    [
      'that waits for a policy for ever is due then',
      waiting({ snapshot: null, passageDueAt: null, dueAt: null }),
      5,
      without(3_600),
    ],
  ])('%s', (_, audited, now, expected) => {
    expect(auditRun(audited, at(now))).toEqual(expected);
  });

  test('that goes by its policy is never found wrong, at whatever time it is looked at', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.nat(100), (moves, later) => {
        let present = run();
        let passageDueAt = present.dueAt;
        for (let move = 0; move < moves; move += 1) {
          const now = present.dueAt ?? at(0);
          const decision = decideEscalation(present, { incidentStatus: 'triggered', nobodyNotified: false }, now);
          if (decision.kind === 'activate') {
            const { dueAt, roundStartedAt } = decision;
            present = { ...present, status: 'active', activatedAt: now, dueAt, roundStartedAt };
          } else if (decision.kind === 'escalate') {
            const { round, step, dueAt } = decision;
            present = { ...present, status: 'pending', round, step, dueAt, activatedAt: null };
            passageDueAt = dueAt;
          } else return;
          const seen = new Date(now.getTime() + later * 1000);
          if (present.dueAt !== null && present.dueAt < seen) continue;
          expect(auditRun({ ...present, ...sound, passageDueAt }, seen)).toBeNull();
        }
      }),
    );
  });
});

function ends(reason: string) {
  return { kind: 'run_not_wanted', reason };
}
function without(second: number) {
  return { kind: 'run_without_due_time', dueAt: at(second) };
}
function late(second: number) {
  return { kind: 'run_due_too_late', dueAt: at(second) };
}
