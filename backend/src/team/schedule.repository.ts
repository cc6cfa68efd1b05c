import { Injectable } from '@nestjs/common';
import type { Schedule } from 'incident-core';
import type { KeyPlace } from '../access/cursor.ts';
import type { Database, Transaction } from '../platform/database.ts';

export interface ScheduleRow extends Schedule {
  readonly createdAt: Date;
}

const SCHEDULE = [
  ...(['id', 'teamId', 'name', 'timeZone', 'handoffNotices', 'handoffChannels', 'handoffTells'] as const),
  ...(['handoffSlackChannelId', 'handoffWebhookId', 'layers', 'createdAt'] as const),
] as const;

@Injectable()
export class ScheduleRepository {
  /** By name; of one team, or of all where it is null. */
  async page(
    db: Database,
    teamId: string | null,
    after: KeyPlace | null,
    limit: number,
  ): Promise<readonly ScheduleRow[]> {
    const query = db('schedules').orderByRaw('lower(name), id').limit(limit);
    if (teamId !== null) void query.where({ teamId });
    if (after) void query.whereRaw('(lower(name), id) > (lower(?), ?::uuid)', [after.key, after.id]);
    return query.select(...SCHEDULE);
  }

  async all(db: Database): Promise<readonly ScheduleRow[]> {
    return db('schedules')
      .orderByRaw('lower(name), id')
      .select(...SCHEDULE);
  }

  /** Those of the ids that exist, and all of the teams. */
  async some(
    db: Database | Transaction,
    ids: readonly string[],
    teamIds: readonly string[],
  ): Promise<readonly ScheduleRow[]> {
    if (ids.length === 0 && teamIds.length === 0) return [];
    return db('schedules')
      .whereIn('id', [...ids])
      .orWhereIn('teamId', [...teamIds])
      .orderByRaw('lower(name), id')
      .select(...SCHEDULE);
  }

  /** Those that name the responder in a layer, or in an override that is not over at `since`. */
  async ofUser(db: Database, userId: string, since: Date): Promise<readonly ScheduleRow[]> {
    return db('schedules')
      .whereRaw('layers @> ?::jsonb', [JSON.stringify([{ participantIds: [userId] }])])
      .orWhereExists(
        db('schedule_overrides')
          .whereRaw('schedule_overrides.schedule_id = schedules.id')
          .where({ userId })
          .where('endsAt', '>', since)
          .select(db.raw('1')),
      )
      .orderByRaw('lower(name), id')
      .select(...SCHEDULE);
  }

  /** As `ofUser`, those that name any of the responders. */
  async ofUsers(db: Database | Transaction, userIds: readonly string[], since: Date): Promise<readonly ScheduleRow[]> {
    if (userIds.length === 0) return [];
    const ids = [...userIds];
    return db('schedules')
      .whereRaw(
        `exists (select from jsonb_array_elements(layers) as layer
                  where jsonb_exists_any(layer -> 'participantIds', ?::text[]))`,
        [ids],
      )
      .orWhereExists(
        db('schedule_overrides')
          .whereRaw('schedule_overrides.schedule_id = schedules.id')
          .whereIn('userId', ids)
          .where('endsAt', '>', since)
          .select(db.raw('1')),
      )
      .select(...SCHEDULE);
  }

  async find(db: Database | Transaction, id: string): Promise<ScheduleRow | null> {
    const row = await db('schedules')
      .where({ id })
      .first(...SCHEDULE);
    return row ?? null;
  }

  /** As `find`; nobody else changes it until the transaction ends. */
  async lock(transaction: Transaction, id: string): Promise<ScheduleRow | null> {
    const row = await transaction('schedules')
      .where({ id })
      .forUpdate()
      .first(...SCHEDULE);
    return row ?? null;
  }

  async insert(transaction: Transaction, schedule: ScheduleRow): Promise<void> {
    await transaction('schedules').insert({ ...toColumns(schedule), updatedAt: schedule.createdAt });
  }

  async replace(transaction: Transaction, schedule: ScheduleRow, now: Date): Promise<void> {
    await transaction('schedules')
      .where({ id: schedule.id })
      .update({ ...toColumns(schedule), updatedAt: now, revision: transaction.raw('revision + 1') });
  }

  /** Notes that something beside it has changed who is on call. */
  async touch(transaction: Transaction, id: string): Promise<void> {
    await transaction('schedules').where({ id }).increment('revision');
  }

  async delete(transaction: Transaction, id: string): Promise<void> {
    await transaction('schedules').where({ id }).delete();
  }
}

function toColumns(schedule: ScheduleRow): Readonly<Record<string, unknown>> {
  return { ...schedule, layers: JSON.stringify(schedule.layers) };
}
