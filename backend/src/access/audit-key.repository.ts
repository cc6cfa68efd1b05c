import { Injectable } from '@nestjs/common';
import type { Database, Transaction } from '../platform/database.ts';

/** What made the seals of entries with a key that has gone, and up to which entry: itself sealed. */
export interface AuditKeyRow {
  readonly keyId: string;
  readonly sealed: string;
}

@Injectable()
export class AuditKeyRepository {
  async all(db: Database | Transaction): Promise<readonly AuditKeyRow[]> {
    return db<AuditKeyRow>('audit_keys').select('keyId', 'sealed');
  }

  async save(transaction: Transaction, row: AuditKeyRow): Promise<void> {
    await transaction('audit_keys').insert(row).onConflict('keyId').merge();
  }

  /** The last entry that bears a seal of this key, or one that does not say of which key it is; 0 for none. */
  async lastSealedWith(transaction: Transaction, keyId: string): Promise<number> {
    const { rows } = await transaction.raw<{ rows: readonly { readonly last: number }[] }>(
      `select coalesce(max(number), 0) as last from audit_entries where seal like ? or seal not like '%.%'`,
      [`%.${keyId}`],
    );
    return rows[0]?.last ?? 0;
  }
}
