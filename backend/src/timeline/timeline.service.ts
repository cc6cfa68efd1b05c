import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database.ts';
import { LedgerRepository } from './ledger.repository.ts';
import type { LedgerEntry } from './ledger.ts';
import type { TimelineEntry } from './timeline.ts';
import { TimelineRepository } from './timeline.repository.ts';

/** The append-only histories: of incidents, and of what became of each raw event. */
@Injectable()
export class TimelineService {
  constructor(
    private readonly timeline: TimelineRepository,
    private readonly ledger: LedgerRepository,
  ) {}

  append(transaction: Transaction, entries: readonly TimelineEntry[]): Promise<readonly number[]> {
    return this.timeline.append(transaction, entries);
  }

  record(transaction: Transaction, entries: readonly LedgerEntry[]): Promise<void> {
    return this.ledger.record(transaction, entries);
  }

  /** The latest first. */
  latest(incidentId: string, limit: number): ReturnType<TimelineRepository['latest']> {
    return this.timeline.latest(incidentId, limit);
  }

  list(incidentId: string, after: number, limit: number): ReturnType<TimelineRepository['list']> {
    return this.timeline.list(incidentId, after, limit);
  }
}
