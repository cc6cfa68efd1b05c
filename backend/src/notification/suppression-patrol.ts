import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { auditSuppression, type SuppressionFinding } from 'incident-core';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { Patrols, toStretch, type Patrol, type Settled, type Stretch, type Suspect } from '../platform/patrols.ts';
import { Workers } from '../platform/workers.ts';
import { SuppressionRepository, toSuppression, type WatchedSuppression } from './suppression.repository.ts';

/** Proves of every silence and maintenance window that the runs are brought in line with it when it begins and ends. */
@Injectable()
export class SuppressionPatrol implements Patrol, OnModuleInit {
  readonly name = 'suppressions';

  constructor(
    private readonly suppressions: SuppressionRepository,
    private readonly workers: Workers,
    private readonly patrols: Patrols,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.patrols.register(this);
  }

  async look(place: string | null, limit: number, now: Date): Promise<Stretch> {
    const rows = await this.suppressions.watchedAfter(this.database, place, limit);
    return toStretch(suspects(rows, now), rows, limit, ({ id }) => id);
  }

  async lookAgain(subjects: readonly string[], now: Date): Promise<readonly Suspect[]> {
    return suspects(await this.suppressions.watched(this.database, subjects), now);
  }

  async settle(transaction: Transaction, subject: string, now: Date): Promise<Settled | null> {
    const row = await this.suppressions.lockWatched(transaction, subject);
    const finding = row && judge(row, now);
    if (!finding) return null;
    const isRepaired = finding.kind === 'suppression_due_wrong';
    if (isRepaired) await this.suppressions.setDue(transaction, subject, now);
    await this.workers.ring(transaction, 'suppression');
    return { kind: finding.kind, subject, incidentId: null, isRepaired };
  }
}

function judge(row: WatchedSuppression, now: Date): SuppressionFinding | null {
  const { revision, appliedRevision, changeAt, updatedAt: editedAt } = row;
  const isApplied = revision === appliedRevision;
  return auditSuppression({ suppression: toSuppression(row), isApplied, editedAt, changeAt }, now);
}

function suspects(rows: readonly WatchedSuppression[], now: Date): readonly Suspect[] {
  return rows.flatMap((row) => {
    const finding = judge(row, now);
    return finding ? [{ kind: finding.kind, subject: row.id, incidentId: null }] : [];
  });
}
