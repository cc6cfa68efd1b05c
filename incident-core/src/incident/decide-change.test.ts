import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  INCIDENT_STATUSES,
  NO_HOLDER_TIMERS,
  NO_TIMERS,
  type Incident,
  type IncidentStatus,
} from '../model/incident.ts';
import { DEFAULT_TEAM_SETTINGS } from '../model/team.ts';
import { auditTimers } from './audit-timers.ts';
import { decideChange, type Changeable, type IncidentChange } from './decide-change.ts';
import { isIncidentMove } from './lifecycle.ts';
import { holdTimers } from './timers.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);

function incident(status: IncidentStatus, over: Partial<Incident> = {}): Incident {
  const isHeld = status === 'acknowledged' || status === 'in_progress';
  return {
    ...{ id: 'i', number: 1, title: 'disk full', description: null, severity: 'error', urgency: 'high' },
    ...{ service: null, environment: null, tags: [], links: { alert: null, rule: null, service: null } },
    ...{ teamId: 'payments', unrouted: true, alertCount: 1, reopenCount: 2 },
    ...{ createdAt: minutes(-90), triggeredAt: minutes(-60), lastSeenAt: minutes(-1) },
    ...{ ...NO_TIMERS, ...holdTimers(status, 'high', DEFAULT_TEAM_SETTINGS, minutes(-10)) },
    status,
    assigneeId: isHeld ? 'ada' : null,
    acknowledgedAt: isHeld ? minutes(-10) : null,
    startedAt: status === 'in_progress' ? minutes(-10) : null,
    resolvedAt: status === 'resolved' ? minutes(-5) : null,
    resolution: status === 'resolved' ? 'responder' : null,
    ...{ staleAt: null, flappingAt: null, isStorm: false },
    ...over,
  };
}

function decide(change: IncidentChange, at: Incident | IncidentStatus, over: Partial<Changeable> = {}) {
  const given = { recovered: false, settings: DEFAULT_TEAM_SETTINGS, actorId: 'ada', ...over };
  return decideChange(change, { ...given, incident: typeof at === 'string' ? incident(at) : at }, NOW);
}

const NOBODYS = { status: 'triggered', assigneeId: null, acknowledgedAt: null, startedAt: null, ...NO_HOLDER_TIMERS };
const NOTHING = { kind: 'nothing', reason: 'already_there' };
const refused = (reason: string) => ({ kind: 'refuse', reason });

describe('release', () => {
  test.each(['acknowledged', 'in_progress'] as const)(
    'what is %s is nobody’s, and the step that was active is told again',
    (status) => {
      expect(decide({ kind: 'release' }, status)).toEqual({ kind: 'change', set: NOBODYS, escalation: 'same_step' });
    },
  );
  test('what has recovered meanwhile is over', () => {
    expect(decide({ kind: 'release' }, 'in_progress', { recovered: true })).toEqual({ kind: 'resolve' });
  });
  test('what nobody holds stays as it is, and what is over is refused', () => {
    expect(decide({ kind: 'release' }, 'triggered')).toEqual(NOTHING);
    expect(decide({ kind: 'release' }, 'resolved')).toEqual(refused('resolved'));
  });
});

describe('snooze', () => {
  const until = (at: Date): IncidentChange => ({ kind: 'snooze', until: at });
  test('takes it, and ends the escalation of one that was triggered', () => {
    expect(decide(until(minutes(60)), 'triggered')).toEqual({
      kind: 'change',
      set: {
        ...NO_HOLDER_TIMERS,
        status: 'acknowledged',
        assigneeId: 'ada',
        acknowledgedAt: NOW,
        snoozedUntil: minutes(60),
      },
      escalation: 'end',
    });
  });
  test('an acknowledgement does not run out while it sleeps', () => {
    expect(decide(until(minutes(60)), 'acknowledged')).toMatchObject({
      set: { acknowledgementDueAt: null, acknowledgementWarnAt: null, acknowledgedAt: minutes(-10) },
      escalation: 'none',
    });
  });
  test.each([
    ['in the past', 'acknowledged', NOW, 'in_the_past'],
    ['for more than a day', 'triggered', minutes(24 * 60 + 1), 'too_long'],
    ['during work', 'in_progress', minutes(60), 'in_progress'],
    ['after its end', 'resolved', minutes(60), 'resolved'],
  ] as const)('%s is refused', (_, status, at, reason) => {
    expect(decide(until(at), status)).toEqual(refused(reason));
  });
  test('what is not urgent may sleep for weeks', () => {
    expect(decide(until(minutes(20 * 24 * 60)), incident('triggered', { urgency: 'low' })).kind).toBe('change');
  });
});

