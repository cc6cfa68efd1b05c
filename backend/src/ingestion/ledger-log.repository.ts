import { Inject, Injectable } from '@nestjs/common';
import type { LedgerOutcome } from 'incident-core';
import { DATABASE, type Database } from '../platform/database.ts';

/** An entry of the ledger with the names that people know. */
export interface LoggedEntry {
  readonly rawEventId: string;
  readonly position: number;
  readonly receivedAt: Date;
  readonly sourceId: string;
  readonly sourceName: string | null;
  readonly via: 'push' | 'pull';
  readonly outcome: LedgerOutcome;
  readonly reason: string | null;
  readonly dedupKey: string | null;
  readonly episode: string | null;
  readonly alertStatus: string | null;
  readonly alertDate: Date | null;
  readonly incidentId: string | null;
  readonly number: number | null;
  readonly title: string | null;
  readonly incidentStatus: string | null;
  readonly incidentCreatedAt: Date | null;
  readonly teamId: string | null;
  readonly teamName: string | null;
  readonly path: string | null;
  readonly found: string | null;
  readonly expected: string | null;
}

/** A place in the ledger, which is read from its end. */
export interface LedgerPlace {
  readonly receivedAt: Date;
  readonly rawEventId: string;
  readonly position: number;
}

export interface LedgerFilter {
  readonly event?: string;
  readonly incident?: string;
  readonly source?: string;
  /** Without `open`. */
  readonly outcomes?: readonly LedgerOutcome[];
  readonly from?: Date;
  readonly to?: Date;
  /** Null for all. */
  readonly teams: readonly string[] | null;
}

/** Why a post is answered 400 or 413: its entry says that nothing of it could be read. */
const REJECTED = `('empty_body', 'body_too_large')`;
const OUTCOME = `case when l.outcome = 'unreadable' and l.reason in ${REJECTED} then 'rejected' else l.outcome end`;
const LATEST = 'order by l.received_at desc, l.raw_event_id desc, l.position desc limit :limit';
/** The sources that ever sent something, those that are gone included; asked one after another, for they are few. */
const SOURCES = `with recursive known (id) as (
  (select source_id from ledger_entries order by source_id limit 1)
  union all
  select (select l.source_id from ledger_entries l where l.source_id > known.id order by l.source_id limit 1)
    from known where known.id is not null)`;

/** Pages of the ledger, by whatever it is asked for; reads only. */
@Injectable()
export class LedgerLogRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** The latest first, below a place: each way of asking has an index that gives its rows in that order. */
  async list(filter: LedgerFilter, below: LedgerPlace | null, limit: number): Promise<readonly LoggedEntry[]> {
    const { event, incident, source, outcomes, from, to, teams } = filter;
    const conditions = [
      ...(event === undefined ? [] : ['l.raw_event_id = :event::uuid']),
      ...(incident === undefined ? [] : ['l.incident_id = :incident::uuid']),
      ...(source === undefined ? [] : ['l.source_id = :source::uuid']),
      ...(outcomes === undefined ? [] : [`(${OUTCOME}) = any(:outcomes)`]),
      ...(from === undefined ? [] : ['l.received_at >= :from']),
      ...(to === undefined ? [] : ['l.received_at < :to']),
      ...(teams === null ? [] : ['l.team_id = any(:teams::uuid[])']),
      ...(below === null
        ? []
        : ['(l.received_at, l.raw_event_id, l.position) < (:receivedAt, :rawEventId::uuid, :position::int)']),
    ];
    const { rows } = await this.database.raw<{ rows: readonly LoggedEntry[] }>(
      `${chosen(filter, conditions)}
       select l.raw_event_id, l.position, l.received_at, l.source_id, s.name as source_name, l.via, ${OUTCOME} as outcome,
              l.reason, l.dedup_key, l.episode, l.alert_status, l.alert_date, i.id as incident_id, i.number, i.title,
              i.status as incident_status, i.created_at as incident_created_at, t.id as team_id, t.name as team_name,
              l.path, l.found, l.expected
         from chosen l
         left join sources s on s.id = l.source_id
         left join incidents i on i.id = l.incident_id
         left join teams t on t.id = coalesce(l.team_id, i.team_id)
        ${LATEST}`,
      {
        ...{ event, incident, source, from, to, limit },
        ...(below === null ? {} : { ...below }),
        outcomes: [...(outcomes ?? [])],
        stored: [...new Set((outcomes ?? []).map((outcome) => (outcome === 'rejected' ? 'unreadable' : outcome)))],
        teams: [...(teams ?? [])],
      },
    );
    return rows;
  }

  /** Why runs of an incident are held, or were when they ended, by run. */
  async holdsOf(incidentId: string): Promise<ReadonlyMap<number, string>> {
    const rows: readonly { readonly run: number; readonly holdKind: string; readonly holdReason: string | null }[] =
      await this.database('escalations')
        .where({ incidentId })
        .whereNotNull('holdKind')
        .whereNull('holdOverAt')
        .select('run', 'holdKind', 'holdReason');
    return new Map(rows.map(({ run, holdKind, holdReason }) => [run, holdReason ?? holdKind]));
  }

  /** The team that has the incident now; null where there is none. */
  async teamOf(incidentId: string): Promise<string | null> {
    const row: { readonly teamId: string } | undefined = await this.database('incidents')
      .where({ id: incidentId })
      .first('teamId');
    return row?.teamId ?? null;
  }
}

/** The rows of the ledger that are asked for, by the index that fits. */
function chosen({ event, incident, source, outcomes, teams }: LedgerFilter, conditions: readonly string[]): string {
  const where = ['true', ...conditions].join(' and ');
  const each = (among: string, own: string) =>
    `chosen as (select l.* from ${among} cross join lateral (
       select l.* from ledger_entries l where ${own} and ${where} ${LATEST}) l ${LATEST})`;
  if (event !== undefined || incident !== undefined) return plain(where);
  if (outcomes !== undefined && source === undefined) {
    const among = 'known cross join unnest(:stored::text[]) as o (outcome)';
    return `${SOURCES}, ${each(`${among}`, 'l.source_id = known.id and l.outcome = o.outcome')}`;
  }
  if (source !== undefined) {
    const stored = outcomes === undefined ? ALL_STORED : ':stored::text[]';
    return `with ${each(`unnest(${stored}) as o (outcome)`, 'l.outcome = o.outcome')}`;
  }
  if (teams !== null) return `with ${each('unnest(:teams::uuid[]) as t (id)', 'l.team_id = t.id')}`;
  return plain(where);
}

const ALL_STORED = `array['opened', 'attached', 'refreshed', 'recovery_noted', 'resolved', 'reopened', 'duplicate',
  'ignored', 'unreadable']`;

function plain(where: string): string {
  return `with chosen as (select l.* from ledger_entries l where ${where} ${LATEST})`;
}
