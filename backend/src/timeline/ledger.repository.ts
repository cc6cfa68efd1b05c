import { Injectable } from '@nestjs/common';
import { inPieces, type Transaction } from '../platform/database.ts';
import type { LedgerEntry } from './ledger.ts';

@Injectable()
export class LedgerRepository {
  /** What was recorded first stays: a commit whose answer was lost is tried again, and then decides otherwise. */
  async record(transaction: Transaction, entries: readonly LedgerEntry[]): Promise<void> {
    for (const piece of inPieces(entries)) {
      await transaction('ledger_entries').insert(piece).onConflict(['rawEventId', 'position']).ignore();
    }
  }
}
