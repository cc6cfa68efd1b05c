import { Inject, Injectable } from '@nestjs/common';
import type { DeliveryStatus } from 'incident-core';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';

/** A delivery with all that is judged of it. */
export interface PatrolledDelivery {
  readonly id: string;
  readonly incidentId: string | null;
  readonly status: DeliveryStatus;
  readonly dueAt: Date | null;
  readonly leasedUntil: Date | null;
  readonly receiptDueAt: Date | null;
  readonly attempts: number;
  readonly isHeld: boolean;
  readonly touchedAt: Date;
  readonly parkedAt: Date | null;
  readonly unparkedAt: Date | null;
}

const COLUMNS = `id, incident_id, status, due_at, leased_until, receipt_due_at, attempts, parked_at, unparked_at,
       hold_reason is not null as is_held,
       greatest(created_at, (select max(started_at) from delivery_attempts a where a.delivery_id = deliveries.id)) as touched_at`;

/** Deliveries that wait, for their turn or for a receipt, as the auditor walks through them. */
@Injectable()
export class DeliveryPatrolRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Those that wait for their turn, by their ids, behind one of them. */
  async waitingAfter(id: string | null, limit: number): Promise<readonly PatrolledDelivery[]> {
    return this.rows(
      this.database,
      `where status in ('pending', 'sending') and (:id::uuid is null or id > :id) order by id limit :limit`,
      { id, limit },
    );
  }

  /** Those whose receipt should be there, the longest overdue first. */
  async withoutReceipt(now: Date, limit: number): Promise<readonly PatrolledDelivery[]> {
    return this.rows(
      this.database,
      `where status = 'sent' and receipt_due_at <= :now order by receipt_due_at limit :limit`,
      { now, limit },
    );
  }

  async these(ids: readonly string[]): Promise<readonly PatrolledDelivery[]> {
    return this.rows(this.database, 'where id = any(:ids)', { ids: [...ids] });
  }

  /** Null when it is gone, or somebody works on it. */
  async lock(transaction: Transaction, id: string): Promise<PatrolledDelivery | null> {
    const [row] = await this.rows(transaction, 'where id = :id for update skip locked', { id });
    return row ?? null;
  }

  /** Its turn is now; of one that is said to be under way the lease is over, so that it is tried under the same key. */
  async setDue(transaction: Transaction, { id, status }: PatrolledDelivery, now: Date): Promise<void> {
    const change = status === 'sending' ? { leasedUntil: now } : { dueAt: now };
    await transaction('deliveries').where({ id }).update(change);
  }

  /** Takes up again what was set aside, as if it had never failed. */
  async unpark(transaction: Transaction, delivery: PatrolledDelivery, now: Date): Promise<void> {
    await this.setDue(transaction, delivery, now);
    await transaction('deliveries').where({ id: delivery.id }).update({ parkedAt: null, failures: 0, unparkedAt: now });
  }

  private async rows(
    db: Database | Transaction,
    where: string,
    bindings: Readonly<Record<string, string | number | Date | string[] | null>>,
  ): Promise<readonly PatrolledDelivery[]> {
    const sql = `select ${COLUMNS} from deliveries ${where}`;
    return (await db.raw<{ rows: readonly PatrolledDelivery[] }>(sql, bindings)).rows;
  }
}
