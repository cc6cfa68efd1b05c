import type { Escalation, EscalationEnd, StepReason } from '../model/escalation.ts';
import type { EscalationStep } from '../model/escalation-policy.ts';
import type { IncidentStatus } from '../model/incident.ts';

/** What a run does now. */
export type EscalationDecision =
  | { readonly kind: 'wait' }
  /** Resolve the step's targets and plan their notifications; unless left earlier, the step is over at `dueAt`. */
  | { readonly kind: 'activate'; readonly step: EscalationStep; readonly dueAt: Date; readonly roundStartedAt: Date }
  | {
      readonly kind: 'escalate';
      readonly reason: StepReason;
      readonly round: number;
      readonly step: number;
      readonly dueAt: Date;
    }
  /** The last step of the last round was left without an answer. */
  | { readonly kind: 'exhaust'; readonly reason: StepReason }
  | { readonly kind: 'end'; readonly reason: EscalationEnd };

/** What a run must know of the world to go on. */
export interface EscalationFacts {
  readonly incidentStatus: IncidentStatus;
  /** The step that is under way reached nobody: no target, no verified method, or all its deliveries failed, be it after they were sent. */
  readonly nobodyNotified: boolean;
}

/**
 * Decides the next move of a run from its snapshot alone; changes nothing.
 *
 * due(n+1) = activated(n) + timeout(n) + delay(n+1); a step that reached nobody is left at once, without either.
 * A round never starts sooner than its steps' timeouts after the one before, so that an unreachable policy cannot spin.
 */
export function decideEscalation(escalation: Escalation, facts: EscalationFacts, now: Date): EscalationDecision {
  if (escalation.status === 'resolved') return { kind: 'wait' };
  if (facts.incidentStatus !== 'triggered') {
    return { kind: 'end', reason: facts.incidentStatus === 'resolved' ? 'resolved' : 'acknowledged' };
  }
  const current = escalation.snapshot.steps[escalation.step - 1];
  if (!current || escalation.dueAt === null) return { kind: 'exhaust', reason: 'nobody_notified' };
  if (escalation.status === 'pending') {
    if (escalation.dueAt > now) return { kind: 'wait' };
    const roundStartedAt = escalation.step === 1 ? now : (escalation.roundStartedAt ?? now);
    return { kind: 'activate', step: current, dueAt: plus(now, current.timeoutSeconds), roundStartedAt };
  }
  if (facts.nobodyNotified) return leave(escalation, 'nobody_notified', now);
  return escalation.dueAt > now ? { kind: 'wait' } : leave(escalation, 'timeout', escalation.dueAt);
}

/** Goes on to the next step, or round again while repeats are left. `from` is when the current step was over. */
function leave(escalation: Escalation, reason: StepReason, from: Date): EscalationDecision {
  const { snapshot, round, step } = escalation;
  const delayOf = (index: number) => (reason === 'timeout' ? (snapshot.steps[index]?.delaySeconds ?? 0) : 0);
  if (step < snapshot.steps.length) {
    return { kind: 'escalate', reason, round, step: step + 1, dueAt: plus(from, delayOf(step)) };
  }
  if (round > snapshot.repeat) return { kind: 'exhaust', reason };
  const timeouts = snapshot.steps.reduce((sum, each) => sum + each.timeoutSeconds, 0);
  const earliest = plus(escalation.roundStartedAt ?? from, timeouts);
  const dueAt = plus(from, delayOf(0));
  return { kind: 'escalate', reason, round: round + 1, step: 1, dueAt: dueAt > earliest ? dueAt : earliest };
}

function plus(date: Date, seconds: number): Date {
  return new Date(date.getTime() + seconds * 1000);
}
