import { Injectable } from '@nestjs/common';
import type { Override } from 'incident-core';
import type { Database, Transaction } from '../platform/database.ts';

export interface OverrideRow extends Override {
  readonly scheduleId: string;
}

const OVERRIDE = {
  id: 'id',
  scheduleId: 'scheduleId',
  userId: 'userId',
  from: 'startsAt',
  until: 'endsAt',
  madeAt: 'createdAt',
} as const;

@Injectable()
export class OverrideRepository {
  /** Those that are not over at an instant, the latest made first (their ids sort by age), below the one with the id `before`. */
  async page(
    db: Database,
    scheduleId: string,
    at: Date,
    before: string | null,
    limit: number,
  ): Promise<readonly OverrideRow[]> {
    const query = db('schedule_overrides').where({ scheduleId }).where('endsAt', '>', at);
    if (before !== null) void query.where('id', '<', before);
    return query.orderBy('id', 'desc').limit(limit).select(OVERRIDE);
  }

  /** Of all the schedules, those that are not over at an instant. */
  async ofSchedules(
    db: Database | Transaction,
    scheduleIds: readonly string[],
    since: Date,
  ): Promise<readonly OverrideRow[]> {
    if (scheduleIds.length === 0) return [];
    return db('schedule_overrides')
      .whereIn('scheduleId', [...scheduleIds])
      .where('endsAt', '>', since)
      .select(OVERRIDE);
  }

  async count(transaction: Transaction, scheduleId: string, at: Date): Promise<number> {
    const row: { readonly count: number } | undefined = await transaction('schedule_overrides')
      .where({ scheduleId })
      .where('endsAt', '>', at)
      .first(transaction.raw('count(*)::int as count'));
    return row?.count ?? 0;
  }

  async find(db: Database | Transaction, scheduleId: string, id: string): Promise<OverrideRow | null> {
    const row = await db('schedule_overrides').where({ id, scheduleId }).first(OVERRIDE);
    return row ?? null;
  }

  async insert(transaction: Transaction, override: OverrideRow): Promise<void> {
    const { id, scheduleId, userId, from, until, madeAt } = override;
    await transaction('schedule_overrides').insert({
      id,
      scheduleId,
      userId,
      startsAt: from,
      endsAt: until,
      createdAt: madeAt,
    });
  }

  async delete(transaction: Transaction, id: string): Promise<void> {
    await transaction('schedule_overrides').where({ id }).delete();
  }
}
