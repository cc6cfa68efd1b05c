import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import type { ChangePlace, IncidentChange } from './incident-change.ts';

/** Rung with every commit that changed an incident. */
export const CHANGES_BELL = 'incidents_changes';

type ChangeRow = Omit<IncidentChange, 'place'> & { readonly xid: string; readonly id: number };

@Injectable()
export class ChangeRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Behind all that is committed and has nothing open before it; what comes later stands behind this. */
  async present(): Promise<ChangePlace> {
    const { rows } = await this.database.raw<{ rows: readonly { readonly xid: string }[] }>(
      'select pg_snapshot_xmin(pg_current_snapshot()) as xid',
    );
    return { xid: BigInt(rows[0]?.xid ?? 0), id: 0 };
  }

  /**
   * The changes behind a place, in order, up to the oldest transaction that is still open: one before it may yet commit.
   * Transactions are those of the whole server, so that a long one in another database delays what is seen here.
   */
  async after({ xid, id }: ChangePlace, limit: number): Promise<readonly IncidentChange[]> {
    const { rows } = await this.database.raw<{ rows: readonly ChangeRow[] }>(
      `select c.xid, c.id, c.incident_id, c.change, c.at, i.number, i.status, i.severity, i.team_id
         from incident_changes c
         join incidents i on i.id = c.incident_id
        where (c.xid, c.id) > (?::xid8, ?::bigint) and c.xid < pg_snapshot_xmin(pg_current_snapshot())
        order by c.xid, c.id
        limit ?`,
      [String(xid), id, limit],
    );
    return rows.map(({ xid: transaction, id: number, ...row }) => ({
      ...row,
      place: { xid: BigInt(transaction), id: number },
    }));
  }

  /** Whether anything is committed behind a place, read or not yet to be read. */
  async isAnyAfter({ xid, id }: ChangePlace): Promise<boolean> {
    const { rows } = await this.database.raw<{ rows: readonly { readonly any: boolean }[] }>(
      'select exists (select from incident_changes where (xid, id) > (?::xid8, ?::bigint)) as any',
      [String(xid), id],
    );
    return rows[0]?.any === true;
  }

  /** Whether a reader can go on from a place: nothing behind it is thrown away, and not more than `most` waits. */
  async canGoOn({ xid, id }: ChangePlace, most: number): Promise<boolean> {
    const { rows } = await this.database.raw<{ rows: readonly { readonly can: boolean }[] }>(
      `select p.through < :xid::xid8 and :xid::xid8 <= pg_snapshot_xmax(pg_current_snapshot())
              and (select count(*) from (
                     select from incident_changes where (xid, id) > (:xid::xid8, :id::bigint) limit :most + 1) waiting)
                  <= :most::int as can
         from incident_changes_pruned p`,
      { xid: String(xid), id, most },
    );
    return rows[0]?.can === true;
  }

  /**
   * Transactions are numbered by the server: where a backup was restored on another one, what it left may bear numbers
   * that are still to come. It goes, and whoever comes back from before looks at everything anew.
   */
  async forgetOtherServers(): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const pruned: number = await transaction('incident_changes').whereRaw(`xid > pg_current_xact_id()`).delete();
      await transaction.raw(
        `update incident_changes_pruned set through = pg_current_xact_id()
          where through > pg_current_xact_id() or ?::int > 0`,
        [pruned],
      );
    });
  }

  /** Throws away what is older, whole transactions at a time: so many rows, and those of the last one's transaction. */
  async prune(transaction: Transaction, before: Date, limit: number): Promise<number> {
    const { rows } = await transaction.raw<{ rows: readonly { readonly through: string | null }[] }>(
      `select (select xid from (select xid from incident_changes where at < :before order by xid, id limit :limit) old
                order by xid desc limit 1) as through
         from incident_changes_pruned for update`,
      { before, limit },
    );
    const through = rows[0]?.through ?? null;
    if (through === null) return 0;
    await transaction.raw('update incident_changes_pruned set through = greatest(through, ?::xid8)', [through]);
    const pruned: number = await transaction('incident_changes').whereRaw('xid <= ?::xid8', [through]).delete();
    return pruned;
  }
}
