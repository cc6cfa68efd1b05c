import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';

/** A schedule that is to be looked at, under lock. */
export interface DueHandoff {
  readonly scheduleId: string;
  readonly revision: number;
  /** False: nobody is told of its hand-offs. */
  readonly isWanted: boolean;
  /** Whether it was looked at before, and then who was on call; null for a gap. */
  readonly isKnown: boolean;
  readonly lastUserId: string | null;
}

/** A schedule that was looked at, and when it will be again. */
export interface WaitingHandoff {
  readonly scheduleId: string;
  /** Not changed since. */
  readonly isCurrent: boolean;
  readonly dueAt: Date | null;
  readonly failures: number;
}

const WAITING = `select h.schedule_id, h.revision = s.revision as is_current, h.due_at, h.failures
         from schedule_handoffs h join schedules s on s.id = h.schedule_id`;

/** Never looked at, changed since, or at the end of the shift that was seen then. */
const DUE = `(h.schedule_id is null and s.handoff_notices)
          or h.revision <> s.revision or (h.failures < :limit and h.due_at <= :now)`;

@Injectable()
export class HandoffRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async due(now: Date, mostFailures: number, limit: number): Promise<readonly string[]> {
    const { rows } = await this.database.raw<{ rows: readonly { readonly id: string }[] }>(
      `select s.id from schedules s left join schedule_handoffs h on h.schedule_id = s.id
        where ${DUE} order by h.due_at nulls first, s.id limit ${limit}`,
      { now, limit: mostFailures },
    );
    return rows.map(({ id }) => id);
  }

  /** Null when it is not due any more, or somebody else works on it. */
  async claim(transaction: Transaction, id: string, now: Date, mostFailures: number): Promise<DueHandoff | null> {
    const { rows } = await transaction.raw<{ rows: readonly DueHandoff[] }>(
      `select s.id as schedule_id, s.revision, s.handoff_notices as is_wanted, h.schedule_id is not null as is_known,
              h.user_id as last_user_id
         from schedules s left join schedule_handoffs h on h.schedule_id = s.id
        where s.id = :id and (${DUE})
        for no key update of s skip locked`,
      { id, now, limit: mostFailures },
    );
    return rows[0] ?? null;
  }

  /** Writes down who is on call, and when to look again; null for when it changes. */
  async save(
    transaction: Transaction,
    { scheduleId, revision }: DueHandoff,
    userId: string | null,
    dueAt: Date | null,
  ): Promise<void> {
    await transaction('schedule_handoffs')
      .insert({ scheduleId, revision, userId, dueAt, failures: 0 })
      .onConflict('scheduleId')
      .merge();
  }

  async forget(transaction: Transaction, scheduleId: string): Promise<void> {
    await transaction('schedule_handoffs').where({ scheduleId }).delete();
  }

  /** Counts a failure of our own; a schedule that reaches the limit is left alone until it is changed. Answers how many there were. */
  async countFailure(id: string, dueAt: Date): Promise<number> {
    const { rows } = await this.database.raw<{ rows: readonly { readonly failures: number }[] }>(
      `insert into schedule_handoffs as h (schedule_id, revision, due_at, failures)
         select id, revision, :dueAt, 1 from schedules where id = :id
       on conflict (schedule_id) do update
         set revision = excluded.revision, due_at = excluded.due_at,
             failures = case when h.revision = excluded.revision then h.failures + 1 else 1 end
       returning failures`,
      { id, dueAt },
    );
    return rows[0]?.failures ?? 0;
  }

  /** By the ids of the schedules, behind one of them. */
  async waitingAfter(db: Database, scheduleId: string | null, limit: number): Promise<readonly WaitingHandoff[]> {
    const { rows } = await db.raw<{ rows: readonly WaitingHandoff[] }>(
      `${WAITING} where (:scheduleId::uuid is null or h.schedule_id > :scheduleId) order by h.schedule_id limit :limit`,
      { scheduleId, limit },
    );
    return rows;
  }

  async waiting(db: Database, scheduleIds: readonly string[]): Promise<readonly WaitingHandoff[]> {
    const { rows } = await db.raw<{ rows: readonly WaitingHandoff[] }>(`${WAITING} where h.schedule_id = any(?)`, [
      [...scheduleIds],
    ]);
    return rows;
  }

  /** Null when it is gone, or somebody works on it. */
  async lockWaiting(transaction: Transaction, scheduleId: string): Promise<WaitingHandoff | null> {
    const { rows } = await transaction.raw<{ rows: readonly WaitingHandoff[] }>(
      `${WAITING} where h.schedule_id = ? for no key update of s skip locked`,
      [scheduleId],
    );
    return rows[0] ?? null;
  }

  async setDue(transaction: Transaction, scheduleId: string, dueAt: Date): Promise<void> {
    await transaction('schedule_handoffs').where({ scheduleId }).update({ dueAt });
  }
}
