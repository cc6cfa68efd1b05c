import { Injectable } from '@nestjs/common';
import type {
  MadeSuppression,
  RecurringTimes,
  Suppressible,
  Suppression,
  SuppressionMatchers,
  SuppressionState,
} from 'incident-core';
import type { KeyPlace } from '../access/cursor.ts';
import type { Database, Transaction } from '../platform/database.ts';
import { columnsOf, Statement } from '../platform/statement.ts';

/** A silence or maintenance window as it is stored. */
export interface SuppressionRow {
  readonly id: string;
  readonly kind: MadeSuppression;
  readonly teamId: string | null;
  readonly matchers: SuppressionMatchers;
  readonly reason: string;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly recurring: RecurringTimes | null;
  readonly skippedUntil: Date | null;
  readonly endedAt: Date | null;
  readonly ownerId: string | null;
  readonly ownerName: string;
  readonly revision: number;
  readonly nextFrom: Date | null;
  readonly nextUntil: Date | null;
  readonly changeAt: Date | null;
  readonly remindAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What of an incident suppressions are held against; `autoPauseSeconds` is its team's. */
export interface SuppressibleRow extends Omit<Suppressible, 'pausedUntil'> {
  readonly incidentId: string;
  readonly createdAt: Date;
  readonly autoPauseSeconds: number | null;
}

/** One that may still hold something, as the auditor sees it. */
export interface WatchedSuppression extends SuppressionRow {
  readonly appliedRevision: number;
}

const COLUMNS = [
  'id',
  'kind',
  'teamId',
  'matchers',
  'reason',
  'startsAt',
  'endsAt',
  'recurring',
  'skippedUntil',
  'endedAt',
  'ownerId',
  'ownerName',
  'revision',
  'nextFrom',
  'nextUntil',
  'changeAt',
  'remindAt',
  'createdAt',
  'updatedAt',
] as const;

/** Where the active alerts of an incident `i` come from, all of them when none is active. */
export const ORIGINS = `cross join lateral (
           select coalesce(jsonb_agg(jsonb_build_object('sourceId', d.source_id, 'rules', d.rules)), '[]') as origins
             from (select distinct source_id, array_remove(array[rule_id, rule_name], null) as rules
                     from incident_alerts x
                    where x.incident_id = i.id
                      and (x.status = 'active' or not exists (
                        select from incident_alerts y where y.incident_id = i.id and y.status = 'active'))) d) o`;

const WATCHED = `(ended_at is null or revision <> applied_revision)`;
const DUE = `(revision <> applied_revision or change_at <= :now)`;

const CURRENT = new Statement<SuppressionRow>(
  `select ${columnsOf(COLUMNS)} from suppressions
    where ended_at is null and starts_at <= :now and (ends_at is null or ends_at > :now)`,
);

const PAUSES = new Statement<{ readonly any: boolean }>(
  `select exists (select from teams where auto_pause_seconds is not null) as any`,
);

@Injectable()
export class SuppressionRepository {
  /** Those that may be there now; which are is for the core to say. */
  async current(db: Database | Transaction, now: Date): Promise<readonly SuppressionRow[]> {
    return CURRENT.run(db, { now });
  }

  /** Whether any team waits before it disturbs anybody. */
  async pauses(db: Database | Transaction): Promise<boolean> {
    const [found] = await PAUSES.run(db);
    return found?.any === true;
  }

  /** How long a team waits before it disturbs anybody; null where it does not. */
  async pauseOf(db: Database | Transaction, teamId: string): Promise<number | null> {
    const team: { readonly autoPauseSeconds: number | null } | undefined = await db('teams')
      .where({ id: teamId })
      .first('autoPauseSeconds');
    return team?.autoPauseSeconds ?? null;
  }

  /** Tests of the way a page goes are never held, and so are missing. */
  async suppressible(db: Database | Transaction, incidentIds: readonly string[]): Promise<readonly SuppressibleRow[]> {
    const { rows } = await db.raw<{ rows: readonly SuppressibleRow[] }>(
      `select i.id as incident_id, i.team_id, i.service, i.environment, i.severity, i.tags, i.created_at,
              t.auto_pause_seconds, o.origins
         from incidents i
         join teams t on t.id = i.team_id
         ${ORIGINS}
        where i.id = any(:incidentIds)
          and not exists (select from page_tests p where p.incident_id = i.id)
          and not exists (select from page_tests p join incident_alerts a on a.dedup_key = p.dedup_key
                           where a.incident_id = i.id)`,
      { incidentIds: [...incidentIds] },
    );
    return rows;
  }

  /** Locks those that a worker has not applied as they are, or whose time has come; what another works on is passed over. */
  async lockDue(transaction: Transaction, now: Date, limit: number): Promise<readonly SuppressionRow[]> {
    return transaction('suppressions')
      .whereRaw(DUE, { now })
      .orderBy('changeAt')
      .limit(limit)
      .forNoKeyUpdate()
      .skipLocked()
      .select(...COLUMNS);
  }

