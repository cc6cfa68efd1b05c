import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '../platform/database.ts';

/** How much of a storm is of one service, or of one rule. */
export interface StormShare {
  readonly name: string | null;
  readonly environment: string | null;
  readonly keys: number;
  readonly alerts: number;
}

export interface StormRow {
  readonly sourceId: string;
  readonly sourceName: string | null;
  readonly rate: number;
  readonly keys: number;
  readonly active: number;
  readonly firstAt: Date | null;
  readonly lastAt: Date | null;
}

/** So many services and rules are named, those with the most first. */
const NAMED = 10;

/** What a storm incident has collected. */
@Injectable()
export class StormRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Null for an incident that is no storm. */
  async find(incidentId: string): Promise<StormRow | null> {
    const { rows } = await this.database.raw<{ rows: readonly StormRow[] }>(
      `select s.source_id, o.name as source_name, s.rate, a.*
         from incident_storms s
         left join sources o on o.id = s.source_id
         cross join lateral (
           select count(*)::int as keys, count(*) filter (where status = 'active')::int as active,
                  min(first_seen_at) as first_at, max(last_seen_at) as last_at
             from incident_alerts where incident_id = s.incident_id) a
        where s.incident_id = ?`,
      [incidentId],
    );
    return rows[0] ?? null;
  }

  async services(incidentId: string): Promise<readonly StormShare[]> {
    return this.shares(incidentId, 'service as name, environment');
  }

  async rules(incidentId: string): Promise<readonly StormShare[]> {
    return this.shares(incidentId, 'coalesce(rule_name, name) as name, null as environment');
  }

  private async shares(incidentId: string, by: string): Promise<readonly StormShare[]> {
    const { rows } = await this.database.raw<{ rows: readonly StormShare[] }>(
      `select ${by}, count(*)::int as keys, sum(count)::int as alerts
         from incident_alerts where incident_id = :incidentId
        group by 1, 2 order by keys desc, 1, 2 limit :named`,
      { incidentId, named: NAMED },
    );
    return rows;
  }
}
