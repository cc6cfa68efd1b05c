import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';

/** What is expected of a source, and how it keeps to that. */
export interface HeartbeatRow {
  readonly sourceId: string;
  readonly intervalSeconds: number;
  readonly graceSeconds: number;
  readonly setUpAt: Date;
  readonly lastBeatAt: Date | null;
  readonly dueAt: Date;
  readonly silentAt: Date | null;
}

/** One that has not come, with the source that should have sent it. */
export interface MissedHeartbeat extends HeartbeatRow {
  readonly sourceName: string;
  readonly teamId: string | null;
}

@Injectable()
export class HeartbeatRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async find(sourceId: string, connection: Database | Transaction = this.database): Promise<HeartbeatRow | null> {
    return (await connection<HeartbeatRow>('source_heartbeats').where({ sourceId }).first('*')) ?? null;
  }

  async lock(transaction: Transaction, sourceId: string): Promise<HeartbeatRow | null> {
    return (await transaction<HeartbeatRow>('source_heartbeats').where({ sourceId }).forUpdate().first('*')) ?? null;
  }

  async save(transaction: Transaction, row: HeartbeatRow): Promise<void> {
    await transaction('source_heartbeats').insert(row).onConflict('sourceId').merge();
  }

  async delete(transaction: Transaction, sourceId: string): Promise<void> {
    await transaction('source_heartbeats').where({ sourceId }).delete();
  }

  /** By the ids of their sources, behind one of them. */
  async after(db: Database, sourceId: string | null, limit: number): Promise<readonly HeartbeatRow[]> {
    const query = db<HeartbeatRow>('source_heartbeats').orderBy('sourceId').limit(limit);
    return sourceId === null ? query : query.where('sourceId', '>', sourceId);
  }

  async some(db: Database, sourceIds: readonly string[]): Promise<readonly HeartbeatRow[]> {
    return db<HeartbeatRow>('source_heartbeats').whereIn('sourceId', [...sourceIds]);
  }

  async setDue(transaction: Transaction, sourceId: string, dueAt: Date): Promise<void> {
    await transaction('source_heartbeats').where({ sourceId }).update({ dueAt });
  }

  /** Those whose time is up, locked: another backend passes over them. */
  async lockMissed(transaction: Transaction, now: Date, limit: number): Promise<readonly MissedHeartbeat[]> {
    const { rows } = await transaction.raw<{ rows: readonly MissedHeartbeat[] }>(
      `select h.*, s.name as source_name, s.team_id from source_heartbeats h join sources s on s.id = h.source_id
        where h.silent_at is null and h.due_at <= :now
        order by h.due_at limit :limit for update of h skip locked`,
      { now, limit },
    );
    return rows;
  }

  async markSilent(transaction: Transaction, sourceIds: readonly string[], now: Date): Promise<void> {
    await transaction('source_heartbeats')
      .whereIn('sourceId', [...sourceIds])
      .update({ silentAt: now });
  }
}
