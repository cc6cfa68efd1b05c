import { isBeyondSlack } from '../model/audit.ts';
import type { Escalation, EscalationEnd, EscalationStatus } from '../model/escalation.ts';
import type { EscalationPolicy } from '../model/escalation-policy.ts';
import type { IncidentStatus } from '../model/incident.ts';
import type { Urgency } from '../model/severity.ts';
import { RESTART_AFTER_EXHAUSTION_SECONDS, restartAt } from './start-escalation.ts';

/** An incident, and the last of its runs; null when it never had one. */
export interface AuditedIncident {
  readonly status: IncidentStatus;
  readonly urgency: Urgency;
  readonly lastRun: { readonly status: EscalationStatus; readonly endReason: EscalationEnd | null } | null;
}

/**
 * Whether nobody will be told of an incident any more although it is triggered. A policy that ran out has said so
 * aloud, and that is the end of it where no run follows; every other end of a run leaves somebody who holds it.
 */
export function isRunMissing({ status, urgency, lastRun }: AuditedIncident, now: Date): boolean {
  if (status !== 'triggered') return false;
  if (lastRun === null) return true;
  if (lastRun.status !== 'resolved') return false;
  return lastRun.endReason !== 'exhausted' || restartAt(urgency, now) !== null;
}

/** A live run as it stands in the rows, however wrong. */
export interface AuditedRun extends Pick<Escalation, 'status' | 'step' | 'dueAt' | 'activatedAt'> {
  /** Null for a run that waits to take the policy that matches then. */
  readonly snapshot: EscalationPolicy | null;
  readonly createdAt: Date;
  readonly nobodyNotified: boolean;
  readonly incidentStatus: IncidentStatus;
  readonly parkedAt: Date | null;
  /** When the auditor took it up again after it had been parked. */
  readonly unparkedAt: Date | null;
  /** Until when a suppression holds it; null unless one does. */
  readonly heldUntil: Date | null;
  /** Since when what holds it is over, or gone; null while it stands. */
  readonly heldForNothingSince: Date | null;
  /** When its present passage was to begin; null when there is no record of the passage. */
  readonly passageDueAt: Date | null;
  /** How many deliveries the active step has. */
  readonly told: number;
  /** When the step was heard of: that somebody was reached by what is active, or that nobody can be; null until then. */
  readonly heardAt: Date | null;
}

/** What is wrong with a run, and what makes it right; only the first thing, for the next look finds the next. */
export type RunFinding =
  | { readonly kind: 'run_not_wanted'; readonly reason: EscalationEnd }
  /** Once it is tried again. One that was parked again is for people. */
  | { readonly kind: 'run_parked'; readonly repair: 'unpark' | 'none' }
  | { readonly kind: 'run_without_due_time' | 'run_due_too_late' | 'run_held_for_nothing'; readonly dueAt: Date }
  | { readonly kind: 'passage_missing' | 'step_untold' }
  /** The worker that should have moved it did not. */
  | { readonly kind: 'run_overdue' | 'step_unheard' };

/** Judges a live run by its own copy of the policy. Whoever moves a run's time moves that of its passage with it. */
export function auditRun(run: AuditedRun, now: Date): RunFinding | null {
  if (run.incidentStatus !== 'triggered') {
    return { kind: 'run_not_wanted', reason: run.incidentStatus === 'resolved' ? 'resolved' : 'acknowledged' };
  }
  if (run.parkedAt !== null) {
    if (run.unparkedAt !== null) return { kind: 'run_parked', repair: 'none' };
    return isBeyondSlack('run_parked', run.parkedAt, now) ? { kind: 'run_parked', repair: 'unpark' } : null;
  }
  const { passageDueAt, dueAt, heldForNothingSince } = run;
  if (dueAt === null) return { kind: 'run_without_due_time', dueAt: rightfulDueAt(run, now) };
  if (isBeyondSlack('run_due_too_late', latestDueAt(run, now), dueAt)) {
    return { kind: 'run_due_too_late', dueAt: rightfulDueAt(run, now) };
  }
  if (heldForNothingSince !== null && dueAt > now) {
    const isLost = isBeyondSlack('run_held_for_nothing', heldForNothingSince, now);
    return isLost ? { kind: 'run_held_for_nothing', dueAt: now } : null;
  }
  if (run.snapshot !== null && passageDueAt === null) return { kind: 'passage_missing' };
  if (run.status === 'active' && !run.nobodyNotified && run.told === 0) return { kind: 'step_untold' };
  if (isBeyondSlack('run_overdue', dueAt, now)) return { kind: 'run_overdue' };
  if (!run.nobodyNotified && run.heardAt !== null) {
    return isBeyondSlack('step_unheard', run.heardAt, now) ? { kind: 'step_unheard' } : null;
  }
  return null;
}

/**
 * When the run moves next if everything is as its policy says; now, where that is lost. What began ahead of now, by a
 * clock that was ahead, began now.
 */
function rightfulDueAt(run: AuditedRun, now: Date): Date {
  const { snapshot, status, activatedAt, heldUntil } = run;
  if (heldUntil !== null) return heldUntil;
  if (snapshot === null) return plus(earliest(run.createdAt, now), RESTART_AFTER_EXHAUSTION_SECONDS);
  const current = snapshot.steps[run.step - 1];
  if (status === 'pending') {
    return run.passageDueAt === null ? now : earliest(run.passageDueAt, plus(now, current?.delaySeconds ?? 0));
  }
  if (!current || activatedAt === null || run.nobodyNotified) return now;
  return plus(earliest(activatedAt, now), current.timeoutSeconds);
}

/** The latest that it can be due; of a step whose record is lost, what its policy could make it wait at most. */
function latestDueAt(run: AuditedRun, now: Date): Date {
  const { snapshot, step } = run;
  if (snapshot === null || run.status !== 'pending' || run.passageDueAt !== null) {
    return latest(rightfulDueAt(run, now), now);
  }
  const timeouts = snapshot.steps.reduce((sum, { timeoutSeconds }) => sum + timeoutSeconds, 0);
  return plus(now, timeouts + (snapshot.steps[step - 1]?.delaySeconds ?? 0));
}

function earliest(a: Date, b: Date): Date {
  return a < b ? a : b;
}

function latest(a: Date, b: Date): Date {
  return a > b ? a : b;
}

function plus(date: Date, seconds: number): Date {
  return new Date(date.getTime() + seconds * 1000);
}
