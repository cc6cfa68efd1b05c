import { Inject, Injectable } from '@nestjs/common';
import { CHANNELS, type Channel, type PlannedHold, type ThrottleBucket, type WaitingDelivery } from 'incident-core';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { deleteSome } from '../platform/delete-some.ts';
import type { ClaimedDelivery, WithheldDelivery } from './delivery.repository.ts';

/** A delivery whose turn has come, under lock. */
export interface DueDelivery
  extends Omit<WaitingDelivery, 'channel' | 'event' | 'attempts' | 'recipientId' | 'server'>, WithheldDelivery {
  /** What went in its message before. */
  readonly memberIds: readonly string[];
  /** Where it is called, for a webhook of any kind. */
  readonly webhookUrl: string | null;
}

/** What is written of a claim, all in one statement. */
export interface ClaimWrite {
  /** Each with the one in whose message it goes; null for that one itself. */
  readonly sends: readonly { readonly id: string; readonly leader: string | null }[];
  readonly holds: readonly PlannedHold[];
  readonly buckets: ReadonlyMap<string, ThrottleBucket>;
}

/** A delivery that has been taken. */
export type TakenDelivery = Omit<ClaimedDelivery, 'members'> & { readonly mergedInto: string | null };

interface BucketRow extends ThrottleBucket {
  readonly key: string;
}

// Apart from other locks of the database by its first number.
const CLAIM_LOCK = 7_361_925;
/** Whoever stands still in the middle of a claim, frozen or cut off, holds up its channel for no longer than this. */
const MOST_IDLE_MS = 5_000;
const DUE = `d.parked_at is null and d.channel = :channel and d.incident_id is not null and d.merged_into is null`;

