import { Injectable } from '@nestjs/common';
import type { WebhookKind } from 'incident-core';
import type { KeyPlace } from '../access/cursor.ts';
import type { Database, Transaction } from '../platform/database.ts';

export interface WebhookRow {
  readonly id: string;
  readonly name: string;
  readonly teamId: string | null;
  readonly kind: WebhookKind;
  readonly url: string;
  readonly turnedOffAt: Date | null;
  readonly turnedOffReason: string | null;
  readonly createdAt: Date;
}

export type NewWebhookRow = Pick<WebhookRow, 'id' | 'name' | 'teamId' | 'kind' | 'url' | 'createdAt'> & {
  readonly sealedSecrets: readonly string[];
};
export type WebhookChanges = Partial<Pick<WebhookRow, 'name' | 'teamId' | 'url' | 'turnedOffAt' | 'turnedOffReason'>>;

const SHOWN = ['id', 'name', 'teamId', 'kind', 'url', 'turnedOffAt', 'turnedOffReason', 'createdAt'] as const;

@Injectable()
export class WebhookRepository {
  async list(db: Database, after: KeyPlace | null, limit: number): Promise<readonly WebhookRow[]> {
    const query = db('webhooks').orderByRaw('lower(name), id').limit(limit);
    if (after) query.whereRaw('(lower(name), id) > (lower(?), ?::uuid)', [after.key, after.id]);
    return query.select(...SHOWN);
  }

  async find(db: Database | Transaction, id: string): Promise<WebhookRow | null> {
    const row = await db('webhooks')
      .where({ id })
      .first(...SHOWN);
    return row ?? null;
  }

  async insert(db: Database | Transaction, row: NewWebhookRow): Promise<void> {
    await db('webhooks').insert({ ...row, updatedAt: row.createdAt });
  }

  async update(db: Database | Transaction, id: string, changes: WebhookChanges, now: Date): Promise<WebhookRow | null> {
    const rows: readonly WebhookRow[] = await db('webhooks')
      .where({ id })
      .update({ ...changes, updatedAt: now })
      .returning([...SHOWN]);
    return rows[0] ?? null;
  }

  /** Off now, unless it is already. */
  async turnOff(db: Database | Transaction, id: string, reason: string, now: Date): Promise<void> {
    await db('webhooks')
      .where({ id })
      .whereNull('turnedOffAt')
      .update({ turnedOffAt: now, turnedOffReason: reason, updatedAt: now });
  }

  /** Puts a secret before the one that was first until now; any older one ends. */
  async rotate(db: Database | Transaction, id: string, sealedSecret: string, now: Date): Promise<WebhookRow | null> {
    const rows: readonly WebhookRow[] = await db('webhooks')
      .where({ id })
      .update({ sealedSecrets: db.raw('array_prepend(?::text, sealed_secrets[1:1])', [sealedSecret]), updatedAt: now })
      .returning([...SHOWN]);
    return rows[0] ?? null;
  }

  /** Kept from being named anew until the transaction ends; false when there is none. */
  async lock(transaction: Transaction, id: string): Promise<boolean> {
    return (await transaction('webhooks').where({ id }).forUpdate().first('id')) !== undefined;
  }

  async delete(transaction: Transaction, id: string): Promise<void> {
    await transaction('webhooks').where({ id }).delete();
  }
}
