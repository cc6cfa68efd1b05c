import { Injectable } from '@nestjs/common';
import type { Scope } from 'incident-core';
import type { Database, Transaction } from '../platform/database.ts';
import type { KeyPlace } from './cursor.ts';
import { staleBefore, type TokenLife } from './token-life.ts';

export interface ApiTokenRow extends TokenLife {
  readonly id: string;
  readonly name: string;
  readonly userId: string | null;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

/** A token with the name of the responder that it belongs to. */
export interface FoundApiToken extends ApiTokenRow {
  readonly userName: string | null;
}

const ADMINS_LOCK = 5_118_306;
const OWNERS_LOCK = 5_118_307;
const SHOWN = ['id', 'name', 'userId', 'scopes', 'createdAt', 'expiresAt', 'revokedAt', 'lastUsedAt'] as const;

@Injectable()
export class ApiTokenRepository {
  async findByHash(db: Database | Transaction, tokenHash: Buffer): Promise<FoundApiToken | null> {
    const row = await db('api_tokens')
      .leftJoin('users', 'users.id', 'api_tokens.userId')
      .where({ tokenHash })
      .first(...SHOWN.map((column) => `api_tokens.${column}`), 'users.name as userName');
    return row ?? null;
  }

  async list(db: Database, after: KeyPlace | null, limit: number): Promise<readonly ApiTokenRow[]> {
    const query = db('api_tokens').orderByRaw('lower(name), id').limit(limit);
    if (after) query.whereRaw('(lower(name), id) > (lower(?), ?::uuid)', [after.key, after.id]);
    return query.select(...SHOWN);
  }

  async find(db: Database | Transaction, id: string): Promise<ApiTokenRow | null> {
    const row = await db('api_tokens')
      .where({ id })
      .first(...SHOWN);
    return row ?? null;
  }

  async insert(db: Database | Transaction, token: ApiTokenRow & { readonly tokenHash: Buffer }): Promise<void> {
    await db('api_tokens').insert(token);
  }

  async revoke(transaction: Transaction, id: string, now: Date): Promise<void> {
    await transaction('api_tokens').where({ id }).whereNull('revokedAt').update({ revokedAt: now });
  }

  async hasAdminToken(db: Database, userId: string): Promise<boolean> {
    const row = await db('api_tokens')
      .where({ userId })
      .whereNull('revokedAt')
      .whereRaw(`'admin' = any(scopes)`)
      .first('id');
    return row !== undefined;
  }

  /** How many of the same owner and name live; whoever makes one waits for the others until the transaction ends. */
  async countLive(transaction: Transaction, { userId, name }: Pick<ApiTokenRow, 'userId' | 'name'>, now: Date) {
    await transaction.raw('select pg_advisory_xact_lock(?)', [OWNERS_LOCK]);
    const { rows } = await transaction.raw<{ rows: readonly { readonly live: number }[] }>(
      `select count(*)::int as live from api_tokens
        where user_id is not distinct from :userId::uuid and lower(name) = lower(:name)
          and revoked_at is null and (expires_at is null or expires_at > :now)`,
      { userId, name, now },
    );
    return rows[0]?.live ?? 0;
  }

  /** Answers those that lived. */
  async revokeAllOf(transaction: Transaction, userId: string, now: Date): Promise<readonly string[]> {
    const rows: readonly { readonly id: string }[] = await transaction('api_tokens')
      .where({ userId })
      .whereNull('revokedAt')
      .update({ revokedAt: now })
      .returning('id');
    return rows.map(({ id }) => id);
  }

  /** Whoever may take the number of live admin tokens from or to zero waits here for the others. */
  async lockAdmins(transaction: Transaction): Promise<void> {
    await transaction.raw('select pg_advisory_xact_lock(?)', [ADMINS_LOCK]);
  }

  async liveAdmins(
    transaction: Transaction,
    now: Date,
  ): Promise<readonly { readonly id: string; readonly userId: string | null }[]> {
    return transaction('api_tokens')
      .whereRaw(`'admin' = any(scopes)`)
      .whereNull('revokedAt')
      .whereRaw('(expires_at is null or expires_at > ?)', [now])
      .select('id', 'userId');
  }

  async recordUse(db: Database, id: string, now: Date): Promise<void> {
    await db('api_tokens')
      .where({ id })
      .whereRaw('(last_used_at is null or last_used_at <= ?)', [staleBefore(now)])
      .update({ lastUsedAt: now });
  }
}