describe('reopen', () => {
  test('begins again at step 1 of the policy that matches now', () => {
    const over = { resolvedAt: null, resolution: null, resolveDueAt: null, flappingAt: null };
    expect(decide({ kind: 'reopen' }, incident('resolved', { flappingAt: minutes(-20) }))).toEqual({
      kind: 'change',
      set: { ...NOBODYS, ...over, triggeredAt: NOW, reopenCount: 3 },
      escalation: 'fresh',
    });
  });
  test('what flapped, and a storm, have nothing that the auditor would miss', () => {
    for (const kept of [{ flappingAt: minutes(-20) }, { isStorm: true }]) {
      const over = incident('resolved', kept);
      const decision = decide({ kind: 'reopen' }, over);
      const reopened = { ...over, ...(decision.kind === 'change' && decision.set), recovered: true };
      expect(auditTimers(reopened, DEFAULT_TEAM_SETTINGS, NOW)).toBeNull();
    }
  });
  test.each(['triggered', 'acknowledged', 'in_progress'] as const)('what is %s is open already', (status) => {
    expect(decide({ kind: 'reopen' }, status)).toEqual(NOTHING);
  });
});

describe('assign', () => {
  const grace: IncidentChange = { kind: 'assign', userId: 'grace' };
  test('naming a person silences nothing', () => {
    expect(decide(grace, 'triggered')).toEqual({ kind: 'change', set: { assigneeId: 'grace' }, escalation: 'none' });
  });
  test('a new holder has the full time', () => {
    expect(decide(grace, 'acknowledged')).toMatchObject({
      set: { assigneeId: 'grace', acknowledgementDueAt: minutes(30), acknowledgementWarnAt: minutes(25) },
      escalation: 'none',
    });
  });
  test('whose it is already changes nothing', () => {
    expect(decide({ kind: 'assign', userId: 'ada' }, 'acknowledged')).toEqual(NOTHING);
  });
  test('another team is told from the first step of its own policy', () => {
    expect(decide({ kind: 'hand_over', teamId: 'search' }, 'in_progress')).toEqual({
      kind: 'change',
      set: { ...NOBODYS, teamId: 'search', unrouted: false },
      escalation: 'fresh',
    });
    expect(decide({ kind: 'hand_over', teamId: 'payments' }, 'triggered')).toEqual(NOTHING);
  });
});

describe('escalate, confirm, keep open', () => {
  test('the next step is told, whoever held it', () => {
    expect(decide({ kind: 'escalate' }, 'triggered')).toEqual({ kind: 'change', set: {}, escalation: 'next_step' });
    expect(decide({ kind: 'escalate' }, 'acknowledged')).toEqual({
      kind: 'change',
      set: NOBODYS,
      escalation: 'next_step',
    });
  });
  test('confirming begins the time anew, and only where there is something to confirm', () => {
    const worse = incident('acknowledged', { confirmDueAt: minutes(3) });
    expect(decide({ kind: 'confirm' }, worse)).toMatchObject({
      set: { confirmDueAt: null, acknowledgementDueAt: minutes(30) },
    });
    expect(decide({ kind: 'confirm' }, 'acknowledged')).toEqual(NOTHING);
  });
  test('what would resolve by itself stays open', () => {
    const recovered = incident('in_progress', { resolveDueAt: minutes(20) });
    expect(decide({ kind: 'keep_open' }, recovered)).toEqual({
      kind: 'change',
      set: { resolveDueAt: null },
      escalation: 'none',
    });
    expect(decide({ kind: 'keep_open' }, 'in_progress')).toEqual(NOTHING);
  });
});

test.each<IncidentChange>([
  { kind: 'release' },
  { kind: 'escalate' },
  { kind: 'hand_over', teamId: 'search' },
  { kind: 'assign', userId: 'grace' },
  { kind: 'confirm' },
  { kind: 'snooze', until: minutes(60) },
])('that it resolves by itself stays, whoever holds it: $kind', (change) => {
  const ending = { resolveDueAt: minutes(20), confirmDueAt: minutes(3) };
  for (const status of ['acknowledged', 'in_progress'] as const) {
    expect(decide(change, incident(status, ending))).not.toHaveProperty('set.resolveDueAt');
  }
});

const changes = fc.oneof(
  fc
    .constantFrom('release', 'reopen', 'confirm', 'keep_open', 'escalate')
    .map((kind): IncidentChange => ({ kind: kind as 'release' })),
  fc
    .date({ min: minutes(-100), max: minutes(100_000), noInvalidDate: true })
    .map((until): IncidentChange => ({ kind: 'snooze', until })),
  fc.constantFrom('ada', 'grace').map((userId): IncidentChange => ({ kind: 'assign', userId })),
  fc.constantFrom('payments', 'search').map((teamId): IncidentChange => ({ kind: 'hand_over', teamId })),
);

test('status only moves along the lifecycle, and what nobody holds waits for nothing', () => {
  fc.assert(
    fc.property(fc.constantFrom(...INCIDENT_STATUSES), changes, fc.boolean(), (status, change, recovered) => {
      const decision = decide(change, status, { recovered });
      if (decision.kind !== 'change') return;
      const to = decision.set.status ?? status;
      expect(to === status || isIncidentMove(status, to)).toBe(true);
      if (to === 'triggered' && status !== 'triggered') expect(decision.set).toMatchObject(NO_HOLDER_TIMERS);
      // Whoever is told nothing more must be held by somebody, or be over.
      expect(decision.escalation === 'end' && to === 'triggered').toBe(false);
      if (status === 'acknowledged' && to === 'triggered') expect(decision.escalation).not.toBe('none');
    }),
  );
});
