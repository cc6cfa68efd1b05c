import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database.ts';
import { deleteSome } from '../platform/delete-some.ts';
import { Insertion } from '../platform/statement.ts';
import type { LedgerEntry } from './ledger.ts';

/** What was recorded first stays: a commit whose answer was lost is tried again, and then decides otherwise. */
const RECORD = new Insertion<LedgerEntry>(
  'ledger_entries',
  {
    rawEventId: 'uuid',
    position: 'int',
    receivedAt: 'timestamptz',
    sourceId: 'uuid',
    via: 'text',
    dedupKey: 'text',
    episode: 'text',
    alertStatus: 'text',
    alertDate: 'timestamptz',
    outcome: 'text',
    reason: 'text',
    incidentId: 'uuid',
    teamId: 'uuid',
    path: 'text',
    found: 'text',
    expected: 'text',
  },
  'on conflict (raw_event_id, position) do nothing',
);

@Injectable()
export class LedgerRepository {
  async record(transaction: Transaction, entries: readonly LedgerEntry[]): Promise<void> {
    await RECORD.run(transaction, entries);
  }

  /** But of open incidents, and of events that are still there: for what has an event and no end is taken for lost. */
  prune(transaction: Transaction, before: Date, limit: number): Promise<number> {
    const where = `r.received_at < :before
      and not exists (select from incidents i where i.id = r.incident_id and i.status <> 'resolved')
      and not exists (select from raw_events e where e.id = r.raw_event_id and e.received_at = r.received_at)`;
    return deleteSome(transaction, { from: 'ledger_entries', where, order: 'r.received_at' }, { before }, limit);
  }
}
