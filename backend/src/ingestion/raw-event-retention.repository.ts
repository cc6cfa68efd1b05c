import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database.ts';
import { deleteSome } from '../platform/delete-some.ts';
import type { PrunedBatch } from '../platform/pruning.ts';

const COLUMNS = 'id, received_at, source_id, content_type, body, body_size, body_sha256, truncated, via';
/** What is kept however old it is: events that came to no end yet, and those of incidents that are open. */
const IS_KEPT = `(not exists (select from ledger_entries l where l.raw_event_id = r.id)
   or exists (select from ledger_entries l join incidents i on i.id = l.incident_id
               where l.raw_event_id = r.id and i.status <> 'resolved'))`;
const DAYS = String.raw`^raw_events_\d{8}$`;

/**
 * Throws raw events away, whole days at a time. A day is first taken out of the table, which locks it for an instant;
 * then what is to be kept goes to the default partition in batches; then the day is dropped. Each step is committed by
 * itself, and whoever comes next goes on where another stopped.
 */
@Injectable()
export class RawEventRetentionRepository {
  /** One step, or none: `pruned` counts the days that are gone. */
  async pruneDay(transaction: Transaction, before: Date, limit: number): Promise<PrunedBatch> {
    const [loose] = await this.days(transaction, false, before);
    if (loose !== undefined) {
      if ((await this.keepSome(transaction, loose, limit)) > 0) return { pruned: 0, more: true };
      await transaction.raw('drop table ??', [loose]);
      return { pruned: 1, more: true };
    }
    const [day] = await this.days(transaction, true, before);
    if (day === undefined) return { pruned: 0, more: false };
    await transaction.raw('alter table raw_events detach partition ??', [day]);
    return { pruned: 0, more: true };
  }

  /** Of days that have no partition of their own. */
  pruneStray(transaction: Transaction, before: Date, limit: number): Promise<number> {
    const old = {
      from: 'raw_events_default',
      where: `r.received_at < :before and not ${IS_KEPT}`,
      order: 'r.received_at',
    };
    return deleteSome(transaction, old, { before }, limit);
  }

  /** The names of the days that are over by then, the oldest first. */
  private async days(transaction: Transaction, isPartition: boolean, before: Date): Promise<readonly string[]> {
    const { rows } = await transaction.raw<{ rows: readonly { readonly name: string }[] }>(
      `select c.relname as name from pg_class c
         join pg_class whole on whole.oid = 'raw_events'::regclass and whole.relnamespace = c.relnamespace
        where c.relkind = 'r' and c.relname ~ :pattern and c.relispartition = :isPartition and c.relname < :first
        order by c.relname`,
      { pattern: DAYS, isPartition, first: `raw_events_${before.toISOString().slice(0, 10).replaceAll('-', '')}` },
    );
    return rows.map(({ name }) => name);
  }

  private async keepSome(transaction: Transaction, day: string, limit: number): Promise<number> {
    const { rowCount } = await transaction.raw<{ readonly rowCount: number }>(
      `with kept as (
         delete from ${day} where ctid = any(array(select r.ctid from ${day} r where ${IS_KEPT} limit :limit))
         returning ${COLUMNS})
       insert into raw_events (${COLUMNS}) select ${COLUMNS} from kept`,
      { limit },
    );
    return rowCount;
  }
}
