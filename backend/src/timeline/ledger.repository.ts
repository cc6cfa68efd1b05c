import { Injectable } from '@nestjs/common';
import { inPieces, type Transaction } from '../platform/database.ts';
import type { LedgerEntry } from './ledger.ts';

@Injectable()
export class LedgerRepository {
  async record(transaction: Transaction, entries: readonly LedgerEntry[]): Promise<void> {
    for (const piece of inPieces(entries)) await transaction('ledger_entries').insert(piece);
  }
}
