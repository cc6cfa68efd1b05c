import { Injectable } from '@nestjs/common';
import type { OtherTelling, PlannedNotification, Urgency } from 'incident-core';
import type { Transaction } from '../platform/database.ts';

/** A telling: one notification, and those of the same to the same recipient by other channels. */
export interface Telling extends PlannedNotification {
  readonly urgency: Urgency;
  readonly isOnCall: boolean;
  readonly others: readonly (OtherTelling & { readonly id: string })[];
}

interface TellingRow extends Omit<PlannedNotification, 'recipient' | 'onCall'> {
  readonly onCall: boolean;
  readonly id: string;
  readonly recipientType: PlannedNotification['recipient']['type'];
  readonly recipientId: string;
  readonly urgency: Urgency;
  readonly status: OtherTelling['status'];
  readonly attempts: number;
  readonly isDelayed: boolean;
}

@Injectable()
export class FallbackRepository {
  /**
   * The telling that the notification belongs to. Two channels that fail at once wait for each other here, so that the
   * second sees that the first has failed.
   */
  async lock(transaction: Transaction, notificationId: string, now: Date): Promise<Telling | null> {
    await transaction.raw(
      `select 1 from notifications n
         join notifications mine on mine.id = ? and regexp_replace(mine.unique_key, ':[^:]*$', '') =
              regexp_replace(n.unique_key, ':[^:]*$', '') and mine.incident_id = n.incident_id
        order by n.id for update of n`,
      [notificationId],
    );
    const { rows } = await transaction.raw<{ rows: readonly TellingRow[] }>(
      `select n.id, n.unique_key, n.incident_id, n.escalation_id, n.run, n.round, n.step, n.event, n.recipient_type,
              n.recipient_id, n.channel, n.contact_method_id, n.on_call, d.urgency, d.status, d.attempts,
              (d.status = 'pending' and d.attempts = 0 and d.hold_reason is null and d.due_at > ?) as is_delayed
         from notifications n
         join notifications mine on mine.id = ? and regexp_replace(mine.unique_key, ':[^:]*$', '') =
              regexp_replace(n.unique_key, ':[^:]*$', '') and mine.incident_id = n.incident_id
         join deliveries d on d.notification_id = n.id`,
      [now, notificationId],
    );
    const mine = rows.find(({ id }) => id === notificationId);
    if (!mine) return null;
    const {
      id: _,
      recipientType,
      recipientId,
      status: _s,
      attempts: _a,
      isDelayed: _d,
      onCall: isOnCall,
      ...rest
    } = mine;
    const others = rows
      .filter(({ id }) => id !== notificationId)
      .map(({ id, channel, status, attempts, isDelayed }) => ({ id, channel, status, attempts, isDelayed }));
    const recipient = { type: recipientType, id: recipientId };
    return { ...rest, recipient, onCall: null, delaySeconds: 0, hold: null, isOnCall, others };
  }
}
