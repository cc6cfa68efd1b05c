import { FINDING_SLACK_SECONDS, isBeyondSlack } from '../model/audit.ts';

/** When a schedule is to be looked at for its next hand-off, as it stands in the rows. */
export interface AuditedHandoff {
  /** The schedule as it was last looked at; an edit since makes it due by itself. */
  readonly isCurrent: boolean;
  readonly dueAt: Date | null;
  /** It failed so often by our own fault that it is left alone. */
  readonly isParked: boolean;
  /** When the standing shift or gap ends by the schedule itself; null for never. */
  readonly until: Date | null;
}

/** What is wrong with it. `handoff_due_wrong`: it is looked at now, which puts it right. */
export type HandoffFinding = { readonly kind: 'handoff_parked' | 'handoff_due_wrong' | 'handoff_overdue' };

/** Judges when a schedule is looked at next by who is on call in it now. */
export function auditHandoff({ isCurrent, dueAt, isParked, until }: AuditedHandoff, now: Date): HandoffFinding | null {
  if (!isCurrent) return null;
  if (isParked) return { kind: 'handoff_parked' };
  if (dueAt !== null && isBeyondSlack('handoff_overdue', dueAt, now)) return { kind: 'handoff_overdue' };
  if (until === null || (dueAt !== null && dueAt <= now)) return null;
  const latest = until.getTime() + FINDING_SLACK_SECONDS.handoff_due_wrong * 1000;
  return dueAt === null || dueAt.getTime() > latest ? { kind: 'handoff_due_wrong' } : null;
}
