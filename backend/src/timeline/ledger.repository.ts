import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database.ts';
import type { LedgerEntry } from './ledger.ts';

@Injectable()
export class LedgerRepository {
  async record(transaction: Transaction, entries: readonly LedgerEntry[]): Promise<void> {
    if (entries.length === 0) return;
    await transaction('ledger_entries').insert(entries);
  }
}