/** What is due, and what is left of the limits. */
@Injectable()
export class ClaimRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async isAnythingDue(channel: Channel, now: Date): Promise<boolean> {
    const { rows } = await this.database.raw<{ rows: readonly unknown[] }>(
      `select 1 from deliveries d
        where ${DUE} and ((d.status = 'pending' and d.due_at <= :now) or (d.status = 'sending' and d.leased_until <= :now))
        limit 1`,
      { channel, now },
    );
    return rows.length > 0;
  }

  /**
   * One backend at a time claims on a channel: of one person's deliveries no two then take a part each, and buckets need
   * no lock. Answers the limits that somebody has set, as they are stored.
   */
  async lock(transaction: Transaction, channel: Channel): Promise<unknown> {
    const { rows } = await transaction.raw<{ rows: readonly { readonly throttles: unknown }[] }>(
      `select pg_advisory_xact_lock(?, ?), set_config('idle_in_transaction_session_timeout', ?, true),
              (select throttles from throttle_settings) as throttles`,
      [CLAIM_LOCK, CHANNELS.indexOf(channel), String(MOST_IDLE_MS)],
    );
    return rows[0]?.throttles ?? null;
  }

  /**
   * What is due, the urgent first, with all else that waits for the same contact methods, for it may go in one message.
   * A lease that has run out is due again: whether its last attempt arrived is unknown, so it is repeated as it was.
   */
  async lockDue(
    transaction: Transaction,
    { channel, now, limit, most }: { channel: Channel; now: Date; limit: number; most: number },
  ): Promise<readonly DueDelivery[]> {
    const { rows } = await transaction.raw<{ rows: readonly DueDelivery[] }>(
      `with batch as (
         select d.id, d.contact_method_id, d.attempts from deliveries d
          where ${DUE} and ((d.status = 'pending' and d.due_at <= :now) or (d.status = 'sending' and d.leased_until <= :now))
          order by d.urgency, d.due_at
          limit :limit
          for update skip locked),
       people as (select distinct contact_method_id from batch where attempts = 0 and contact_method_id is not null),
       mates as (
         select mate.id from people p
          cross join lateral (
            select d.id from deliveries d
             where ${DUE} and d.contact_method_id = p.contact_method_id and d.status = 'pending' and d.attempts = 0
               and (d.due_at <= :now or d.hold_reason = 'throttle')
             order by (d.urgency = 'low'), d.due_at
             limit :most
             for update skip locked) mate)
       select d.id, d.incident_id, d.channel, d.urgency, coalesce(d.due_at, d.leased_until) as due_at, d.attempts,
              d.hold_reason, d.contact_method_id, d.reason, i.severity, n.event, n.run, n.round, n.step,
              n.recipient_type, n.recipient_id, u.name as user_name, w.url as webhook_url,
              array(select m.id from deliveries m where d.attempts > 0 and m.merged_into = d.id
                       and m.status in ('pending', 'sending')) as member_ids
         from (select id from batch union select id from mates) waiting
         join deliveries d on d.id = waiting.id
         join notifications n on n.id = d.notification_id
         join incidents i on i.id = d.incident_id
         left join users u on u.id = n.recipient_id and n.recipient_type = 'user'
         left join webhooks w on w.id = n.recipient_id and n.recipient_type = 'webhook'`,
      { channel, now, limit, most },
    );
    return rows;
  }

  async buckets(transaction: Transaction, keys: readonly string[]): Promise<ReadonlyMap<string, ThrottleBucket>> {
    const { rows } = await transaction.raw<{ rows: readonly BucketRow[] }>(
      'select key, tokens, at from throttle_buckets where key = any(?)',
      [[...keys]],
    );
    return new Map(rows.map(({ key, tokens, at }) => [key, { tokens, at }]));
  }

  /** Takes what is sent under a lease, notes what is held, and what is left. Answers what was taken. */
  async write(
    transaction: Transaction,
    { sends, holds, buckets }: ClaimWrite,
    now: Date,
    leasedUntil: Date,
  ): Promise<readonly TakenDelivery[]> {
    const { rows } = await transaction.raw<{ rows: readonly TakenDelivery[] }>(
      `with kept as (
         insert into throttle_buckets (key, tokens, at)
         select key, tokens, at
           from jsonb_to_recordset(:buckets::jsonb) as x(key text, tokens double precision, at timestamptz)
         on conflict (key) do update set tokens = excluded.tokens, at = excluded.at),
       held as (
         update deliveries d
            set status = 'pending', due_at = x.until, hold_reason = x.reason, leased_until = null,
                planned_for = case when x.reason = 'throttle' then x.until else d.planned_for end
           from jsonb_to_recordset(:holds::jsonb) as x(id uuid, until timestamptz, reason text)
          where d.id = x.id and d.status in ('pending', 'sending'))
       update deliveries d
          set status = 'sending', leased_until = :leasedUntil, fence = fence + 1, attempts = attempts + 1,
              first_attempt_at = coalesce(first_attempt_at, :now), hold_reason = null, merged_into = x.leader
         from jsonb_to_recordset(:sends::jsonb) as x(id uuid, leader uuid)
        where d.id = any(:ids) and d.id = x.id and d.status in ('pending', 'sending')
       returning d.id, d.notification_id, d.incident_id, d.channel, d.attempts, d.fence, d.first_attempt_at, d.created_at,
                 d.merged_into`,
      {
        now,
        leasedUntil,
        buckets: JSON.stringify([...buckets].map(([key, bucket]) => ({ key, ...bucket }))),
        holds: JSON.stringify(holds),
        sends: JSON.stringify(sends),
        // How many these are, so that they are found by id however many wait.
        ids: sends.map(({ id }) => id),
      },
    );
    return rows;
  }

  /** Forgets buckets that nobody has taken from since: they are full. */
  forget(transaction: Transaction, before: Date, limit: number): Promise<number> {
    return deleteSome(
      transaction,
      { from: 'throttle_buckets', where: 'r.at < :before', order: 'r.at' },
      { before },
      limit,
    );
  }
}
