import { describe, expect, test } from '@jest/globals';
import {
  INCIDENT_ACTIONS,
  INCIDENT_STATUSES,
  NO_TIMERS,
  type IncidentAction,
  type IncidentStatus,
} from '../model/incident.ts';
import { decideAction, isIncidentMove, type ActionDecision } from './lifecycle.ts';

const ARROWS = [
  'triggered → acknowledged',
  'triggered → in_progress',
  'triggered → resolved',
  'acknowledged → triggered',
  'acknowledged → in_progress',
  'acknowledged → resolved',
  'in_progress → triggered',
  'in_progress → resolved',
  'resolved → triggered',
];
const PAIRS = INCIDENT_STATUSES.flatMap((from) => INCIDENT_STATUSES.map((to) => [from, to] as const));

test.each(PAIRS)('an incident from %s to %s: only where the lifecycle has an arrow', (from, to) => {
  expect(isIncidentMove(from, to)).toBe(ARROWS.includes(`${from} → ${to}`));
});

type Actor = 'nobody' | 'the holder' | 'another';
const HOLDER = 'ada';
const ACTORS: Readonly<Record<Actor, string | null>> = { nobody: null, 'the holder': HOLDER, another: 'grace' };

const SAME: ActionDecision = { kind: 'nothing', reason: 'already_there' };
const REFUSED: ActionDecision = { kind: 'refuse', reason: 'resolved' };

function move(to: IncidentStatus, more: { acknowledges?: true; tookOver?: true } = {}): ActionDecision {
  return { kind: 'move', to, acknowledges: false, tookOver: false, ...more };
}

type Row = readonly [IncidentAction, IncidentStatus, string | null, Readonly<Record<Actor, ActionDecision>>];

const acknowledged = move('acknowledged', { acknowledges: true });
const started = move('in_progress', { acknowledges: true });
const takenOver = (to: IncidentStatus) => move(to, { tookOver: true });
const alike = (decision: ActionDecision) => ({ nobody: decision, 'the holder': decision, another: decision });

const TABLE: readonly Row[] = [
  ['acknowledge', 'triggered', null, alike(acknowledged)],
  ['acknowledge', 'triggered', HOLDER, alike(acknowledged)],
  ['acknowledge', 'acknowledged', null, { ...alike(move('acknowledged')), nobody: SAME }],
  ['acknowledge', 'acknowledged', HOLDER, { ...alike(SAME), another: takenOver('acknowledged') }],
  ['acknowledge', 'in_progress', null, { ...alike(move('in_progress')), nobody: SAME }],
  ['acknowledge', 'in_progress', HOLDER, { ...alike(SAME), another: takenOver('in_progress') }],
  ['acknowledge', 'resolved', null, alike(REFUSED)],
  ['acknowledge', 'resolved', HOLDER, alike(REFUSED)],
  ['start', 'triggered', null, alike(started)],
  ['start', 'triggered', HOLDER, alike(started)],
  ['start', 'acknowledged', null, alike(move('in_progress'))],
  ['start', 'acknowledged', HOLDER, { ...alike(move('in_progress')), another: takenOver('in_progress') }],
  ['start', 'in_progress', null, { ...alike(move('in_progress')), nobody: SAME }],
  ['start', 'in_progress', HOLDER, { ...alike(SAME), another: takenOver('in_progress') }],
  ['start', 'resolved', null, alike(REFUSED)],
  ['start', 'resolved', HOLDER, alike(REFUSED)],
  ...(['triggered', 'acknowledged', 'in_progress'] as const).flatMap((status): readonly Row[] => [
    ['resolve', status, null, alike(move('resolved'))],
    ['resolve', status, HOLDER, alike(move('resolved'))],
  ]),
  ['resolve', 'resolved', null, alike(SAME)],
  ['resolve', 'resolved', HOLDER, alike(SAME)],
];

describe('what a responder does', () => {
  const cases = TABLE.flatMap(([action, status, assigneeId, by]) =>
    (['nobody', 'the holder', 'another'] as const).map(
      (actor) => [action, status, assigneeId, actor, by[actor]] as const,
    ),
  );

  test.each(cases)('%s when %s, held by %s, done by %s', (action, status, assigneeId, actor, expected) => {
    expect(decideAction(action, { ...NO_TIMERS, status, assigneeId }, ACTORS[actor])).toEqual(expected);
  });

  const soon = new Date('2026-11-24T12:00:00Z');
  test.each([
    ['sleeps', { snoozedUntil: soon }],
    ['must be confirmed, since it has become critical', { confirmDueAt: soon }],
    ['is about to run out, and its holder was warned', { acknowledgementDueAt: soon }],
  ])('the holder acknowledges again what %s: that counts', (_, timers) => {
    const incident = { ...NO_TIMERS, ...timers, status: 'acknowledged' as const, assigneeId: HOLDER };
    expect(decideAction('acknowledge', incident, HOLDER)).toEqual(move('acknowledged'));
  });

  test('an acknowledgement that has time left is not begun anew', () => {
    const timers = { acknowledgementDueAt: soon, acknowledgementWarnAt: soon };
    const incident = { ...NO_TIMERS, ...timers, status: 'acknowledged' as const, assigneeId: HOLDER };
    expect(decideAction('acknowledge', incident, HOLDER)).toEqual(SAME);
  });

  test('the table has every action in every status', () => {
    expect(TABLE).toHaveLength(INCIDENT_ACTIONS.length * INCIDENT_STATUSES.length * 2);
  });

  test('keeps to the lifecycle', () => {
    for (const [action, status, assigneeId, actor] of cases) {
      const decision = decideAction(action, { ...NO_TIMERS, status, assigneeId }, ACTORS[actor]);
      const to = decision.kind === 'move' ? decision.to : status;
      expect(to === status || isIncidentMove(status, to)).toBe(true);
    }
  });

  test('changes nothing when it is done again', () => {
    for (const [action, status, assigneeId, actor] of cases) {
      const decision = decideAction(action, { ...NO_TIMERS, status, assigneeId }, ACTORS[actor]);
      if (decision.kind !== 'move') continue;
      const after = { ...NO_TIMERS, status: decision.to, assigneeId: ACTORS[actor] ?? assigneeId };
      expect(decideAction(action, after, ACTORS[actor])).toEqual(SAME);
    }
  });
});
