import { Inject, Injectable } from '@nestjs/common';
import type { EscalationEnd, EscalationStatus, Incident, IncidentStatus, TeamSettings } from 'incident-core';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';

/** An open incident with all that is judged of it. */
export type PatrolledIncident = Incident &
  TeamSettings & {
    readonly lastRunStatus: EscalationStatus | null;
    readonly lastRunEnd: EscalationEnd | null;
    /** Whether none of its alerts is active; known only where it matters. */
    readonly recovered: boolean | null;
  };

/** Where a walk through open incidents stands, in the order of their index. */
export interface IncidentPlace {
  readonly status: IncidentStatus;
  readonly createdAt: Date;
  readonly id: string;
}

const FACTS = `
    join teams t on t.id = i.team_id
    left join lateral (
      select e.status, e.end_reason from escalations e
       where e.incident_id = i.id order by e.status = 'resolved', e.run desc limit 1) r on true`;
const COLUMNS = `i.*, t.reopen_window_seconds, t.resolve_after_recovery_seconds,
       t.resolve_after_untracked_seconds, t.acknowledgement_timeout_seconds, t.grouping_window_seconds,
       case when i.flapping_at is not null or i.is_storm then (
         select bool_and(a.status = 'recovered') from incident_alerts a where a.incident_id = i.id) end as recovered,
       r.status as last_run_status, r.end_reason as last_run_end`;

/** Open incidents as the auditor walks through them. */
@Injectable()
export class IncidentPatrolRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async after(place: IncidentPlace | null, limit: number): Promise<readonly PatrolledIncident[]> {
    const behind = place === null ? '' : 'and (status, created_at, id) > (:status, :createdAt, :id::uuid)';
    return this.rows(
      this.database,
      `from (select * from incidents where status <> 'resolved' ${behind} order by status, created_at, id limit :limit) i
       ${FACTS} order by i.status, i.created_at, i.id`,
      { ...place, limit },
    );
  }

  async these(ids: readonly string[]): Promise<readonly PatrolledIncident[]> {
    const from = `from incidents i ${FACTS} where i.id = any(:ids) and i.status <> 'resolved'`;
    return this.rows(this.database, from, { ids: [...ids] });
  }

  /** Null when it is over, or somebody works on it. */
  async lock(transaction: Transaction, id: string): Promise<PatrolledIncident | null> {
    const { rows: locked } = await transaction.raw<{ rows: readonly object[] }>(
      `select from incidents where id = ? and status <> 'resolved' for no key update skip locked`,
      [id],
    );
    if (locked.length === 0) return null;
    // Its runs are read under its lock: whoever starts or ends one has locked it too.
    const [row] = await this.rows(transaction, `from incidents i ${FACTS} where i.id = :id`, { id });
    return row ?? null;
  }

  private async rows(
    db: Database | Transaction,
    from: string,
    bindings: Readonly<Record<string, string | number | Date | string[] | null>>,
  ): Promise<readonly PatrolledIncident[]> {
    return (await db.raw<{ rows: readonly PatrolledIncident[] }>(`select ${COLUMNS} ${from}`, bindings)).rows;
  }
}
