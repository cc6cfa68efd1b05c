import { Injectable } from '@nestjs/common';
import type {
  Escalation,
  EscalationEnd,
  EscalationPolicy,
  EscalationStatus,
  EscalationTarget,
  IncidentStatus,
  Severity,
  SuppressionKind,
  Urgency,
} from 'incident-core';
import type { Database, Transaction } from '../platform/database.ts';
import { givenRows, Insertion, Statement, writtenOver, type ColumnTypes } from '../platform/statement.ts';

/** A run as it is stored. Without a snapshot it has not begun: a policy is matched when it is due. */
export interface StoredEscalation extends Omit<Escalation, 'snapshot'> {
  readonly snapshot: EscalationPolicy | null;
  readonly urgency: Urgency;
  readonly startedBecause: string;
  readonly nobodyNotified: boolean;
  readonly endReason: EscalationEnd | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  /** What holds it, or held it last; null for what nothing ever held. */
  readonly holdKind: SuppressionKind | null;
  readonly holdId: string | null;
  readonly holdReason: string | null;
  readonly heldAt: Date | null;
  readonly holdEndsAt: Date | null;
  /** When that let it go; null while it is held. */
  readonly holdOverAt: Date | null;
  /** Somebody asked for it in spite of what would hold it. */
  readonly holdWaived: boolean;
}

/** A run under lock, with what its next move depends on. */
export interface DueEscalation extends StoredEscalation {
  readonly incidentStatus: IncidentStatus;
  /** As it is now; the run keeps what it had when it last moved. */
  readonly incidentUrgency: Urgency;
  readonly teamId: string;
  readonly severity: Severity;
  readonly service: string | null;
  readonly environment: string | null;
  readonly tags: readonly string[];
  readonly reopenCount: number;
}

/** One passage through a step. */
export interface Passage {
  readonly escalationId: string;
  readonly round: number;
  readonly step: number;
  readonly status: EscalationStatus;
  readonly dueAt: Date;
  readonly activatedAt: Date | null;
  readonly notifiedAt: Date | null;
  readonly endedAt: Date | null;
  readonly reason: string | null;
  readonly unreachable: readonly { readonly target: EscalationTarget; readonly reason: string }[];
}

export const DUE_COLUMNS = `e.*, i.status as incident_status, i.urgency as incident_urgency, i.team_id, i.severity, i.service, i.environment, i.tags, i.reopen_count`;

/** Of a delivery: what a channel took, and then did not deliver, has got through to nobody. */
export const HAS_GOT_THROUGH = `d.status in ('sent', 'delivered')`;

/** As the index of such deliveries has it: most runs have none, and are not looked at any further. */
const HAS_BOUNCED = `exists (select from deliveries b
                              where b.incident_id = e.incident_id and b.status = 'failed' and b.sent_at is not null)`;

const RUN: ColumnTypes<StoredEscalation> = {
  id: 'uuid',
  incidentId: 'uuid',
  run: 'int',
  urgency: 'text',
  snapshot: 'jsonb',
  startedBecause: 'text',
  round: 'int',
  step: 'int',
  status: 'text',
  dueAt: 'timestamptz',
  activatedAt: 'timestamptz',
  roundStartedAt: 'timestamptz',
  nobodyNotified: 'boolean',
  createdAt: 'timestamptz',
  endedAt: 'timestamptz',
  endReason: 'text',
  holdKind: 'text',
  holdId: 'uuid',
  holdReason: 'text',
  heldAt: 'timestamptz',
  holdEndsAt: 'timestamptz',
  holdOverAt: 'timestamptz',
  holdWaived: 'boolean',
};

const PASSAGE: ColumnTypes<Passage> = {
  escalationId: 'uuid',
  round: 'int',
  step: 'int',
  status: 'text',
  dueAt: 'timestamptz',
  activatedAt: 'timestamptz',
  notifiedAt: 'timestamptz',
  endedAt: 'timestamptz',
  reason: 'text',
  unreachable: 'jsonb',
};

const BEGIN = new Insertion('escalations', RUN);
const MOVE = new Statement(
  `update escalations e
      set snapshot = x.snapshot, urgency = x.urgency, round = x.round, step = x.step, status = x.status,
          due_at = x."dueAt", activated_at = x."activatedAt", round_started_at = x."roundStartedAt",
          nobody_notified = x."nobodyNotified", ended_at = x."endedAt", end_reason = x."endReason", failures = 0,
          started_because = x."startedBecause", hold_kind = x."holdKind", hold_id = x."holdId",
          hold_reason = x."holdReason", held_at = x."heldAt", hold_ends_at = x."holdEndsAt",
          hold_over_at = x."holdOverAt", hold_waived = x."holdWaived"
     from ${givenRows(RUN)}
    where e.id = x.id`,
);
const PASS = new Insertion(
  'escalation_steps',
  PASSAGE,
  `on conflict (escalation_id, round, step) do update
     set ${writtenOver(PASSAGE, 'escalationId', 'round', 'step')}`,
);

@Injectable()
export class EscalationRepository {
  /**
   * Locks runs that are due, the urgent first, together with their incidents: rows that somebody else works on are
   * passed over, so that no two workers move one run and nobody waits.
   */
  async claimDue(
    transaction: Transaction,
    now: Date,
    limit: number,
    only: string | null,
  ): Promise<readonly DueEscalation[]> {
    const { rows } = await transaction.raw<{ rows: readonly DueEscalation[] }>(
      `select ${DUE_COLUMNS}
         from escalations e
         join incidents i on i.id = e.incident_id
        where e.status <> 'resolved' and e.parked_at is null and e.due_at <= :now
          and (:only::uuid is null or e.id = :only)
        order by e.urgency, e.due_at
        limit :limit
        for no key update of e, i skip locked`,
      { now, limit, only },
    );
    return rows;
  }

