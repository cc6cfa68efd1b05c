import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database.ts';
import { deleteSome } from '../platform/delete-some.ts';

/** A code that was sent to a contact method; `overAt`: since when it counts no more. */
export interface VerificationRow {
  readonly id: string;
  readonly contactMethodId: string;
  readonly askedBy: string;
  readonly codeHash: Buffer;
  readonly tries: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly overAt: Date | null;
}

/** Codes that were sent. Whoever works on them has locked the contact method. */
@Injectable()
export class ContactVerificationRepository {
  /** Forgets codes that expired before. */
  forget(transaction: Transaction, before: Date, limit: number): Promise<number> {
    const old = { from: 'contact_verifications', where: 'r.expires_at < :before', order: 'r.expires_at' };
    return deleteSome(transaction, old, { before }, limit);
  }

  /** When codes were sent since then: to the contact method, and for whoever asks, who waits until this transaction ends. */
  async past(
    transaction: Transaction,
    { contactMethodId, askedBy }: Pick<VerificationRow, 'contactMethodId' | 'askedBy'>,
    since: Date,
  ): Promise<{ readonly ofMethod: readonly Date[]; readonly ofPerson: readonly Date[] }> {
    await transaction.raw('select pg_advisory_xact_lock(hashtextextended(?, 11))', [askedBy]);
    const rows: readonly Pick<VerificationRow, 'contactMethodId' | 'askedBy' | 'createdAt'>[] = await transaction(
      'contact_verifications',
    )
      .where('createdAt', '>', since)
      .where((either) => void either.where({ contactMethodId }).orWhere({ askedBy }))
      .select('contactMethodId', 'askedBy', 'createdAt');
    return {
      ofMethod: rows.filter((row) => row.contactMethodId === contactMethodId).map(({ createdAt }) => createdAt),
      ofPerson: rows.filter((row) => row.askedBy === askedBy).map(({ createdAt }) => createdAt),
    };
  }

  async insert(transaction: Transaction, row: VerificationRow): Promise<void> {
    await transaction('contact_verifications').insert(row);
  }

  /** The code that counts, of which there is one at most; else one that did. */
  async last(transaction: Transaction, contactMethodId: string): Promise<VerificationRow | null> {
    const row = await transaction<VerificationRow>('contact_verifications')
      .where({ contactMethodId })
      .orderByRaw('over_at is null desc, created_at desc')
      .first('*');
    return row ?? null;
  }

  async countTry(transaction: Transaction, id: string): Promise<void> {
    await transaction('contact_verifications').where({ id }).increment('tries');
  }

  /** None of those that the contact method was sent counts any more. */
  async endAll(transaction: Transaction, contactMethodId: string, now: Date): Promise<void> {
    await transaction('contact_verifications').where({ contactMethodId, overAt: null }).update({ overAt: now });
  }
}
