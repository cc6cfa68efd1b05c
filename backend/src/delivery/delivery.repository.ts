import { Inject, Injectable } from '@nestjs/common';
import type {
  AlertLinks,
  Channel,
  EscalationEnd,
  EscalationStatus,
  IncidentStatus,
  NotificationEvent,
  Resolution,
  Severity,
  Urgency,
} from 'incident-core';
import { DATABASE, inPieces, type Database, type Transaction } from '../platform/database.ts';

/** A delivery that is about to wait for its turn. */
export interface NewDelivery {
  readonly notificationId: string;
  readonly incidentId: string;
  readonly channel: Channel;
  readonly urgency: Urgency;
}

/** A delivery under lease. Only the holder of its fence may write what came of it. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly notificationId: string;
  readonly incidentId: string;
  readonly channel: Channel;
  readonly attempts: number;
  readonly fence: number;
  readonly firstAttemptAt: Date;
  readonly createdAt: Date;
}

/** A notification and the world as it is now. */
export interface DeliveryContext {
  readonly deliveryId: string;
  readonly event: NotificationEvent;
  readonly reason: string | null;
  readonly escalationId: string | null;
  readonly run: number;
  readonly round: number;
  readonly step: number;
  readonly stepCount: number | null;
  readonly runStatus: EscalationStatus | null;
  readonly runEnd: EscalationEnd | null;
  readonly recipientType: 'user' | 'webhook';
  readonly recipientId: string;
  readonly userName: string | null;
  readonly contactMethodId: string | null;
  readonly address: string | null;
  readonly verifiedAt: Date | null;
  readonly teamId: string;
  readonly teamName: string;
  readonly assigneeName: string | null;
  readonly number: number;
  readonly title: string;
  readonly description: string | null;
  readonly severity: Severity;
  readonly urgency: Urgency;
  readonly status: IncidentStatus;
  readonly service: string | null;
  readonly environment: string | null;
  readonly links: AlertLinks;
  readonly createdAt: Date;
  readonly triggeredAt: Date;
  readonly lastSeenAt: Date;
  readonly alertCount: number;
  readonly resolvedAt: Date | null;
  readonly resolution: Resolution | null;
}

/** A delivery that was ended before its turn came. */
export type WithheldDelivery = Pick<
  DeliveryContext,
  'event' | 'run' | 'round' | 'step' | 'recipientType' | 'recipientId' | 'userName' | 'reason'
> &
  Pick<ClaimedDelivery, 'incidentId' | 'channel' | 'attempts'>;

export interface DeliveryEnd {
  readonly status: 'sent' | 'delivered' | 'failed' | 'suppressed' | 'pending';
  readonly reason: string | null;
  readonly providerId: string | null;
  /** When to try again; only with `pending`. */
  readonly dueAt: Date | null;
}

