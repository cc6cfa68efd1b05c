import { expect, test } from '@jest/globals';
import type { Escalation } from '../model/escalation.ts';
import { decideEscalation } from './decide-escalation.ts';
import { escalateByHand, resumeEscalation } from './resume-escalation.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const step = { delaySeconds: 60, timeoutSeconds: 300, targets: [{ type: 'user' as const, id: 'ada' }] };
const snapshot = {
  ...{ id: 'p', name: 'Everyone', teamId: null, position: 1, matchers: {}, isDefault: true, repeat: 0 },
  steps: [step, step, step],
};

function run(over: Partial<Escalation>): Escalation {
  const at = { round: 1, step: 2, status: 'resolved' as const, dueAt: null, activatedAt: null, roundStartedAt: null };
  return { id: 'e', incidentId: 'i', run: 1, snapshot, ...at, ...over };
}

test.each([
  ['same_step', 2, 2],
  ['next_step', 2, 3],
  ['next_step', 3, 1],
  ['same_step', 1, 1],
] as const)('a run goes on at the %s of step %d: at %d, at once and without the delay', (at, stood, expected) => {
  const resumed = resumeEscalation(run({ step: stood, round: 3 }), at, NOW);
  expect(resumed).toMatchObject({ run: 2, round: 1, step: expected, status: 'pending', dueAt: NOW, snapshot });
  const decision = decideEscalation(
    { ...resumed, id: 'f' },
    { incidentStatus: 'triggered', nobodyNotified: false },
    NOW,
  );
  expect(decision.kind).toBe('activate');
});

test('by hand the next step is told now, a waiting one waits no longer, and behind the last the first begins anew', () => {
  expect(escalateByHand(run({ status: 'notified', step: 1 }), NOW)).toEqual({
    ...{ kind: 'escalate', reason: 'by_hand', round: 1, step: 2, dueAt: NOW },
  });
  expect(escalateByHand(run({ status: 'pending', step: 2 }), NOW)).toEqual({ kind: 'hasten' });
  expect(escalateByHand(run({ status: 'active', step: 3 }), NOW)).toEqual({ kind: 'start_over' });
});
