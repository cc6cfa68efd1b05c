import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { DUE_COLUMNS, HAS_GOT_THROUGH, type DueEscalation } from './escalation.repository.ts';

/** A live run with all that is judged of it. */
export interface PatrolledRun extends DueEscalation {
  readonly parkedAt: Date | null;
  readonly unparkedAt: Date | null;
  readonly passageDueAt: Date | null;
  readonly told: number;
  readonly heardAt: Date | null;
  readonly heldUntil: Date | null;
  readonly heldForNothingSince: Date | null;
}

const FACTS = `
    left join escalation_steps s on s.escalation_id = e.id and s.round = e.round and s.step = e.step
    left join lateral (
      select count(*)::int as told,
             coalesce(min(d.sent_at) filter (where e.status = 'active' and ${HAS_GOT_THROUGH}),
                      case when bool_and(d.ended_at is not null and not ${HAS_GOT_THROUGH}) then max(d.ended_at) end) as heard_at
        from notifications n
        join deliveries d on d.notification_id = n.id
       where e.status in ('active', 'notified') and n.escalation_id = e.id and n.round = e.round and n.step = e.step
         and n.event = 'escalation_step') heard on true
    left join lateral (
      select e.hold_ends_at as until,
             case when e.hold_kind <> 'auto_pause' then coalesce(
               (select x.ended_at from suppressions x where x.id = e.hold_id),
               case when not exists (select from suppressions x where x.id = e.hold_id) then e.held_at end)
             end as for_nothing_since
        where e.hold_kind is not null and e.hold_over_at is null) hold on true`;
const COLUMNS = `${DUE_COLUMNS}, s.due_at as passage_due_at, heard.told, heard.heard_at,
  hold.until as held_until, hold.for_nothing_since as held_for_nothing_since`;

/** Live runs as the auditor walks through them, by their incidents: each has one at most. */
@Injectable()
export class RunPatrolRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async after(incidentId: string | null, limit: number): Promise<readonly PatrolledRun[]> {
    // `offset 0` keeps the incidents from being read as a whole: they are looked up one by one.
    return this.rows(
      this.database,
      `from (select * from escalations
              where status <> 'resolved' and (:incidentId::uuid is null or incident_id > :incidentId)
              order by incident_id limit :limit) e
       cross join lateral (select * from incidents where id = e.incident_id offset 0) i ${FACTS} order by e.incident_id`,
      { incidentId, limit },
    );
  }

  async these(ids: readonly string[]): Promise<readonly PatrolledRun[]> {
    return this.rows(
      this.database,
      `from escalations e join incidents i on i.id = e.incident_id ${FACTS}
        where e.id = any(:ids) and e.status <> 'resolved'`,
      { ids: [...ids] },
    );
  }

  /** Null when it is over, or somebody works on it. */
  async lock(transaction: Transaction, id: string): Promise<PatrolledRun | null> {
    const { rows: locked } = await transaction.raw<{ rows: readonly object[] }>(
      `select from escalations e join incidents i on i.id = e.incident_id
        where e.id = ? and e.status <> 'resolved' for no key update of e, i skip locked`,
      [id],
    );
    if (locked.length === 0) return null;
    // Read anew: what was seen before the lock may be over.
    const [row] = await this.rows(
      transaction,
      `from escalations e join incidents i on i.id = e.incident_id ${FACTS} where e.id = :id and e.status <> 'resolved'`,
      { id },
    );
    return row ?? null;
  }

  async setDue(transaction: Transaction, id: string, dueAt: Date): Promise<void> {
    await transaction('escalations').where({ id }).update({ dueAt });
  }

  /** Takes up again what was set aside, as if it had never failed. */
  async unpark(transaction: Transaction, id: string, now: Date): Promise<void> {
    await transaction('escalations').where({ id }).update({ parkedAt: null, failures: 0, dueAt: now, unparkedAt: now });
  }

  private async rows(
    db: Database | Transaction,
    from: string,
    bindings: Readonly<Record<string, string | number | string[] | null>>,
  ): Promise<readonly PatrolledRun[]> {
    return (await db.raw<{ rows: readonly PatrolledRun[] }>(`select ${COLUMNS} ${from}`, bindings)).rows;
  }
}
