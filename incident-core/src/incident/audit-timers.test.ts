import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NO_TIMERS, type IncidentTimers } from '../model/incident.ts';
import { DEFAULT_TEAM_SETTINGS as SETTINGS, type TeamSettings } from '../model/team.ts';
import { auditTimers, type AuditedIncident } from './audit-timers.ts';
import { decideTimer, holdTimers } from './timers.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const minutes = (count: number, from = NOW) => new Date(from.getTime() + count * 60_000);

const audit = (incident: Partial<AuditedIncident>, settings: Partial<TeamSettings> = {}) =>
  auditTimers(
    { status: 'acknowledged', urgency: 'high', ...NO_TIMERS, ...incident },
    { ...SETTINGS, ...settings },
    NOW,
  );

const AT_ONCE = { resolveAfterRecoverySeconds: 0, resolveAfterUntrackedSeconds: 0 };
const held = { acknowledgementDueAt: minutes(10) };

test.each<[string, Parameters<typeof audit>, unknown]>([
  [
    'who holds an urgent one has an end',
    [{}],
    missing({ acknowledgementDueAt: minutes(30), acknowledgementWarnAt: minutes(25) }),
  ],
  ['who has it has lost nothing', [held], null],
  [
    'what has recovered and waits for its end need not run out',
    [{ flappingAt: minutes(-1), recovered: true, resolveDueAt: minutes(9) }],
    null,
  ],
  ['who sleeps has another', [{ snoozedUntil: minutes(600) }], null],
  ['what is not urgent is held for ever', [{ urgency: 'low' }], null],
  ['so it is where the team says so', [{}, { acknowledgementTimeoutSeconds: null }], null],
  ['who works is reminded', [{ status: 'in_progress' }], missing({ reminderDueAt: minutes(240) })],
  ['what is triggered waits for nothing', [{ status: 'triggered' }], null],
  [
    'but what flaps and has recovered ends',
    [{ status: 'triggered', flappingAt: minutes(-1), recovered: true }],
    missing({ resolveDueAt: minutes(15) }),
  ],
  ['not while it is active', [{ status: 'triggered', flappingAt: minutes(-1), recovered: false }], null],
  ['a storm ends', [{ status: 'triggered', isStorm: true }], missing({ resolveDueAt: minutes(360) })],
  [
    'soon, where all its alerts have recovered',
    [{ status: 'triggered', isStorm: true, recovered: true }],
    missing({ resolveDueAt: minutes(5) }),
  ],
  [
    'what flaps may wait for its quiet whatever its team says',
    [{ status: 'triggered', flappingAt: NOW, recovered: true, resolveDueAt: minutes(15) }, AT_ONCE],
    null,
  ],
  [
    'and no longer',
    [{ status: 'triggered', flappingAt: NOW, recovered: true, resolveDueAt: minutes(30) }, AT_ONCE],
    late({ resolveDueAt: minutes(15) }),
  ],
  ['what is over is not looked at', [{ status: 'resolved', snoozedUntil: minutes(-600) }], null],
  ['a snooze ends within a day', [{ snoozedUntil: minutes(1_500) }], late({ snoozedUntil: minutes(1_440) })],
  ['one that is not urgent within a month', [{ urgency: 'low', snoozedUntil: minutes(1_500) }], null],
  [
    'an acknowledgement within the time of the team',
    [{ acknowledgementDueAt: minutes(40) }],
    late({ acknowledgementDueAt: minutes(30) }),
  ],
  [
    'a reminder comes within four hours',
    [{ status: 'in_progress', reminderDueAt: minutes(250) }],
    late({ reminderDueAt: minutes(240) }),
  ],
  [
    'a question is open for a quarter of an hour',
    [{ ...held, confirmDueAt: minutes(20) }],
    late({ confirmDueAt: minutes(15) }),
  ],
  [
    'what recovered resolves within the time of the team',
    [{ ...held, resolveDueAt: minutes(90) }],
    late({ resolveDueAt: minutes(60) }),
  ],
  [
    'that is never, where the team says so',
    [{ ...held, resolveDueAt: minutes(90) }, { resolveAfterRecoverySeconds: null }],
    null,
  ],
  ['what is due has two minutes', [{ acknowledgementDueAt: minutes(-2) }], null],
  ['and is overdue then', [{ acknowledgementDueAt: minutes(-3) }], { kind: 'timer_overdue' }],
])('%s', (_, given, expected) => {
  expect(audit(...given)).toEqual(expected);
});

test('what the timers themselves set is never found wrong, at whatever time it is looked at before it is due', () => {
  const statuses = fc.constantFrom('acknowledged' as const, 'in_progress' as const);
  fc.assert(
    fc.property(statuses, fc.constantFrom('high' as const, 'low' as const), fc.nat(300), (status, urgency, later) => {
      const incident = { status, urgency, resolveDueAt: null, ...holdTimers(status, urgency, SETTINGS, NOW) };
      const seen = minutes(later);
      if (decideTimer(incident, false, seen).kind === 'wait') expect(auditTimers(incident, SETTINGS, seen)).toBeNull();
    }),
  );
});

function missing(set: Partial<IncidentTimers>) {
  return { kind: 'timer_missing', set };
}
function late(set: Partial<IncidentTimers>) {
  return { kind: 'timer_too_late', set };
}
