import { STEP_REASONS, type Escalation, type PassageReason, type StepReason } from '../model/escalation.ts';
import type { EscalationPolicy, EscalationTarget } from '../model/escalation-policy.ts';
import type { Urgency } from '../model/severity.ts';
import { decideEscalation } from './decide-escalation.ts';
import { restartAt, startEscalation } from './start-escalation.ts';

/** Most passages that are simulated; a policy can have 5,050. */
export const MOST_SIMULATED = 500;

/** One step's turn, as it would come. */
export interface SimulatedPassage<Telling> {
  readonly round: number;
  readonly step: number;
  readonly dueAt: Date;
  readonly reason: PassageReason;
  readonly telling: Telling;
}

/** How it ends: unheard, with the time of the next run where there is one; or beyond what is simulated. */
export type SimulatedEnd =
  | { readonly kind: 'exhausted'; readonly at: Date; readonly reason: StepReason; readonly startsAgainAt: Date | null }
  | { readonly kind: 'truncated'; readonly most: number };

/** A run from its start to its end, as if nobody acknowledged. */
export interface Simulation<Telling> {
  readonly passages: readonly SimulatedPassage<Telling>[];
  readonly end: SimulatedEnd;
}

/**
 * Walks a run of a policy that starts at `from`: the run is decided at the times that it names, as workers would that
 * are never late. Nobody acknowledges, and what is sent gets through. `tell` says whom a step tells at its own time;
 * a step that reaches nobody is left at once.
 */
export function simulateEscalation<Telling extends { readonly reachesNobody: boolean }>(
  { policy, from, urgency }: { readonly policy: EscalationPolicy; readonly from: Date; readonly urgency: Urgency },
  tell: (targets: readonly EscalationTarget[], at: Date, place: Pick<Escalation, 'round' | 'step'>) => Telling,
  most: number = MOST_SIMULATED,
): Simulation<Telling> {
  const passages: SimulatedPassage<Telling>[] = [];
  let run: Escalation = { ...startEscalation('simulated', 1, policy, from), id: 'simulated' };
  let now = from;
  let reason: PassageReason = 'started';
  let nobodyNotified = false;
  for (;;) {
    const decision = decideEscalation(run, { incidentStatus: 'triggered', nobodyNotified }, now);
    switch (decision.kind) {
      case 'wait':
        now = run.dueAt ?? now;
        break;
      case 'activate': {
        if (passages.length === most) return { passages, end: { kind: 'truncated', most } };
        const { round, step } = run;
        const telling = tell(decision.step.targets, now, { round, step });
        passages.push({ round, step, dueAt: now, reason, telling });
        nobodyNotified = telling.reachesNobody;
        const { dueAt, roundStartedAt } = decision;
        run = { ...run, status: 'active', activatedAt: now, dueAt, roundStartedAt };
        break;
      }
      case 'escalate': {
        reason = decision.reason;
        nobodyNotified = false;
        const { round, step, dueAt } = decision;
        run = { ...run, status: 'pending', round, step, dueAt, activatedAt: null };
        break;
      }
      case 'exhaust':
      case 'end':
        return { passages, end: exhaustedAt(now, decision.reason, urgency) };
    }
  }
}

/** Only `exhaust` can come, for the incident stays triggered: an answer would end the run, and that is not simulated. */
function exhaustedAt(at: Date, reason: string, urgency: Urgency): SimulatedEnd {
  const known = STEP_REASONS.find((each) => each === reason) ?? 'timeout';
  return { kind: 'exhausted', at, reason: known, startsAgainAt: restartAt(urgency, at) };
}
