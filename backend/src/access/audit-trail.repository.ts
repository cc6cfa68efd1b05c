import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';

/** An entry as it is kept: `content` is what counts, the rest repeats parts of it. */
export interface AuditRow {
  readonly number: number;
  readonly at: Date;
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string | null;
  readonly actorId: string | null;
  readonly content: string;
  readonly seal: string;
}

/** The last entry's number and seal, sealed in its turn. */
export interface AuditHead {
  readonly number: number;
  readonly seal: string;
}

/** Where the trail begins: the last entry that was thrown away after its time, and its seal, sealed in its turn. */
export interface AuditAnchor {
  readonly number: number;
  readonly before: string;
  readonly seal: string;
}

@Injectable()
export class AuditTrailRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Whoever else writes waits until the transaction ends. */
  async lockHead(transaction: Transaction): Promise<AuditHead | null> {
    const head = await transaction<AuditHead>('audit_head').forUpdate().first('number', 'seal');
    return head ?? null;
  }

  async last(transaction: Transaction): Promise<Pick<AuditRow, 'number' | 'seal'> | null> {
    const row = await transaction<AuditRow>('audit_entries').orderBy('number', 'desc').first('number', 'seal');
    return row ?? null;
  }

  async insert(transaction: Transaction, row: AuditRow, head: AuditHead): Promise<void> {
    await transaction('audit_entries').insert(row);
    await this.saveHead(transaction, head);
  }

  /** The latest first, below a number. */
  async list(
    filter: { readonly subjectType?: string; readonly subjectId?: string; readonly actorId?: string },
    below: number | null,
    limit: number,
  ): Promise<readonly AuditRow[]> {
    const query = this.database<AuditRow>('audit_entries').where(filter).orderBy('number', 'desc').limit(limit);
    return below === null ? query : query.where('number', '<', below);
  }

  /** The latest of a subject, or of none; of actions that begin so. */
  async latest(
    { type, id }: { readonly type: string; readonly id: string | null },
    action: string | null,
  ): Promise<AuditRow | null> {
    const query = this.database<AuditRow>('audit_entries').where({ subjectType: type, subjectId: id });
    if (action !== null) void query.whereRaw('starts_with(action, ?)', [action]);
    return (await query.orderBy('number', 'desc').first()) ?? null;
  }

  /** In order, above a number: a piece of the whole, of no more than so many entries, and hardly more than so many bytes. */
  async after(
    transaction: Transaction,
    number: number,
    { entries, bytes }: { readonly entries: number; readonly bytes: number },
  ): Promise<readonly AuditRow[]> {
    const { rows } = await transaction.raw<{ rows: readonly AuditRow[] }>(
      `select number, at, action, subject_type, subject_id, actor_id, content, seal
         from (select *, sum(octet_length(content)) over (order by number) - octet_length(content) as bytes_before
                 from (select * from audit_entries where number > :number order by number limit :entries) piece) sized
        where bytes_before < :bytes
        order by number`,
      { number, entries, bytes },
    );
    return rows;
  }

  async head(transaction: Transaction): Promise<AuditHead | null> {
    return (await transaction<AuditHead>('audit_head').first('number', 'seal')) ?? null;
  }

  async anchor(transaction: Transaction): Promise<AuditAnchor | null> {
    return (await transaction<AuditAnchor>('audit_anchor').first('number', 'before', 'seal')) ?? null;
  }

  /** The first entries, all of them written before; never the last one, on which the next is to be sealed. */
  async first(transaction: Transaction, before: Date, limit: number): Promise<readonly AuditRow[]> {
    const { rows } = await transaction.raw<{ rows: readonly AuditRow[] }>(
      `select * from (select * from audit_entries order by number limit :limit) e
        where e.number < (select max(number) from audit_entries)
          and not exists (select from audit_entries o where o.number <= e.number and o.at >= :before)
        order by e.number`,
      { before, limit },
    );
    return rows;
  }

  async saveHead(transaction: Transaction, head: AuditHead): Promise<void> {
    await transaction('audit_head').update(head);
  }

  async saveAnchor(transaction: Transaction, anchor: AuditAnchor): Promise<void> {
    const row = { one: true, ...anchor };
    await transaction('audit_anchor').insert(row).onConflict('one').merge();
  }

  async cut(transaction: Transaction, anchor: AuditAnchor): Promise<void> {
    await this.saveAnchor(transaction, anchor);
    await transaction('audit_entries').where('number', '<=', anchor.number).delete();
  }
}
