import type { Escalation } from '../model/escalation.ts';
import type { EscalationDecision } from './decide-escalation.ts';
import type { NewEscalation } from './start-escalation.ts';

/**
 * A new run on the same copy of the policy, due now: at the step where the last run stood, or at the one after it.
 * Behind the last step comes the first.
 */
export function resumeEscalation(last: Escalation, at: 'same_step' | 'next_step', now: Date): NewEscalation {
  const count = last.snapshot.steps.length;
  const stood = Math.min(Math.max(last.step, 1), count);
  return {
    incidentId: last.incidentId,
    run: last.run + 1,
    snapshot: last.snapshot,
    round: 1,
    step: at === 'same_step' ? stood : (stood % count) + 1,
    status: 'pending',
    dueAt: now,
    activatedAt: null,
    roundStartedAt: null,
  };
}

/** What a run does when a responder asks for the next step now. */
export type ByHandDecision =
  /** The step that waits for its delay waits no longer. */
  | { readonly kind: 'hasten' }
  | Extract<EscalationDecision, { kind: 'escalate' }>
  /** There is no step after this one: a new run begins at the first. */
  | { readonly kind: 'start_over' };

/** Decides how a live run gets to its next step at once. */
export function escalateByHand({ round, step, snapshot, status }: Escalation, now: Date): ByHandDecision {
  if (status === 'pending') return { kind: 'hasten' };
  if (status === 'resolved' || step >= snapshot.steps.length) return { kind: 'start_over' };
  return { kind: 'escalate', reason: 'by_hand', round, step: step + 1, dueAt: now };
}