  /**
   * Locks runs whose step has been heard of: somebody was reached by what is active, or nobody can be any more, be it that
   * all was taken and did not arrive. A run that left its step while we looked is not judged by what came of that step.
   */
  async claimHeardOf(
    transaction: Transaction,
    limit: number,
    only: string | null,
  ): Promise<readonly (DueEscalation & { readonly reached: boolean })[]> {
    const { rows } = await transaction.raw<{ rows: readonly (DueEscalation & { readonly reached: boolean })[] }>(
      `select ${DUE_COLUMNS}, heard.reached
         from escalations e
         join incidents i on i.id = e.incident_id
         cross join lateral (
           select e.round, e.step, coalesce(bool_or(${HAS_GOT_THROUGH}), false) as reached,
                  bool_and(d.ended_at is not null) as over
             from notifications n
             join deliveries d on d.notification_id = n.id
            where n.escalation_id = e.id and n.round = e.round and n.step = e.step and n.event = 'escalation_step') heard
        where (e.status = 'active' or e.status = 'notified' and ${HAS_BOUNCED})
          and e.parked_at is null and not e.nobody_notified
          and case when heard.reached then e.status = 'active' else heard.over end
          and heard.round = e.round and heard.step = e.step
          and (:only::uuid is null or e.id = :only)
        limit :limit
        for no key update of e, i skip locked`,
      { limit, only },
    );
    return rows;
  }

  async lockLive(transaction: Transaction, incidentIds: readonly string[]): Promise<readonly StoredEscalation[]> {
    return transaction<StoredEscalation>('escalations')
      .whereIn('incidentId', incidentIds)
      .whereNot('status', 'resolved')
      .orderBy('id')
      .forNoKeyUpdate()
      .select('*');
  }

  async lastRuns(transaction: Transaction, incidentIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (incidentIds.length === 0) return new Map();
    const rows: readonly { readonly incidentId: string; readonly run: number }[] = await transaction('escalations')
      .whereIn('incidentId', incidentIds)
      .groupBy('incidentId')
      .select('incidentId')
      .max('run as run');
    return new Map(rows.map((row) => [row.incidentId, Number(row.run)]));
  }

  /** The incident's last run that had a policy. */
  async lastBegun(
    transaction: Transaction,
    incidentId: string,
  ): Promise<(StoredEscalation & { readonly snapshot: EscalationPolicy }) | null> {
    const row = await transaction('escalations')
      .where({ incidentId })
      .whereNotNull('snapshot')
      .orderBy('run', 'desc')
      .first<StoredEscalation & { readonly snapshot: EscalationPolicy }>('*');
    return row ?? null;
  }

  async insert(transaction: Transaction, rows: readonly StoredEscalation[]): Promise<void> {
    await BEGIN.run(transaction, rows);
  }

  async update(transaction: Transaction, rows: readonly StoredEscalation[]): Promise<void> {
    if (rows.length > 0) await MOVE.run(transaction, { rows: JSON.stringify(rows) });
  }

  async savePassages(transaction: Transaction, passages: readonly Passage[]): Promise<void> {
    await PASS.run(transaction, passages);
    await this.noteEscalated(
      transaction,
      passages.filter(({ status }) => status === 'escalated'),
    );
  }

  /** Which incidents went on beyond a step, and when they first did. */
  private async noteEscalated(transaction: Transaction, left: readonly Passage[]): Promise<void> {
    if (left.length === 0) return;
    const values = left.map(({ escalationId, endedAt }) => ({ escalation_id: escalationId, at: endedAt }));
    await transaction.raw(
      `insert into escalated_incidents (incident_id, at)
       select e.incident_id, min(x.at)
         from jsonb_to_recordset(?::jsonb) as x(escalation_id uuid, at timestamptz)
         join escalations e on e.id = x.escalation_id
        where x.at is not null
        group by e.incident_id
        order by e.incident_id
       on conflict (incident_id) do nothing`,
      [JSON.stringify(values)],
    );
  }

  /** The present passages of runs, by run id. */
  async currentPassages(transaction: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, Passage>> {
    const rows: readonly Passage[] = await transaction('escalation_steps as s')
      .join('escalations as e', (join) =>
        join.on('e.id', 's.escalationId').andOn('e.round', 's.round').andOn('e.step', 's.step'),
      )
      .whereIn('s.escalationId', ids)
      .select('s.*');
    return new Map(rows.map((row) => [row.escalationId, row]));
  }

  async teamsOf(transaction: Transaction, incidentIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows: readonly { readonly id: string; readonly teamId: string }[] = await transaction('incidents')
      .whereIn('id', incidentIds)
      .select('id', 'teamId');
    return new Map(rows.map((row) => [row.id, row.teamId]));
  }

  /** Counts a failure of our own; from `limit` on the row is set aside, so that it blocks nobody. Answers whether it was. */
  async countFailure(database: Database, id: string, limit: number, dueAt: Date, now: Date): Promise<boolean> {
    const { rows } = await database.raw<{ rows: readonly { readonly parkedAt: Date | null }[] }>(
      `update escalations
          set failures = failures + 1, due_at = greatest(due_at, :dueAt),
              parked_at = case when failures + 1 >= :limit then :now::timestamptz end
        where id = :id
       returning parked_at`,
      { id, limit, dueAt, now },
    );
    return rows[0]?.parkedAt != null;
  }
}
