import { Inject, Injectable } from '@nestjs/common';
import type { FindingKind } from 'incident-core';
import { DATABASE, inPieces, type Database, type Transaction } from '../platform/database.ts';

/** So many of each kind. */
export type Counts = Readonly<Partial<Record<FindingKind, number>>>;

/** What is wrong and could not be repaired. */
export interface OpenFinding {
  readonly kind: FindingKind;
  readonly subject: string;
  readonly incidentId: string | null;
  readonly foundAt: Date;
}

/** The last time that all patrols came to their ends. */
export interface AuditState {
  readonly ranAt: Date;
  readonly wellAt: Date | null;
  readonly durationMs: number;
  readonly found: Counts;
  readonly repaired: Counts;
}

/** What came of one patrol: where it goes on, whom it looked at again, and what stays wrong. */
export interface PatrolEnd {
  readonly place: string | null;
  readonly again: readonly string[];
  readonly open: readonly Omit<OpenFinding, 'foundAt'>[];
}

/** What the auditor remembers, and that there is one at a time. */
@Injectable()
export class AuditRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Acts while nobody else does; false when somebody does. The lock goes with its connection, so nobody leaves it behind. */
  async alone(act: () => Promise<void>): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const { rows } = await transaction.raw<{ rows: readonly { readonly mine: boolean }[] }>(
        // It waits while the patrols walk in transactions of their own.
        `select pg_try_advisory_xact_lock(?) as mine, set_config('idle_in_transaction_session_timeout', '0', true)`,
        [AUDIT_LOCK],
      );
      if (rows[0]?.mine !== true) return false;
      await act();
      return true;
    });
  }

  async state(): Promise<AuditState | null> {
    return (await this.database<AuditState>('audit_state').first('*')) ?? null;
  }

  async saveState(state: AuditState): Promise<void> {
    const { found, repaired, ...rest } = state;
    await this.database('audit_state')
      .insert({ one: true, ...rest, found: JSON.stringify(found), repaired: JSON.stringify(repaired) })
      .onConflict('one')
      .merge();
  }

  async placeOf(patrol: string): Promise<string | null> {
    const row: { readonly place: string | null } | undefined = await this.database('audit_patrols')
      .where({ name: patrol })
      .first('place');
    return row?.place ?? null;
  }

  /** The oldest first. */
  async open(limit: number, patrol: string | null = null): Promise<readonly OpenFinding[]> {
    const query = this.database<OpenFinding>('audit_findings').orderBy('foundAt').limit(limit);
    if (patrol !== null) query.where('patrol', patrol);
    return query.select('kind', 'subject', 'incidentId', 'foundAt');
  }

  async countOpen(): Promise<Counts> {
    const rows: readonly { readonly kind: FindingKind; readonly count: number }[] = await this.database(
      'audit_findings',
    )
      .groupBy('kind')
      .select('kind')
      .count({ count: '*' });
    return Object.fromEntries(rows.map(({ kind, count }) => [kind, Number(count)]));
  }

  /** What stays wrong keeps the time at which it was first found; what was looked at again and is right is forgotten. */
  async endPatrol(patrol: string, { place, again, open }: PatrolEnd, now: Date): Promise<void> {
    await this.database.transaction(async (transaction: Transaction) => {
      await transaction('audit_patrols').insert({ name: patrol, place }).onConflict('name').merge();
      const subjects = open.map(({ subject }) => subject);
      await transaction('audit_findings')
        .where({ patrol })
        .whereIn('subject', again)
        .whereNotIn('subject', subjects)
        .delete();
      const rows = open.map(({ kind, subject, incidentId }) => ({ patrol, kind, subject, incidentId, foundAt: now }));
      for (const piece of inPieces(rows)) {
        const insertion = transaction('audit_findings').insert(piece);
        await insertion.onConflict(['patrol', 'subject']).merge(['kind', 'incidentId']);
      }
    });
  }
}

const AUDIT_LOCK = 3_908_517;
