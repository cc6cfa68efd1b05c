import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { deleteSome } from '../platform/delete-some.ts';

/** A call that is remembered by the key that its caller gave it. */
export interface RememberedCall {
  readonly owner: string;
  readonly key: string;
  /** What was asked: the same key with another is a mistake of the caller. */
  readonly fingerprint: Buffer;
  readonly begunAt: Date;
  /** Null while nobody knows how it ended. */
  readonly status: number | null;
  /** The answer, sealed: some hold a secret that is shown once. */
  readonly sealedAnswer: string | null;
}

@Injectable()
export class IdempotencyRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /**
   * Null when the call is ours to make: it is new, or whoever made it has not said for so long how it ended that nobody
   * will. Else the call as it was remembered.
   */
  async begin(
    call: Omit<RememberedCall, 'status' | 'sealedAnswer'>,
    forgotten: { readonly begunBefore: Date; readonly lostBefore: Date },
  ): Promise<RememberedCall | null> {
    const { owner, key, fingerprint, begunAt } = call;
    const { rows } = await this.database.raw<{ rows: readonly unknown[] }>(
      `insert into idempotency_keys as k (owner, key, fingerprint, begun_at)
       values (:owner, :key, :fingerprint, :begunAt)
       on conflict (owner, key) do update
          set fingerprint = excluded.fingerprint, begun_at = excluded.begun_at, status = null, sealed_answer = null
        where k.begun_at < :begunBefore
           or (k.status is null and k.begun_at < :lostBefore and k.fingerprint = excluded.fingerprint)
       returning key`,
      { owner, key, fingerprint, begunAt, ...forgotten },
    );
    if (rows.length > 0) return null;
    const row = await this.database<RememberedCall>('idempotency_keys').where({ owner, key }).first('*');
    // It failed between the two statements, and was forgotten: the caller's next try makes it.
    return row ?? { ...call, status: null, sealedAnswer: null };
  }

  async end(call: Pick<RememberedCall, 'owner' | 'key' | 'status' | 'sealedAnswer'>): Promise<void> {
    const { owner, key, status, sealedAnswer } = call;
    await this.database('idempotency_keys').where({ owner, key }).update({ status, sealedAnswer });
  }

  async forget({ owner, key }: Pick<RememberedCall, 'owner' | 'key'>): Promise<void> {
    await this.database('idempotency_keys').where({ owner, key, status: null }).delete();
  }

  prune(transaction: Transaction, before: Date, limit: number): Promise<number> {
    const old = { from: 'idempotency_keys', where: 'r.begun_at < :before', order: 'r.begun_at' };
    return deleteSome(transaction, old, { before }, limit);
  }
}