  async list(
    db: Database,
    kind: MadeSuppression,
    {
      state,
      team_id: teamId,
    }: { readonly state?: SuppressionState | undefined; readonly team_id?: string | undefined },
    { place, limit, now }: { readonly place: KeyPlace | null; readonly limit: number; readonly now: Date },
  ): Promise<readonly SuppressionRow[]> {
    const query = db('suppressions').where({ kind }).orderByRaw('created_at desc, id desc').limit(limit);
    if (place) void query.whereRaw('(created_at, id) < (?::timestamptz, ?::uuid)', [place.key, place.id]);
    if (teamId !== undefined) void query.where({ teamId });
    if (state !== undefined) void query.whereRaw(IN_STATE[state], { now });
    return query.select(...COLUMNS);
  }

  async find(db: Database, kind: MadeSuppression, id: string): Promise<SuppressionRow | null> {
    return (
      (await db('suppressions')
        .where({ kind, id })
        .first(...COLUMNS)) ?? null
    );
  }

  async lock(transaction: Transaction, kind: MadeSuppression, id: string): Promise<SuppressionRow | null> {
    return (
      (await transaction('suppressions')
        .where({ kind, id })
        .forNoKeyUpdate()
        .first(...COLUMNS)) ?? null
    );
  }

  async insert(transaction: Transaction, row: SuppressionRow): Promise<void> {
    await transaction('suppressions').insert(toColumns(row));
  }

  async update(transaction: Transaction, row: SuppressionRow): Promise<void> {
    await transaction('suppressions').where({ id: row.id }).update(toColumns(row));
  }

  /** Those whose owners are to be reminded now, each taken once. */
  async takeReminders(
    transaction: Transaction,
    now: Date,
  ): Promise<readonly Pick<SuppressionRow, 'id' | 'ownerId' | 'endsAt'>[]> {
    const { rows } = await transaction.raw<{ rows: readonly Pick<SuppressionRow, 'id' | 'ownerId' | 'endsAt'>[] }>(
      `with due as (
         select id from suppressions where remind_at <= :now order by remind_at limit 100
            for no key update skip locked)
       update suppressions s set remind_at = null from due where s.id = due.id
       returning s.id, s.owner_id, case when s.ended_at is null and s.ends_at > :now then s.ends_at end as ends_at`,
      { now },
    );
    return rows;
  }

  /** Those that have not ended, or whose end is not applied yet, by their ids. */
  async watchedAfter(db: Database, id: string | null, limit: number): Promise<readonly WatchedSuppression[]> {
    const query = db('suppressions').whereRaw(WATCHED).orderBy('id').limit(limit);
    if (id !== null) void query.where('id', '>', id);
    return query.select(...COLUMNS, 'appliedRevision');
  }

  async watched(db: Database, ids: readonly string[]): Promise<readonly WatchedSuppression[]> {
    return db('suppressions')
      .whereIn('id', [...ids])
      .select(...COLUMNS, 'appliedRevision');
  }

  /** Null when it is gone, or somebody works on it. */
  async lockWatched(transaction: Transaction, id: string): Promise<WatchedSuppression | null> {
    const row = await transaction('suppressions')
      .where({ id })
      .forNoKeyUpdate()
      .skipLocked()
      .first(...COLUMNS, 'appliedRevision');
    return row ?? null;
  }

  async setDue(transaction: Transaction, id: string, changeAt: Date): Promise<void> {
    await transaction('suppressions').where({ id }).update({ changeAt });
  }

  async saveApplied(
    transaction: Transaction,
    { id, revision }: Pick<SuppressionRow, 'id' | 'revision'>,
    next: Pick<SuppressionRow, 'nextFrom' | 'nextUntil' | 'changeAt'>,
  ): Promise<void> {
    await transaction('suppressions')
      .where({ id })
      .update({ ...next, appliedRevision: revision });
  }
}

/** By the occurrence that was seen last to run or to come next. */
const IN_STATE: Readonly<Record<SuppressionState, string>> = {
  active: 'ended_at is null and next_from <= :now and next_until > :now',
  planned: 'ended_at is null and next_from > :now',
  over: '(ended_at is not null or next_until is null or next_until <= :now)',
};

function toColumns({ matchers, recurring, ...row }: SuppressionRow): Record<string, unknown> {
  return { ...row, matchers: JSON.stringify(matchers), recurring: recurring && JSON.stringify(recurring) };
}

export function toSuppression(row: SuppressionRow): Suppression {
  const { id, kind, teamId, matchers, reason, skippedUntil, endedAt, recurring } = row;
  const times =
    recurring === null
      ? { type: 'once' as const, from: row.startsAt, until: row.endsAt ?? row.startsAt }
      : { type: 'recurring' as const, ...recurring };
  return { id, kind, teamId, matchers, reason, times, skippedUntil, endedAt };
}
