import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { auditHandoff, type HandoffFinding } from 'incident-core';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { Patrols, toStretch, type Patrol, type Settled, type Stretch, type Suspect } from '../platform/patrols.ts';
import { Workers } from '../platform/workers.ts';
import { DirectoryService } from '../team/directory.service.ts';
import { HandoffRepository, type WaitingHandoff } from './handoff.repository.ts';
import { MOST_FAILURES } from './handoff.worker.ts';

/** To find who is on call takes longer than to read a row. */
const MOST_SCHEDULES = 100;

/** Proves of every schedule whose hand-offs are told that it is looked at when its shift ends. */
@Injectable()
export class HandoffPatrol implements Patrol, OnModuleInit {
  readonly name = 'handoffs';

  constructor(
    private readonly handoffs: HandoffRepository,
    private readonly directory: DirectoryService,
    private readonly workers: Workers,
    private readonly patrols: Patrols,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.patrols.register(this);
  }

  async look(place: string | null, limit: number, now: Date): Promise<Stretch> {
    const most = Math.min(limit, MOST_SCHEDULES);
    const rows = await this.handoffs.waitingAfter(this.database, place, most);
    return toStretch(await this.suspects(rows, now), rows, most, ({ scheduleId }) => scheduleId);
  }

  async lookAgain(subjects: readonly string[], now: Date): Promise<readonly Suspect[]> {
    return this.suspects(await this.handoffs.waiting(this.database, subjects), now);
  }

  async settle(transaction: Transaction, subject: string, now: Date): Promise<Settled | null> {
    const handoff = await this.handoffs.lockWaiting(transaction, subject);
    const finding = handoff && (await this.judge(transaction, handoff, now));
    if (!finding) return null;
    const isRepaired = finding.kind === 'handoff_due_wrong';
    if (isRepaired) await this.handoffs.setDue(transaction, subject, now);
    await this.workers.ring(transaction, 'handoff');
    return { kind: finding.kind, subject, incidentId: null, isRepaired };
  }

  private async suspects(rows: readonly WaitingHandoff[], now: Date): Promise<readonly Suspect[]> {
    const suspects: Suspect[] = [];
    for (const row of rows) {
      const finding = await this.judge(this.database, row, now);
      if (finding) suspects.push({ kind: finding.kind, subject: row.scheduleId, incidentId: null });
    }
    return suspects;
  }

  private async judge(
    db: Database | Transaction,
    { scheduleId, isCurrent, dueAt, failures }: WaitingHandoff,
    now: Date,
  ): Promise<HandoffFinding | null> {
    const schedule = await this.directory.standing(db, scheduleId, now);
    if (!schedule) return null;
    const isParked = failures >= MOST_FAILURES;
    return auditHandoff({ isCurrent, dueAt, isParked, until: schedule.standing.until }, now);
  }
}
