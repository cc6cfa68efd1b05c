import { Injectable } from '@nestjs/common';
import type { DeliveryStatus } from 'incident-core';
import type { Database, Transaction } from '../platform/database.ts';
import type { ClaimedDelivery, WithheldDelivery } from './delivery.repository.ts';

/** A delivery under lock, with what its history says of it. */
export interface ReceivedDelivery
  extends Omit<WithheldDelivery, 'incidentId'>, Pick<ClaimedDelivery, 'id' | 'notificationId' | 'incidentId'> {
  readonly status: DeliveryStatus;
  readonly escalationId: string | null;
}

const COLUMNS = `d.id, d.notification_id, d.incident_id, d.channel, d.attempts, d.status, d.reason, n.escalation_id,
       n.event, n.run, n.round, n.step, n.recipient_type, n.recipient_id, u.name as user_name`;
const JOINS = `from deliveries d
         join notifications n on n.id = d.notification_id
         left join users u on u.id = n.recipient_id and n.recipient_type = 'user'`;

/** What deliveries wait for after they were sent. */
@Injectable()
export class ReceiptRepository {
  /** The delivery, and what went in its message. */
  async lockMessage(transaction: Transaction, id: string): Promise<readonly ReceivedDelivery[]> {
    const { rows } = await transaction.raw<{ rows: readonly ReceivedDelivery[] }>(
      `select ${COLUMNS} ${JOINS} where d.id = :id or d.merged_into = :id order by d.id for update of d`,
      { id },
    );
    return rows;
  }

  /** Those whose receipt should have come; what somebody else works on is passed over. */
  async lockOverdue(transaction: Transaction, now: Date, limit: number): Promise<readonly ReceivedDelivery[]> {
    const { rows } = await transaction.raw<{ rows: readonly ReceivedDelivery[] }>(
      `select ${COLUMNS} ${JOINS}
        where d.status = 'sent' and d.receipt_due_at <= ?
        order by d.receipt_due_at
        limit ?
        for update of d skip locked`,
      [now, limit],
    );
    return rows;
  }

  /** What came of a delivery. One that was confirmed before we knew that it was taken counts as sent then too. */
  async end(
    db: Database | Transaction,
    id: string,
    {
      status,
      reason,
      now,
    }: { readonly status: 'delivered' | 'failed'; readonly reason: string | null; readonly now: Date },
  ): Promise<void> {
    await db('deliveries')
      .where({ id })
      .update({
        status,
        reason,
        receiptDueAt: null,
        dueAt: null,
        leasedUntil: null,
        endedAt: now,
        ...(status === 'delivered' && { deliveredAt: now, sentAt: db.raw('coalesce(sent_at, ?)', [now]) }),
      });
  }
}