@Injectable()
export class DeliveryRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async insert(
    transaction: Transaction,
    rows: readonly (NewDelivery & { id: string; status: 'pending'; dueAt: Date; createdAt: Date })[],
  ): Promise<void> {
    for (const piece of inPieces(rows)) await transaction('deliveries').insert(piece);
  }

  /** Answers what was withheld. */
  async suppressWaiting(
    transaction: Transaction,
    incidentIds: readonly string[],
    reason: string,
    now: Date,
  ): Promise<readonly WithheldDelivery[]> {
    const { rows } = await transaction.raw<{ rows: readonly WithheldDelivery[] }>(
      `update deliveries d set status = 'suppressed', reason = ?, ended_at = ?, due_at = null
         from notifications n
         left join users u on u.id = n.recipient_id and n.recipient_type = 'user'
        where n.id = d.notification_id and d.incident_id = any(?) and d.status = 'pending' and n.escalation_id is not null
       returning d.incident_id, d.channel, d.attempts, d.reason, n.event, n.run, n.round, n.step, n.recipient_type,
                 n.recipient_id, u.name as user_name`,
      [reason, now, [...incidentIds]],
    );
    return rows;
  }

  /**
   * Takes what is due, the urgent first, under a lease. A row whose lease ran out is taken again: whether its last
   * attempt arrived is unknown, so it is repeated with the same idempotency key.
   */
  async claim(channel: Channel, now: Date, leaseSeconds: number, limit: number): Promise<readonly ClaimedDelivery[]> {
    const { rows } = await this.database.raw<{ rows: readonly ClaimedDelivery[] }>(
      `with due as (
         select id from deliveries
          where parked_at is null and channel = :channel
            and ((status = 'pending' and due_at <= :now) or (status = 'sending' and leased_until <= :now))
          order by urgency, due_at
          limit :limit
          for update skip locked)
       update deliveries d
          set status = 'sending', leased_until = :leasedUntil, fence = fence + 1, attempts = attempts + 1,
              first_attempt_at = coalesce(first_attempt_at, :now)
         from due where d.id = due.id
       returning d.id, d.notification_id, d.incident_id, d.channel, d.attempts, d.fence, d.first_attempt_at, d.created_at`,
      { channel, now, leasedUntil: new Date(now.getTime() + leaseSeconds * 1000), limit },
    );
    return rows;
  }

  async contexts(ids: readonly string[]): Promise<readonly DeliveryContext[]> {
    const { rows } = await this.database.raw<{ rows: readonly DeliveryContext[] }>(
      `select d.id as delivery_id, n.event, n.reason, n.escalation_id, n.run, n.round, n.step,
              jsonb_array_length(e.snapshot -> 'steps') as step_count, e.status as run_status, e.end_reason as run_end,
              n.recipient_type, n.recipient_id, u.name as user_name, n.contact_method_id, c.address, c.verified_at,
              i.team_id, t.name as team_name, a.name as assignee_name,
              i.number, i.title, i.description, i.severity, i.urgency, i.status, i.service, i.environment, i.links,
              i.created_at, i.triggered_at, i.last_seen_at, i.alert_count, i.resolved_at, i.resolution
         from deliveries d
         join notifications n on n.id = d.notification_id
         join incidents i on i.id = n.incident_id
         join teams t on t.id = i.team_id
         left join escalations e on e.id = n.escalation_id
         left join users u on u.id = n.recipient_id and n.recipient_type = 'user'
         left join contact_methods c on c.id = n.contact_method_id
         left join users a on a.id = i.assignee_id
        where d.id = any(?)`,
      [[...ids]],
    );
    return rows;
  }

  async beginAttempt(deliveryId: string, attempt: number, now: Date): Promise<void> {
    await this.database('delivery_attempts').insert({ deliveryId, attempt, startedAt: now }).onConflict().ignore();
  }

  /** Writes what came of an attempt; answers false when the lease was lost to another worker in the meantime. */
  async end(transaction: Transaction, claimed: ClaimedDelivery, end: DeliveryEnd, now: Date): Promise<boolean> {
    const ended = end.status !== 'pending';
    const changed = await transaction('deliveries')
      .where({ id: claimed.id, fence: claimed.fence, status: 'sending' })
      .update({
        status: end.status,
        reason: end.reason,
        providerId: end.providerId,
        dueAt: end.dueAt,
        leasedUntil: null,
        sentAt: end.status === 'sent' || end.status === 'delivered' ? now : null,
        deliveredAt: end.status === 'delivered' ? now : null,
        endedAt: ended ? now : null,
      });
    return changed === 1;
  }

  async endAttempt(
    transaction: Transaction,
    claimed: ClaimedDelivery,
    outcome: string,
    error: string | null,
    now: Date,
  ): Promise<void> {
    await transaction('delivery_attempts')
      .where({ deliveryId: claimed.id, attempt: claimed.attempts })
      .update({ endedAt: now, outcome, error });
  }

  /** Counts a failure of our own; from `limit` on the row is set aside, so that it blocks nobody. Answers whether it was. */
  async countFailure(claimed: ClaimedDelivery, limit: number, dueAt: Date, now: Date): Promise<boolean> {
    const { rows } = await this.database.raw<{ rows: readonly { readonly parkedAt: Date | null }[] }>(
      `update deliveries
          set failures = failures + 1, status = 'pending', due_at = :dueAt, leased_until = null,
              parked_at = case when failures + 1 >= :limit then :now::timestamptz end
        where id = :id and fence = :fence and status = 'sending'
       returning parked_at`,
      { dueAt, limit, now, id: claimed.id, fence: claimed.fence },
    );
    return rows[0]?.parkedAt != null;
  }
}
