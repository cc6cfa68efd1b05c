import { Inject, Injectable } from '@nestjs/common';
import type { Channel, NoticeEvent, Recipient } from 'incident-core';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import type { ClaimedDelivery } from './delivery.repository.ts';

/** What is told that is of no incident, and the world as it is now. */
export interface NoticeContext {
  readonly deliveryId: string;
  readonly incidentId: null;
  readonly event: NoticeEvent;
  readonly channel: Channel;
  readonly recipientType: Recipient['type'];
  readonly recipientId: string;
  readonly userName: string | null;
  readonly contactMethodId: string | null;
  readonly address: string | null;
  readonly verifiedAt: Date | null;
  readonly scheduleId: string | null;
  readonly verificationId: string | null;
  /** Until when its code, its test, its silence or its token counts; null for what has been used, replaced or ended, and for hand-offs. */
  readonly until: Date | null;
  /** Who asked for a test, and when. */
  readonly askedBy: string | null;
  readonly askedAt: Date | null;
  /** What a silence was made for, and how many incidents it holds. */
  readonly silenceReason: string | null;
  readonly held: number;
  /** Of the source, or of the API token, that ends; null for other notices. */
  readonly tokenName: string | null;
  readonly tokenKind: 'source' | 'api' | null;
  readonly tokenUsedAt: Date | null;
}

/** The delivery of a notice under lease. */
export type ClaimedNotice = Pick<
  ClaimedDelivery,
  'id' | 'notificationId' | 'channel' | 'attempts' | 'fence' | 'firstAttemptAt' | 'createdAt'
>;

/** Notices, as those see them who send them. */
@Injectable()
export class NoticeRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Takes what is due on a channel under a lease; one whose lease ran out is taken again, and sent under the same id. */
  async claim(channel: Channel, now: Date, leaseSeconds: number, limit: number): Promise<readonly ClaimedNotice[]> {
    const { rows } = await this.database.raw<{ rows: readonly ClaimedNotice[] }>(
      `with due as (
         select id from deliveries
          where parked_at is null and incident_id is null and channel = :channel
            and ((status = 'pending' and due_at <= :now) or (status = 'sending' and leased_until <= :now))
          order by due_at
          limit :limit
          for update skip locked)
       update deliveries d
          set status = 'sending', leased_until = :leasedUntil, fence = fence + 1, attempts = attempts + 1,
              first_attempt_at = coalesce(first_attempt_at, :now)
         from due where d.id = due.id
       returning d.id, d.notification_id, d.channel, d.attempts, d.fence, d.first_attempt_at, d.created_at`,
      { channel, now, leasedUntil: new Date(now.getTime() + leaseSeconds * 1000), limit },
    );
    return rows;
  }

  async contexts(deliveryIds: readonly string[]): Promise<readonly NoticeContext[]> {
    if (deliveryIds.length === 0) return [];
    const { rows } = await this.database.raw<{ rows: readonly NoticeContext[] }>(
      `select d.id as delivery_id, null as incident_id, n.event, d.channel, n.recipient_type, n.recipient_id, u.name as user_name,
              n.contact_method_id, c.address, c.verified_at, n.schedule_id, n.verification_id,
              coalesce(case when v.over_at is null then v.expires_at end,
                       case when t.ended_at is null then t.ends_at end,
                       case when s.ended_at is null then s.ends_at end,
                       case when st.revoked_at is null then st.expires_at end,
                       case when at.revoked_at is null then at.expires_at end) as until,
              coalesce(so.name, at.name) as token_name,
              case when st.id is not null then 'source' when at.id is not null then 'api' end as token_kind,
              coalesce(st.last_used_at, at.last_used_at) as token_used_at,
              s.reason as silence_reason,
              (select count(*)::int from escalations e
                where e.hold_id = s.id and e.status <> 'resolved' and e.hold_kind is not null
                  and e.hold_over_at is null) as held,
              t.asked_by_name as asked_by, t.created_at as asked_at
         from deliveries d
         join notifications n on n.id = d.notification_id
         left join users u on u.id = n.recipient_id and n.recipient_type = 'user'
         left join contact_methods c on c.id = n.contact_method_id
         left join contact_verifications v on v.id = n.verification_id
         left join page_tests t on t.id = n.page_test_id
         left join suppressions s on s.id = n.suppression_id
         left join source_tokens st on st.id = n.source_token_id
         left join sources so on so.id = st.source_id
         left join api_tokens at on at.id = n.api_token_id
        where d.id = any(?) and n.incident_id is null`,
      [[...deliveryIds]],
    );
    return rows;
  }

  /** Whether whose turn has come heard of it, or can still hear of it, otherwise than by this notification. */
  async isHeardOtherwise(transaction: Transaction, notificationId: string): Promise<boolean> {
    const { rows } = await transaction.raw<{ rows: readonly unknown[] }>(
      `select 1
         from notifications n
         join notifications o on o.schedule_id = n.schedule_id and o.event = n.event and o.created_at = n.created_at
                             and o.recipient_type = n.recipient_type and o.recipient_id = n.recipient_id and o.id <> n.id
         join deliveries d on d.notification_id = o.id
        where n.id = ? and d.status <> 'failed'
        limit 1`,
      [notificationId],
    );
    return rows.length > 0;
  }
}
