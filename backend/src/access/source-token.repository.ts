import { Injectable } from '@nestjs/common';
import type { Database, Transaction } from '../platform/database.ts';
import type { KeyPlace } from './cursor.ts';
import { staleBefore, type TokenLife } from './token-life.ts';

export interface SourceTokenRow extends TokenLife {
  readonly id: string;
  readonly sourceId: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly refusedCount: number;
}

/** A token with the source that it speaks for. */
export interface FoundSourceToken extends TokenLife {
  readonly id: string;
  readonly lastUsedAt: Date | null;
  readonly sourceId: string;
  readonly sourceName: string;
  readonly teamId: string | null;
  readonly stormRate: number | null;
}

const SHOWN = ['id', 'sourceId', 'createdAt', 'expiresAt', 'revokedAt', 'lastUsedAt', 'refusedCount'] as const;

@Injectable()
export class SourceTokenRepository {
  async findByHash(db: Database, tokenHash: Buffer): Promise<FoundSourceToken | null> {
    const row = await db('source_tokens')
      .join('sources', 'sources.id', 'source_tokens.sourceId')
      .where({ tokenHash })
      .first({
        id: 'source_tokens.id',
        expiresAt: 'source_tokens.expiresAt',
        revokedAt: 'source_tokens.revokedAt',
        lastUsedAt: 'source_tokens.lastUsedAt',
        sourceId: 'sources.id',
        sourceName: 'sources.name',
        teamId: 'sources.teamId',
        stormRate: 'sources.stormRate',
      });
    return row ?? null;
  }

  /** The newest first: their ids sort by age. */
  async list(
    db: Database,
    sourceId: string,
    after: KeyPlace | null,
    limit: number,
  ): Promise<readonly SourceTokenRow[]> {
    const query = db('source_tokens').where({ sourceId }).orderBy('id', 'desc').limit(limit);
    if (after) query.where('id', '<', after.id);
    return query.select(...SHOWN);
  }

  async countLive(transaction: Transaction, sourceId: string, now: Date): Promise<number> {
    return transaction('source_tokens')
      .where({ sourceId })
      .whereNull('revokedAt')
      .whereRaw('(expires_at is null or expires_at > ?)', [now])
      .count({ live: '*' })
      .first()
      .then((row) => Number(row?.['live'] ?? 0));
  }

  async insert(transaction: Transaction, token: SourceTokenRow & { readonly tokenHash: Buffer }): Promise<void> {
    await transaction('source_tokens').insert(token);
  }

  /** The first revocation counts; false when the source has no such token. */
  async revoke(db: Database | Transaction, sourceId: string, id: string, now: Date): Promise<boolean> {
    const found = await db('source_tokens')
      .where({ sourceId, id })
      .update({ revokedAt: db.raw('coalesce(revoked_at, ?)', [now]) });
    return found > 0;
  }

  async recordUse(db: Database, id: string, now: Date): Promise<void> {
    await db('source_tokens')
      .where({ id })
      .whereRaw('(last_used_at is null or last_used_at <= ?)', [staleBefore(now)])
      .update({ lastUsedAt: now });
  }

  async recordRefusal(db: Database, id: string): Promise<void> {
    await db('source_tokens').where({ id }).increment('refusedCount', 1);
  }
}
