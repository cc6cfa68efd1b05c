import { Inject, Injectable } from '@nestjs/common';
import type {
  Channel,
  EscalationEnd,
  EscalationStatus,
  IncidentStatus,
  NoticeEvent,
  NotificationEvent,
  Recipient,
  Urgency,
} from 'incident-core';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';

/** A notification that has no delivery, with what says whether it is still wanted. */
export interface LostNotification {
  readonly id: string;
  /** Null for what is of no incident. */
  readonly incidentId: string | null;
  readonly event: NotificationEvent | NoticeEvent;
  readonly channel: Channel;
  readonly createdAt: Date;
  readonly incidentStatus: IncidentStatus | null;
  readonly urgency: Urgency | null;
  readonly runStatus: EscalationStatus | null;
  readonly runEnd: EscalationEnd | null;
  readonly recipientType: Recipient['type'];
  readonly userId: string | null;
  readonly contactMethodId: string | null;
  /** The same where it is still there. */
  readonly methodId: string | null;
  readonly verifiedAt: Date | null;
}

/** Notifications as the auditor walks through them, by their ids: those sort by age. */
@Injectable()
export class NotificationPatrolRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async after(id: string, limit: number): Promise<readonly { readonly id: string; readonly isDelivered: boolean }[]> {
    const { rows } = await this.database.raw<{ rows: readonly { id: string; isDelivered: boolean }[] }>(
      // Asked row by row: else all deliveries are read.
      `select n.id, d.found is not null as is_delivered
         from (select id from notifications where id > ? order by id limit ?) n
         left join lateral (select 1 as found from deliveries where notification_id = n.id limit 1) d on true
        order by n.id`,
      [id, limit],
    );
    return rows;
  }

  async lost(ids: readonly string[], db: Database | Transaction = this.database): Promise<readonly LostNotification[]> {
    if (ids.length === 0) return [];
    const { rows } = await db.raw<{ rows: readonly LostNotification[] }>(
      `select n.id, n.incident_id, n.event, n.channel, n.created_at, i.status as incident_status, i.urgency,
              e.status as run_status, e.end_reason as run_end, n.recipient_type, u.id as user_id, n.contact_method_id, c.id as method_id,
              c.verified_at
         from notifications n
         left join incidents i on i.id = n.incident_id
         left join escalations e on e.id = n.escalation_id
         left join users u on u.id = n.recipient_id and n.recipient_type = 'user'
         left join contact_methods c on c.id = n.contact_method_id
        where n.id = any(?) and not exists (select from deliveries d where d.notification_id = n.id)`,
      [[...ids]],
    );
    return rows;
  }

  /** Whether nobody else works on it. */
  async lock(transaction: Transaction, id: string): Promise<boolean> {
    const { rows } = await transaction.raw<{ rows: readonly object[] }>(
      'select from notifications where id = ? for update skip locked',
      [id],
    );
    return rows.length === 1;
  }
}
