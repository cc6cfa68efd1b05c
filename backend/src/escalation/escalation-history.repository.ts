import { Inject, Injectable } from '@nestjs/common';
import type { EscalationStatus, SuppressionKind } from 'incident-core';
import { DATABASE, type Database } from '../platform/database.ts';
import type { Passage, StoredEscalation } from './escalation.repository.ts';

/** Where the last run of an incident stands. */
export interface StandingRow {
  readonly incidentId: string;
  readonly run: number;
  readonly round: number;
  readonly step: number;
  readonly of: number | null;
  readonly status: EscalationStatus;
  readonly dueAt: Date | null;
  readonly holdKind: SuppressionKind | null;
  readonly holdId: string | null;
  readonly holdReason: string | null;
  readonly heldAt: Date | null;
  readonly holdEndsAt: Date | null;
  readonly holdOverAt: Date | null;
}

/** What readers ask about runs; reads only. */
@Injectable()
export class EscalationHistoryRepository {
  constructor(@Inject(DATABASE) readonly database: Database) {}

  /** The runs of an incident, the last one first, below the run `before`. */
  async runs(incidentId: string, before: number | null, limit: number): Promise<readonly StoredEscalation[]> {
    const query = this.database<StoredEscalation>('escalations').where({ incidentId });
    if (before !== null) void query.andWhere('run', '<', before);
    return query.orderBy('run', 'desc').limit(limit).select('*');
  }

  /** All passages of the runs, in the order in which they came. */
  async passages(escalationIds: readonly string[]): Promise<readonly Passage[]> {
    return this.database<Passage>('escalation_steps')
      .whereIn('escalationId', [...escalationIds])
      .orderBy(['escalationId', 'round', 'step'])
      .select('*');
  }

  async incidentExists(id: string): Promise<boolean> {
    return (await this.database('incidents').where({ id }).first('id')) !== undefined;
  }

  /** One row for each of the incidents that ever had a run. */
  async standings(incidentIds: readonly string[]): Promise<readonly StandingRow[]> {
    const { rows } = await this.database.raw<{ rows: readonly StandingRow[] }>(
      `select e.incident_id, e.run, e.round, e.step, jsonb_array_length(e.snapshot -> 'steps') as of, e.status, e.due_at,
              e.hold_kind, e.hold_id, e.hold_reason, e.held_at, e.hold_ends_at, e.hold_over_at
         from unnest(?::uuid[]) as asked (id)
         cross join lateral (
           select * from escalations x where x.incident_id = asked.id order by x.run desc limit 1) e`,
      [[...incidentIds]],
    );
    return rows;
  }
}
