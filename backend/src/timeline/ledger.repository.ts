import { Injectable } from '@nestjs/common';
import { inPieces, type Transaction } from '../platform/database.ts';
import { deleteSome } from '../platform/delete-some.ts';
import type { LedgerEntry } from './ledger.ts';

@Injectable()
export class LedgerRepository {
  /** What was recorded first stays: a commit whose answer was lost is tried again, and then decides otherwise. */
  async record(transaction: Transaction, entries: readonly LedgerEntry[]): Promise<void> {
    for (const piece of inPieces(entries)) {
      await transaction('ledger_entries').insert(piece).onConflict(['rawEventId', 'position']).ignore();
    }
  }

  /** But of open incidents, and of events that are still there: for what has an event and no end is taken for lost. */
  prune(transaction: Transaction, before: Date, limit: number): Promise<number> {
    const where = `r.received_at < :before
      and not exists (select from incidents i where i.id = r.incident_id and i.status <> 'resolved')
      and not exists (select from raw_events e where e.id = r.raw_event_id and e.received_at = r.received_at)`;
    return deleteSome(transaction, { from: 'ledger_entries', where, order: 'r.received_at' }, { before }, limit);
  }
}
