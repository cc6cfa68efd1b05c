import { Injectable } from '@nestjs/common';
import type { KeyPlace } from '../access/cursor.ts';
import type { Database, Transaction } from '../platform/database.ts';

export interface SlackChannelRow {
  readonly id: string;
  readonly name: string;
  /** Slack's own id. */
  readonly channelId: string;
  readonly teamId: string | null;
  readonly enabled: boolean;
  readonly createdAt: Date;
}

export type SlackChannelChanges = Partial<Pick<SlackChannelRow, 'name' | 'channelId' | 'teamId' | 'enabled'>>;

const SHOWN = ['id', 'name', 'channelId', 'teamId', 'enabled', 'createdAt'] as const;

@Injectable()
export class SlackChannelRepository {
  async list(db: Database, after: KeyPlace | null, limit: number): Promise<readonly SlackChannelRow[]> {
    const query = db('slack_channels').orderByRaw('lower(name), id').limit(limit);
    if (after) query.whereRaw('(lower(name), id) > (lower(?), ?::uuid)', [after.key, after.id]);
    return query.select(...SHOWN);
  }

  async find(db: Database | Transaction, id: string): Promise<SlackChannelRow | null> {
    const row = await db('slack_channels')
      .where({ id })
      .first(...SHOWN);
    return row ?? null;
  }

  async insert(db: Database | Transaction, row: SlackChannelRow): Promise<void> {
    await db('slack_channels').insert({ ...row, updatedAt: row.createdAt });
  }

  async update(
    db: Database | Transaction,
    id: string,
    changes: SlackChannelChanges,
    now: Date,
  ): Promise<SlackChannelRow | null> {
    const rows: readonly SlackChannelRow[] = await db('slack_channels')
      .where({ id })
      .update({ ...changes, updatedAt: now })
      .returning([...SHOWN]);
    return rows[0] ?? null;
  }

  /** Kept from being named anew until the transaction ends; false when there is none. */
  async lock(transaction: Transaction, id: string): Promise<boolean> {
    return (await transaction('slack_channels').where({ id }).forUpdate().first('id')) !== undefined;
  }

  async delete(transaction: Transaction, id: string): Promise<void> {
    await transaction('slack_channels').where({ id }).delete();
  }
}
