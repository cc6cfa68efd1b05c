import { Injectable } from '@nestjs/common';
import type { Channel, PlannedNotification, Severity, ToldBefore, Urgency } from 'incident-core';
import { inPieces, type Transaction } from '../platform/database.ts';

export interface NotificationRow extends Omit<PlannedNotification, 'onCall' | 'delaySeconds' | 'hold'> {
  readonly id: string;
  readonly onCall: boolean;
  readonly reason: string | null;
  readonly createdAt: Date;
}

/** A notification that has no delivery. */
export interface UndeliveredRow {
  readonly id: string;
  /** Null for what is of no incident. */
  readonly incidentId: string | null;
  readonly channel: Channel;
  readonly contactMethodId: string | null;
  readonly urgency: Urgency | null;
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

  /** Those of the notifications with these keys that have no delivery. */
  async undelivered(transaction: Transaction, uniqueKeys: readonly string[]): Promise<readonly UndeliveredRow[]> {
    return transaction('notifications as n')
      .leftJoin('deliveries as d', 'd.notificationId', 'n.id')
      .leftJoin('incidents as i', 'i.id', 'n.incidentId')
      .whereIn('n.uniqueKey', uniqueKeys)
      .whereNull('d.id')
      .select('n.id', 'n.incidentId', 'n.channel', 'n.contactMethodId', 'i.urgency');
  }

  async severitiesOf(transaction: Transaction, incidentIds: readonly string[]): Promise<ReadonlyMap<string, Severity>> {
    const rows: readonly { readonly id: string; readonly severity: Severity }[] = await transaction('incidents')
      .whereIn('id', [...incidentIds])
      .select('id', 'severity');
    return new Map(rows.map(({ id, severity }) => [id, severity]));
  }

  /** Who has been told of each incident since it was last opened, and how: those whose delivery was taken or may have been. */
  async toldOf(
    transaction: Transaction,
    incidentIds: readonly string[],
  ): Promise<readonly (ToldBefore & { readonly incidentId: string; readonly isHolder: boolean })[]> {
    const { rows } = await transaction.raw<{ rows: readonly ToldRow[] }>(
      `select n.incident_id, n.recipient_type, n.recipient_id, n.channel, n.contact_method_id,
              bool_or(n.on_call) as is_on_call, bool_or(n.recipient_id is not distinct from i.assignee_id) as is_holder
         from notifications n
         join deliveries d on d.notification_id = n.id
         join incidents i on i.id = n.incident_id
        where n.incident_id = any(?) and n.created_at >= i.triggered_at and n.event <> 'resolved'
          and (d.status in ('sent', 'delivered', 'sending') or d.sent_at is not null)
        group by n.incident_id, n.recipient_type, n.recipient_id, n.channel, n.contact_method_id`,
      [[...incidentIds]],
    );
    return rows.map((row) => ({ ...toToldBefore(row), isHolder: row.isHolder }));
  }

  /**
   * Where messages in Slack show the incidents, whenever they were posted: but for those that what people are told there
   * now brings up to date.
   */
  async shownOf(
    transaction: Transaction,
    incidentIds: readonly string[],
    now: Date,
  ): Promise<readonly (ToldBefore & { readonly incidentId: string })[]> {
    const { rows } = await transaction.raw<{ rows: readonly Omit<ToldRow, 'isHolder'>[] }>(
      `select n.incident_id, n.recipient_type, n.recipient_id, n.channel, n.contact_method_id,
              bool_or(n.on_call) as is_on_call
         from notifications n
         join deliveries d on d.notification_id = n.id
        where n.incident_id = any(:incidentIds) and n.channel = 'slack'
          and (d.status in ('sent', 'delivered', 'sending') or d.sent_at is not null)
          and not exists (
            select 1 from notifications o join deliveries w on w.notification_id = o.id
             where o.incident_id = n.incident_id and o.channel = 'slack'
               and o.recipient_type = n.recipient_type and o.recipient_id = n.recipient_id
               and o.event in ('severity_rose', 'escalation_step')
               and w.status = 'pending' and w.attempts = 0 and w.hold_reason is null and w.due_at <= :now)
        group by n.incident_id, n.recipient_type, n.recipient_id, n.channel, n.contact_method_id`,
      { incidentIds: [...incidentIds], now },
    );
    return rows.map(toToldBefore);
  }

  /** What of the incidents waits for its first attempt until the recipient's delay or quiet hours are over. */
  async waitingOf(transaction: Transaction, incidentIds: readonly string[]): Promise<readonly WaitingNotification[]> {
    if (incidentIds.length === 0) return [];
    const { rows } = await transaction.raw<{ rows: readonly WaitingNotification[] }>(
      `select n.id, n.incident_id, n.escalation_id, n.round, n.step, n.event, n.recipient_type, n.recipient_id, n.channel,
              d.hold_reason is not null as is_held
         from notifications n
         join deliveries d on d.notification_id = n.id
        where n.incident_id = any(?) and d.status = 'pending' and d.attempts = 0
          and (d.hold_reason is null or d.hold_reason = 'quiet_hours')`,
      [[...incidentIds]],
    );
    return rows;
  }

  /** Says why they are told, beside what was said before. */
  async addReason(transaction: Transaction, ids: readonly string[], reason: string): Promise<void> {
    await transaction.raw(`update notifications set reason = concat_ws('; ', reason, ?::text) where id = any(?)`, [
      reason,
      [...ids],
    ]);
  }
}

export interface WaitingNotification {
  readonly id: string;
  readonly incidentId: string;
  readonly escalationId: string | null;
  readonly round: number;
  readonly step: number;
  readonly event: PlannedNotification['event'];
  readonly recipientType: ToldBefore['recipient']['type'];
  readonly recipientId: string;
  readonly channel: ToldBefore['channel'];
  readonly isHeld: boolean;
}

interface ToldRow {
  readonly incidentId: string;
  readonly recipientType: ToldBefore['recipient']['type'];
  readonly recipientId: string;
  readonly channel: ToldBefore['channel'];
  readonly contactMethodId: string | null;
  readonly isOnCall: boolean;
  readonly isHolder: boolean;
}

function toToldBefore(row: Omit<ToldRow, 'isHolder'>): ToldBefore & { readonly incidentId: string } {
  const { incidentId, recipientType: type, recipientId: id, channel, contactMethodId, isOnCall } = row;
  return { incidentId, recipient: { type, id }, channel, contactMethodId, isOnCall };
}
