import { Inject, Injectable } from '@nestjs/common';
import type {
  AlertLinks,
  AttemptOutcome,
  Channel,
  EscalationEnd,
  EscalationStatus,
  HoldReason,
  Recipient,
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
  /** Null for what is of no incident. */
  readonly incidentId: string | null;
  readonly channel: Channel;
  /** Of a responder; what is for one of them may be merged. */
  readonly contactMethodId: string | null;
  readonly urgency: Urgency;
  /** When its turn comes. */
  readonly dueAt: Date;
  /** Why that is later than it could be; null where nothing holds it. */
  readonly holdReason: HoldReason | null;
}

/** A delivery whose turn comes at another time than was planned. */
export type BroughtForward = Pick<NewDelivery, 'notificationId' | 'urgency' | 'dueAt' | 'holdReason'>;

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
  /** What goes in the same message, under this delivery's id. */
  readonly members: readonly MergedDelivery[];
}

/** One delivery of those that go in a message, and its notification with the world as it is now. */
export interface MessagePart {
  readonly delivery: MergedDelivery;
  readonly context: DeliveryContext;
}

/** A delivery that goes in the message of another: what becomes of that becomes of it. */
export type MergedDelivery = Pick<ClaimedDelivery, 'id' | 'notificationId' | 'incidentId' | 'createdAt'>;

/** What names a lease and its attempt. */
export type Leased = Pick<ClaimedDelivery, 'id' | 'fence' | 'attempts'>;

/** A notification and the world as it is now. */
export interface DeliveryContext {
  readonly deliveryId: string;
  readonly incidentId: string;
  readonly event: NotificationEvent;
  readonly reason: string | null;
  readonly escalationId: string | null;
  readonly run: number;
  readonly round: number;
  readonly step: number;
  readonly stepCount: number | null;
  readonly runStatus: EscalationStatus | null;
  readonly runEnd: EscalationEnd | null;
  readonly recipientType: Recipient['type'];
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
  readonly confirmDueAt: Date | null;
  readonly acknowledgementDueAt: Date | null;
  readonly acknowledgementWarnAt: Date | null;
}

/** A delivery that was ended before its turn came. */
export type WithheldDelivery = Pick<
  DeliveryContext,
  'event' | 'run' | 'round' | 'step' | 'recipientType' | 'recipientId' | 'userName' | 'reason'
> &
  Pick<ClaimedDelivery, 'incidentId' | 'channel' | 'attempts'>;

/** A delivery that waits from its beginning. */
export interface HeldDelivery extends WithheldDelivery {
  readonly holdReason: HoldReason;
  readonly dueAt: Date;
}

export interface DeliveryEnd {
  readonly status: 'sent' | 'delivered' | 'failed' | 'suppressed' | 'pending';
  readonly reason: string | null;
  readonly providerId: string | null;
  /** When to try again; only with `pending`. */
  readonly dueAt: Date | null;
  /** When its receipt must have come; only with `sent`. */
  readonly receiptDueAt: Date | null;
}

/** An end, and when it came. */
interface Ending {
  readonly end: DeliveryEnd;
  readonly at: Date;
}

/** The end of a delivery under lease. */
export interface LeaseEnding extends Ending {
  readonly claimed: Leased;
}

/** The end of one that went with another. */
export interface MemberEnding extends Ending {
  readonly id: string;
  readonly leaderId: string;
}

/** An attempt that has ended. */
export interface Attempted {
  readonly outcome: AttemptOutcome;
  readonly latencyMs: number;
}

