import { Injectable } from '@nestjs/common';
import type { Database, Transaction } from '../platform/database.ts';
import type { KeyPlace } from './cursor.ts';

export interface SourceRow {
  readonly id: string;
  readonly name: string;
  readonly teamId: string | null;
  /** New incidents that it may open within a minute; null for as many as it wants. */
  readonly stormRate: number | null;
  readonly createdAt: Date;
}

const SOURCE = ['id', 'name', 'teamId', 'stormRate', 'createdAt'] as const;

@Injectable()
export class SourceRepository {
  async list(db: Database, after: KeyPlace | null, limit: number): Promise<readonly SourceRow[]> {
    const query = db('sources').orderByRaw('lower(name), id').limit(limit);
    if (after) query.whereRaw('(lower(name), id) > (lower(?), ?::uuid)', [after.key, after.id]);
    return query.select(...SOURCE);
  }

  async find(db: Database | Transaction, id: string): Promise<SourceRow | null> {
    const row = await db('sources')
      .where({ id })
      .first(...SOURCE);
    return row ?? null;
  }

  async insert(db: Database | Transaction, source: SourceRow): Promise<void> {
    await db('sources').insert({ ...source, updatedAt: source.createdAt });
  }

  async update(
    db: Database | Transaction,
    id: string,
    changes: Partial<Pick<SourceRow, 'name' | 'teamId' | 'stormRate'>>,
    now: Date,
  ): Promise<SourceRow | null> {
    const rows: readonly SourceRow[] = await db('sources')
      .where({ id })
      .update({ ...changes, updatedAt: now })
      .returning([...SOURCE]);
    return rows[0] ?? null;
  }

  /** Until the transaction ends nobody else makes or counts its tokens; false when there is no such source. */
  async lock(transaction: Transaction, id: string): Promise<boolean> {
    return (await transaction('sources').where({ id }).forUpdate().first('id')) !== undefined;
  }

  async delete(transaction: Transaction, id: string): Promise<void> {
    await transaction('sources').where({ id }).delete();
  }
}
