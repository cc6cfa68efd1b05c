import type { Escalation } from '../model/escalation.ts';
import { decideEscalation } from './decide-escalation.ts';

/** A passage that has not begun, and when it will if nobody acknowledges. */
export interface StepAhead {
  readonly round: number;
  readonly step: number;
  readonly dueAt: Date;
}

/**
 * Foretells the passages behind the present one, at most `most` of them, as if everybody were reached and nobody
 * acknowledged: the run is decided again and again at the times that it names.
 */
export function stepsAhead(escalation: Escalation, now: Date, most: number): readonly StepAhead[] {
  const ahead: StepAhead[] = [];
  let run = escalation;
  let time = now;
  while (ahead.length < most) {
    if (run.status === 'resolved' || run.dueAt === null) return ahead;
    time = run.dueAt > time ? run.dueAt : time;
    const decision = decideEscalation(run, { incidentStatus: 'triggered', nobodyNotified: false }, time);
    if (decision.kind === 'activate') {
      const { dueAt, roundStartedAt } = decision;
      run = { ...run, status: 'active', activatedAt: time, dueAt, roundStartedAt };
    } else if (decision.kind === 'escalate') {
      const { round, step, dueAt } = decision;
      ahead.push({ round, step, dueAt });
      run = { ...run, status: 'pending', round, step, dueAt, activatedAt: null };
    } else {
      return ahead;
    }
  }
  return ahead;
}
