import { Inject, Injectable } from '@nestjs/common';
import type { Channel, DeliveryStatus, HoldReason, NotificationEvent, Recipient } from 'incident-core';
import type { AttemptRow } from '../delivery/attempt-answer.ts';
import { DATABASE, type Database } from '../platform/database.ts';

/** A notification and the fate of its delivery. */
export interface ToldRow {
  readonly id: string;
  readonly deliveryId: string;
  readonly event: NotificationEvent;
  readonly recipientType: Recipient['type'];
  readonly recipientId: string;
  readonly recipientName: string | null;
  readonly channel: Channel;
  readonly address: string | null;
  readonly escalationId: string | null;
  readonly run: number;
  readonly round: number;
  readonly step: number;
  readonly because: string | null;
  readonly onCall: boolean;
  readonly createdAt: Date;
  readonly status: DeliveryStatus;
  readonly reason: string | null;
  readonly holdReason: HoldReason | null;
  readonly mergedInto: string | null;
  readonly dueAt: Date | null;
  readonly sentAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly endedAt: Date | null;
  readonly providerId: string | null;
  readonly receiptDueAt: Date | null;
}

/** What notifications are of. */
export type ToldOf = { readonly incidentId: string } | { readonly pageTestId: string };

/** Who heard of an incident. */
export interface HeardRow {
  readonly incidentId: string;
  readonly type: Recipient['type'];
  readonly id: string;
  readonly name: string | null;
}

/** What readers ask about notifications; reads only. */
@Injectable()
export class NotificationHistoryRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Those of an incident or a test, the latest first (their ids sort by age), below the one with the id `before`. */
  async list(of: ToldOf, before: string | null, limit: number): Promise<readonly ToldRow[]> {
    const [column, id] = 'incidentId' in of ? ['incident_id', of.incidentId] : ['page_test_id', of.pageTestId];
    const { rows } = await this.database.raw<{ rows: readonly ToldRow[] }>(
      `select n.id, d.id as delivery_id, n.event, n.recipient_type, n.recipient_id,
              coalesce(u.name, w.name, s.name) as recipient_name, n.channel, c.address, n.escalation_id, n.run, n.round, n.step,
              n.reason as because, n.on_call, n.created_at, d.status, d.reason, d.hold_reason, d.merged_into, d.due_at,
              d.sent_at, d.delivered_at, d.ended_at, d.provider_id, d.receipt_due_at
         from notifications n
         join deliveries d on d.notification_id = n.id
         left join users u on u.id = n.recipient_id and n.recipient_type = 'user'
         left join webhooks w on w.id = n.recipient_id and n.recipient_type = 'webhook'
         left join slack_channels s on s.id = n.recipient_id and n.recipient_type = 'slack_channel'
         left join contact_methods c on c.id = n.contact_method_id
        where n.${column} = :id and (:before::uuid is null or n.id < :before)
        order by n.id desc
        limit :limit`,
      { id, before, limit },
    );
    return rows;
  }

  async attempts(deliveryIds: readonly string[]): Promise<readonly AttemptRow[]> {
    return this.database<AttemptRow>('delivery_attempts')
      .whereIn('deliveryId', [...deliveryIds])
      .orderBy(['deliveryId', 'attempt'])
      .select('*');
  }

  /** The team that owns the incident; null when there is no such incident. */
  async teamOf(incidentId: string): Promise<string | null> {
    const row: { readonly teamId: string } | undefined = await this.database('incidents')
      .where({ id: incidentId })
      .first('teamId');
    return row?.teamId ?? null;
  }

  /** The last few whose delivery was sent, for each of the incidents; the latest first. */
  async lastTold(incidentIds: readonly string[], most: number): Promise<readonly HeardRow[]> {
    const { rows } = await this.database.raw<{ rows: readonly HeardRow[] }>(
      `select asked.id as incident_id, last.recipient_type as type, last.recipient_id as id,
              coalesce(u.name, w.name, s.name) as name
         from unnest(:incidentIds::uuid[]) as asked (id)
         cross join lateral (
           select n.recipient_type, n.recipient_id, max(d.sent_at) as at
             from notifications n
             join deliveries d on d.notification_id = n.id
            where n.incident_id = asked.id and d.sent_at is not null
            group by n.recipient_type, n.recipient_id
            order by at desc, n.recipient_id
            limit :most) last
         left join users u on u.id = last.recipient_id and last.recipient_type = 'user'
         left join webhooks w on w.id = last.recipient_id and last.recipient_type = 'webhook'
         left join slack_channels s on s.id = last.recipient_id and last.recipient_type = 'slack_channel'
        order by asked.id, last.at desc, last.recipient_id`,
      { incidentIds: [...incidentIds], most },
    );
    return rows;
  }
}
