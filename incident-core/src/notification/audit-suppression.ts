import { FINDING_SLACK_SECONDS, isBeyondSlack } from '../model/audit.ts';
import type { Suppression } from '../model/suppression.ts';
import { nextChange } from './occurrences.ts';

/** When the runs are to be brought in line with a suppression, as it stands in the rows. */
export interface AuditedSuppression {
  readonly suppression: Suppression;
  /** As it was last applied; an edit since makes it due by itself. */
  readonly isApplied: boolean;
  readonly editedAt: Date;
  readonly changeAt: Date | null;
}

/** What is wrong with it. `suppression_due_wrong`: it is applied now, which puts it right. */
export type SuppressionFinding = { readonly kind: 'suppression_due_wrong' | 'suppression_overdue' };

/** Judges when a suppression is applied next by when what it holds changes. */
export function auditSuppression(
  { suppression, isApplied, editedAt, changeAt }: AuditedSuppression,
  now: Date,
): SuppressionFinding | null {
  if (!isApplied) return isBeyondSlack('suppression_overdue', editedAt, now) ? { kind: 'suppression_overdue' } : null;
  if (changeAt !== null && changeAt <= now) {
    return isBeyondSlack('suppression_overdue', changeAt, now) ? { kind: 'suppression_overdue' } : null;
  }
  const right = nextChange(suppression, now);
  if (right === null) return null;
  const latest = right.getTime() + FINDING_SLACK_SECONDS.suppression_due_wrong * 1000;
  return changeAt === null || changeAt.getTime() > latest ? { kind: 'suppression_due_wrong' } : null;
}
