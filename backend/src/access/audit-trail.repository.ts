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
    await transaction('audit_head').update(head);
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

  /** In order, above a number: a piece of the whole. */
  async after(transaction: Transaction, number: number, limit: number): Promise<readonly AuditRow[]> {
    return transaction<AuditRow>('audit_entries').where('number', '>', number).orderBy('number').limit(limit);
  }

  async head(transaction: Transaction): Promise<AuditHead | null> {
    return (await transaction<AuditHead>('audit_head').first('number', 'seal')) ?? null;
  }
}