@Injectable()
export class DeliveryRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async insert(
    transaction: Transaction,
    rows: readonly (NewDelivery & { id: string; status: 'pending'; createdAt: Date; plannedFor: Date })[],
  ): Promise<void> {
    for (const piece of inPieces(rows)) await transaction('deliveries').insert(piece);
  }

  /** What waits, as its incident's history tells of it. */
  async described(transaction: Transaction, ids: readonly string[]): Promise<readonly HeldDelivery[]> {
    const { rows } = await transaction.raw<{ rows: readonly HeldDelivery[] }>(
      `select d.incident_id, d.channel, d.attempts, d.reason, d.hold_reason, d.due_at, n.event, n.run, n.round, n.step,
              n.recipient_type, n.recipient_id, u.name as user_name
         from deliveries d
         join notifications n on n.id = d.notification_id
         left join users u on u.id = n.recipient_id and n.recipient_type = 'user'
        where d.id = any(?)
        order by d.id`,
      [[...ids]],
    );
    return rows;
  }

  /**
   * Gives deliveries that wait for their own delay, or for the end of quiet hours, another time, never a later one than
   * their delay. Answers the notifications of those that were still waiting.
   */
  async bringForward(transaction: Transaction, rows: readonly BroughtForward[]): Promise<readonly string[]> {
    const values = rows.map(({ notificationId, urgency, dueAt, holdReason }) => ({
      notification_id: notificationId,
      urgency,
      due_at: dueAt,
      hold_reason: holdReason,
    }));
    const { rows: moved } = await transaction.raw<{ rows: readonly { readonly notificationId: string }[] }>(
      `update deliveries d
          set urgency = x.urgency, hold_reason = x.hold_reason,
              due_at = case when d.hold_reason is null then least(d.due_at, x.due_at) else x.due_at end
         from jsonb_to_recordset(?::jsonb) as x(notification_id uuid, urgency text, due_at timestamptz, hold_reason text)
        where d.notification_id = x.notification_id and d.status = 'pending' and d.attempts = 0
          and (d.hold_reason is null or d.hold_reason = 'quiet_hours')
       returning d.notification_id`,
      [JSON.stringify(values)],
    );
    return moved.map(({ notificationId }) => notificationId);
  }

  /** Answers what was withheld. What others go with stays until then: it carries them, and is looked at when it is sent. */
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
          and not exists (select 1 from deliveries m where m.merged_into = d.id and m.status = 'pending')
       returning d.incident_id, d.channel, d.attempts, d.reason, n.event, n.run, n.round, n.step, n.recipient_type,
                 n.recipient_id, u.name as user_name`,
      [reason, now, [...incidentIds]],
    );
    return rows;
  }

  async contexts(ids: readonly string[]): Promise<readonly DeliveryContext[]> {
    const { rows } = await this.database.raw<{ rows: readonly DeliveryContext[] }>(
      `select d.id as delivery_id, d.incident_id, n.event, n.reason, n.escalation_id, n.run, n.round, n.step,
              jsonb_array_length(e.snapshot -> 'steps') as step_count, e.status as run_status, e.end_reason as run_end,
              n.recipient_type, n.recipient_id, u.name as user_name, n.contact_method_id, c.address, c.verified_at,
              i.team_id, t.name as team_name, a.name as assignee_name,
              i.number, i.title, i.description, i.severity, i.urgency, i.status, i.service, i.environment, i.links,
              i.created_at, i.triggered_at, i.last_seen_at, i.alert_count, i.resolved_at, i.resolution,
              i.confirm_due_at, i.acknowledgement_due_at, i.acknowledgement_warn_at
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

  /** One that was noted before stays as it is. */
  async beginAttempts(rows: readonly (Leased & { readonly at: Date })[]): Promise<void> {
    const attempts = rows.map(({ id, attempts, at }) => ({ deliveryId: id, attempt: attempts, startedAt: at }));
    for (const piece of inPieces(attempts))
      await this.database('delivery_attempts').insert(piece).onConflict().ignore();
  }

  /** Writes what came of attempts; answers the deliveries whose lease had not been lost to another worker in the meantime. */
  async end(transaction: Transaction, rows: readonly LeaseEnding[]): Promise<ReadonlySet<string>> {
    const values = rows.map(({ claimed: { id, fence }, end, at }) => ({ id, fence, ...toColumns({ end, at }) }));
    return this.writeEnds(transaction, values, 'd.fence = x.fence');
  }

  /** Writes what came of those that went with another; of one that has ended otherwise in the meantime nothing. */
  async endMembers(transaction: Transaction, rows: readonly MemberEnding[]): Promise<ReadonlySet<string>> {
    const values = rows.map(({ id, leaderId, end, at }) => ({ id, leader: leaderId, ...toColumns({ end, at }) }));
    return this.writeEnds(transaction, values, 'd.merged_into = x.leader');
  }

  private async writeEnds(
    transaction: Transaction,
    values: readonly (Readonly<Record<string, unknown>> & { readonly id: string })[],
    mine: 'd.fence = x.fence' | 'd.merged_into = x.leader',
  ): Promise<ReadonlySet<string>> {
    if (values.length === 0) return new Set();
    const { rows } = await transaction.raw<{ rows: readonly { readonly id: string }[] }>(
      `update deliveries d
          set status = x.status, reason = x.reason, provider_id = x.provider_id, due_at = x.due_at, leased_until = null,
              sent_at = x.sent_at, delivered_at = x.delivered_at, receipt_due_at = x.receipt_due_at, ended_at = x.ended_at
         from jsonb_to_recordset(?::jsonb) as x(id uuid, fence bigint, leader uuid, status text, reason text,
              provider_id text, due_at timestamptz, sent_at timestamptz, delivered_at timestamptz,
              receipt_due_at timestamptz, ended_at timestamptz)
        where d.id = any(?) and d.id = x.id and d.status = 'sending' and ${mine}
       returning d.id`,
      // The ids by themselves, so that they are found however many wait.
      [JSON.stringify(values), values.map(({ id }) => id)],
    );
    return new Set(rows.map(({ id }) => id));
  }

  async endAttempts(
    transaction: Transaction,
    rows: readonly (Attempted & { readonly claimed: Leased; readonly at: Date })[],
  ): Promise<void> {
    if (rows.length === 0) return;
    const values = rows.map(({ claimed: { id, attempts }, outcome, latencyMs, at }) => ({
      ...{ id, attempt: attempts, outcome: outcome.kind, latency_ms: latencyMs, ended_at: at },
      error: outcome.kind === 'refused' ? outcome.error : null,
      provider_id: outcome.kind === 'refused' ? null : outcome.providerId,
    }));
    await transaction.raw(
      `update delivery_attempts a
          set ended_at = x.ended_at, outcome = x.outcome, latency_ms = x.latency_ms, error = x.error,
              provider_id = x.provider_id
         from jsonb_to_recordset(?::jsonb) as x(id uuid, attempt int, outcome text, latency_ms int, ended_at timestamptz,
              error text, provider_id text)
        where a.delivery_id = any(?) and a.delivery_id = x.id and a.attempt = x.attempt`,
      [JSON.stringify(values), values.map(({ id }) => id)],
    );
  }

  /**
   * Lets those go on by themselves that went with another, when that keeps failing by our own fault: what cannot be
   * written must not silence the rest.
   */
  private async separate(transaction: Transaction, leaderId: string, dueAt: Date): Promise<void> {
    await transaction('deliveries')
      .where({ mergedInto: leaderId })
      .whereIn('status', ['pending', 'sending'])
      .update({ mergedInto: null, status: 'pending', dueAt, leasedUntil: null });
  }

  /** Counts a failure of our own; from `limit` on the row is set aside, so that it blocks nobody. Answers whether it was. */
  async countFailure(claimed: Leased, limit: number, dueAt: Date, now: Date): Promise<boolean> {
    return this.database.transaction((transaction) => this.fail(transaction, claimed, limit, dueAt, now));
  }

  private async fail(
    transaction: Transaction,
    claimed: Leased,
    limit: number,
    dueAt: Date,
    now: Date,
  ): Promise<boolean> {
    const { rows } = await transaction.raw<{ rows: readonly { readonly parkedAt: Date | null }[] }>(
      `update deliveries
          set failures = failures + 1, status = 'pending', due_at = :dueAt, leased_until = null,
              parked_at = case when failures + 1 >= :limit then :now::timestamptz end
        where id = :id and fence = :fence and status = 'sending'
       returning parked_at`,
      { dueAt, limit, now, id: claimed.id, fence: claimed.fence },
    );
    if (rows.length > 0) await this.separate(transaction, claimed.id, dueAt);
    return rows[0]?.parkedAt != null;
  }
}

function toColumns({ end, at }: Ending): Readonly<Record<string, unknown>> {
  return {
    status: end.status,
    reason: end.reason,
    provider_id: end.providerId,
    due_at: end.dueAt,
    sent_at: end.status === 'sent' || end.status === 'delivered' ? at : null,
    delivered_at: end.status === 'delivered' ? at : null,
    receipt_due_at: end.receiptDueAt,
    ended_at: end.status === 'pending' ? null : at,
  };
}
