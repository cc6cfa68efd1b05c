import { Inject, Injectable } from '@nestjs/common';
import type { KeyPlace } from '../access/cursor.ts';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { deleteSome } from '../platform/delete-some.ts';

/** Posts of a minute that were refused for the same reason. */
export interface RefusedPosts {
  readonly minute: Date;
  readonly sourceId: string | null;
  readonly reason: string;
  readonly count: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

export type StoredRefusedPosts = RefusedPosts & { readonly id: string; readonly sourceName: string | null };

export interface RefusedFilter {
  readonly source?: string;
  readonly from?: Date;
  readonly to?: Date;
  /** Those of a source of one of these teams; null for all. */
  readonly teams: readonly string[] | null;
}

@Injectable()
export class RefusedPostsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Adds to what is counted of the same minute, by whichever backend. Those of a source that is gone are nobody's. */
  async add(rows: readonly (RefusedPosts & { readonly id: string })[]): Promise<void> {
    const values = rows.map(({ id, minute, sourceId, reason, count, firstAt, lastAt }) => ({
      ...{ id, minute, source_id: sourceId, reason, count, first_at: firstAt, last_at: lastAt },
    }));
    await this.database.raw(
      `insert into refused_posts as r (id, minute, source_id, reason, count, first_at, last_at)
       select x.id, x.minute, s.id, x.reason, x.count, x.first_at, x.last_at
         from jsonb_to_recordset(?::jsonb) as x(id uuid, minute timestamptz, source_id uuid, reason text, count int,
              first_at timestamptz, last_at timestamptz)
         left join sources s on s.id = x.source_id
        order by x.minute, s.id, x.reason
       on conflict (minute, source_id, reason) do update
          set count = r.count + excluded.count, first_at = least(r.first_at, excluded.first_at),
              last_at = greatest(r.last_at, excluded.last_at)`,
      [JSON.stringify(values)],
    );
  }

  /** The latest first, below a place. */
  async list(filter: RefusedFilter, below: KeyPlace | null, limit: number): Promise<readonly StoredRefusedPosts[]> {
    const { source, from, to, teams } = filter;
    const query = this.database('refused_posts as r')
      .leftJoin('sources as s', 's.id', 'r.sourceId')
      .orderBy([
        { column: 'r.firstAt', order: 'desc' },
        { column: 'r.id', order: 'desc' },
      ])
      .limit(limit)
      .select('r.*', 's.name as sourceName');
    if (source !== undefined) void query.where('r.sourceId', source);
    if (from !== undefined) void query.where('r.firstAt', '>=', from);
    if (to !== undefined) void query.where('r.firstAt', '<', to);
    if (teams !== null) void query.whereIn('s.teamId', [...teams]);
    if (below !== null) void query.whereRaw('(r.first_at, r.id) < (?::timestamptz, ?::uuid)', [below.key, below.id]);
    return (await query) as StoredRefusedPosts[];
  }

  prune(transaction: Transaction, before: Date, limit: number): Promise<number> {
    const old = { from: 'refused_posts', where: 'r.minute < :before', order: 'r.minute' };
    return deleteSome(transaction, old, { before }, limit);
  }
}
