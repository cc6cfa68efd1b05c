import { Inject, Injectable } from '@nestjs/common';
import type { Incident } from 'incident-core';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';

/** An open incident with what tells whether it is forgotten. */
export type WatchedIncident = Pick<
  Incident,
  'id' | 'status' | 'createdAt' | 'lastSeenAt' | 'snoozedUntil' | 'staleAt'
> & {
  readonly touchedAt: Date | null;
};

@Injectable()
export class StalenessRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /**
   * Open incidents that are marked, or that no alert has refreshed since then; from the one behind `after` on. What is
   * younger is not looked at: an index by when it was last seen would make each refresh dearer.
   */
  async candidates(
    since: Date,
    after: Pick<WatchedIncident, 'createdAt' | 'id'> | null,
    limit: number,
  ): Promise<readonly WatchedIncident[]> {
    const behind = after === null ? '' : 'and (created_at, id) > (:createdAt, :id::uuid)';
    const { rows } = await this.database.raw<{ rows: readonly WatchedIncident[] }>(
      `select i.id, i.status, i.created_at, i.last_seen_at, i.snoozed_until, i.stale_at, t.touched_at
         from (select * from incidents
                where status <> 'resolved' and created_at <= :since and (last_seen_at <= :since or stale_at is not null)
                  ${behind}
                order by created_at, id limit :limit) i
         left join lateral (
           select max(at) as touched_at from timeline_entries
            where incident_id = i.id and actor ->> 'type' in ('user', 'token')) t on true
        order by i.created_at, i.id`,
      { ...(after && { createdAt: after.createdAt, id: after.id }), since, limit },
    );
    return rows;
  }

  /** False when it was over, refreshed or marked meanwhile. */
  async mark(transaction: Transaction, { id, lastSeenAt }: WatchedIncident, now: Date): Promise<boolean> {
    const marked = await transaction('incidents')
      .where({ id, lastSeenAt, staleAt: null })
      .whereNot('status', 'resolved')
      .update({ staleAt: now });
    return marked > 0;
  }

  async unmark(transaction: Transaction, id: string): Promise<void> {
    await transaction('incidents').where({ id }).update({ staleAt: null });
  }
}
