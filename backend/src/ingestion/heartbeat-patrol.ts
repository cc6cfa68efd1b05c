import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { auditHeartbeat } from 'incident-core';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { Patrols, toStretch, type Patrol, type Settled, type Stretch, type Suspect } from '../platform/patrols.ts';
import { Workers } from '../platform/workers.ts';
import { HeartbeatRepository, type HeartbeatRow } from './heartbeat.repository.ts';

/** Proves that the silence of every source of which signs of life are expected would be noticed, and that it is. */
@Injectable()
export class HeartbeatPatrol implements Patrol, OnModuleInit {
  readonly name = 'heartbeats';

  constructor(
    private readonly rows: HeartbeatRepository,
    private readonly workers: Workers,
    private readonly patrols: Patrols,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.patrols.register(this);
  }

  async look(place: string | null, limit: number, now: Date): Promise<Stretch> {
    const rows = await this.rows.after(this.database, place, limit);
    return toStretch(suspects(rows, now), rows, limit, ({ sourceId }) => sourceId);
  }

  async lookAgain(subjects: readonly string[], now: Date): Promise<readonly Suspect[]> {
    return suspects(await this.rows.some(this.database, subjects), now);
  }

  async settle(transaction: Transaction, subject: string, now: Date): Promise<Settled | null> {
    const row = await this.rows.lock(transaction, subject);
    const finding = row && auditHeartbeat(row, now);
    if (!finding) return null;
    const isRepaired = finding.kind === 'heartbeat_due_too_late';
    if (isRepaired) await this.rows.setDue(transaction, subject, finding.dueAt);
    await this.workers.ring(transaction, 'heartbeat');
    return { kind: finding.kind, subject, incidentId: null, isRepaired };
  }
}

function suspects(rows: readonly HeartbeatRow[], now: Date): readonly Suspect[] {
  return rows.flatMap((row) => {
    const finding = auditHeartbeat(row, now);
    return finding ? [{ kind: finding.kind, subject: row.sourceId, incidentId: null }] : [];
  });
}
