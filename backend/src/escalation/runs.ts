import type { EscalationEnd, EscalationPolicy, NewEscalation, Suppressing, Urgency } from 'incident-core';
import type { Passage, StoredEscalation } from './escalation.repository.ts';

/** A run that begins now, on a copy of the policy. */
export function newRun(
  id: string,
  start: NewEscalation,
  urgency: Urgency,
  because: string,
  now: Date,
): StoredEscalation {
  return {
    ...start,
    id,
    urgency,
    startedBecause: because,
    nobodyNotified: false,
    endReason: null,
    createdAt: now,
    endedAt: null,
    ...NO_HOLD,
  };
}

/** A run that nothing holds. */
export const NO_HOLD = {
  holdKind: null,
  holdId: null,
  holdReason: null,
  heldAt: null,
  holdEndsAt: null,
  holdOverAt: null,
  holdWaived: false,
} as const;

/** A run that is held from its start: it takes the policy that matches when the hold is over. */
export function heldRun(
  { id, incidentId, run, urgency }: Pick<StoredEscalation, 'id' | 'incidentId' | 'run' | 'urgency'>,
  by: Suppressing,
  because: string,
  now: Date,
): StoredEscalation {
  return {
    ...{ id, incidentId, run, urgency },
    snapshot: null,
    startedBecause: because,
    round: 1,
    step: 1,
    status: 'pending',
    activatedAt: null,
    roundStartedAt: null,
    nobodyNotified: false,
    createdAt: now,
    endReason: null,
    endedAt: null,
    ...NO_HOLD,
    ...heldBy(by, now),
  };
}

/** What a run that has no policy yet becomes when it is held, or held on by another. */
export function heldBy({ kind, id, reason, until }: Suppressing, since: Date) {
  return {
    dueAt: until,
    holdKind: kind,
    holdId: id,
    holdReason: reason,
    heldAt: since,
    holdEndsAt: until,
    holdOverAt: null,
  };
}

export function isHeld({ status, holdKind, holdOverAt }: StoredEscalation): boolean {
  return status === 'pending' && holdKind !== null && holdOverAt === null;
}

/** A run that waits for `dueAt` and takes the policy that matches then. */
export function laterRun(
  id: string,
  last: StoredEscalation,
  because: string,
  dueAt: Date,
  now: Date,
): StoredEscalation {
  return {
    ...last,
    id,
    run: last.run + 1,
    snapshot: null,
    startedBecause: because,
    round: 1,
    step: 1,
    status: 'pending',
    dueAt,
    activatedAt: null,
    roundStartedAt: null,
    nobodyNotified: false,
    createdAt: now,
    endReason: null,
    endedAt: null,
    ...NO_HOLD,
  };
}

export function ended(run: StoredEscalation, reason: EscalationEnd, now: Date): StoredEscalation {
  return { ...run, status: 'resolved', dueAt: null, endReason: reason, endedAt: now };
}

/** The first record of the run's present passage. */
export function firstPassage(run: StoredEscalation, dueAt: Date): Passage {
  return {
    escalationId: run.id,
    round: run.round,
    step: run.step,
    status: 'pending',
    dueAt,
    activatedAt: null,
    notifiedAt: null,
    endedAt: null,
    reason: null,
    unreachable: [],
  };
}

export function describePolicy(policy: EscalationPolicy): Record<string, unknown> {
  return { id: policy.id, name: policy.name };
}
