import { Injectable } from '@nestjs/common';
import type { PlannedNotification, ToldBefore } from 'incident-core';
import { inPieces, type Transaction } from '../platform/database.ts';

export interface NotificationRow extends PlannedNotification {
  readonly id: string;
  readonly reason: string | null;
  readonly createdAt: Date;
}

@Injectable()
export class NotificationRepository {
  /** Answers the ids of those that are new; one that was planned before is left as it is. */
  async insertNew(transaction: Transaction, rows: readonly NotificationRow[]): Promise<ReadonlySet<string>> {
    const ids = new Set<string>();
    for (const piece of inPieces(rows)) {
      const inserted: readonly { readonly id: string }[] = await transaction('notifications')
        .insert(
          piece.map(({ recipient, ...row }) => ({ ...row, recipientType: recipient.type, recipientId: recipient.id })),
        )
        .onConflict('uniqueKey')
        .ignore()
        .returning('id');
      for (const { id } of inserted) ids.add(id);
    }
    return ids;
  }

  /** Who has been told of each incident since it was last opened, and how: those whose delivery was taken or may have been. */
  async toldOf(
    transaction: Transaction,
    incidentIds: readonly string[],
  ): Promise<readonly (ToldBefore & { incidentId: string })[]> {
    const { rows } = await transaction.raw<{ rows: readonly ToldRow[] }>(
      `select distinct n.incident_id, n.recipient_type, n.recipient_id, n.channel, n.contact_method_id
         from notifications n
         join deliveries d on d.notification_id = n.id
         join incidents i on i.id = n.incident_id
        where n.incident_id = any(?) and n.created_at >= i.triggered_at and n.event <> 'resolved'
          and (d.status in ('sent', 'delivered', 'sending') or d.sent_at is not null)`,
      [[...incidentIds]],
    );
    return rows.map((row) => ({
      incidentId: row.incidentId,
      recipient: { type: row.recipientType, id: row.recipientId },
      channel: row.channel,
      contactMethodId: row.contactMethodId,
    }));
  }
}

interface ToldRow {
  readonly incidentId: string;
  readonly recipientType: 'user' | 'webhook';
  readonly recipientId: string;
  readonly channel: ToldBefore['channel'];
  readonly contactMethodId: string | null;
}
