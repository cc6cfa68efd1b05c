import { Injectable } from '@nestjs/common';
import type { Group, Surge } from 'incident-core';
import type { Transaction } from '../platform/database.ts';
import { givenRows, Statement } from '../platform/statement.ts';

/** A source's rate, and what it has brought of late. */
export interface SourceSurge {
  readonly sourceId: string;
  /** Null for a source that may send what it wants. */
  readonly rate: number | null;
  readonly surge: Surge | null;
}

/** An open incident that collects what a source sent above its rate, of one team. */
export interface OpenStorm {
  readonly incidentId: string;
  readonly sourceId: string;
  readonly teamId: string;
  readonly rate: number;
}

/** A service whose worst is known already. */
export interface CriticalService {
  readonly service: string;
  readonly environment: string | null;
}

/** A source that has brought nothing yet has no surge. */
type SurgeRow = { readonly sourceId: string; readonly rate: number | null } & (
  Surge | Readonly<Record<keyof Surge, null>>
);

const SURGES = new Statement<SurgeRow>(
  `select s.id as source_id, s.storm_rate as rate, x.since, x.count, x.before
     from sources s left join source_surges x on x.source_id = s.id where s.id = any(:sourceIds::uuid[])`,
);

const ADD_TO_SURGES = new Statement(
  `insert into source_surges as x (source_id, since, count, before)
   select s.id, a.since, a.count, 0
     from ${givenRows({ sourceId: 'uuid', since: 'timestamptz', count: 'int' }, 'a')}
     join sources s on s.id = a."sourceId"
    order by s.id
   on conflict (source_id) do update
      set since = greatest(x.since, excluded.since),
          count = case when x.since >= excluded.since then x.count + excluded.count else excluded.count end,
          before = case when x.since >= excluded.since then x.before
                        when x.since = excluded.since - interval '1 minute' then x.count
                        else 0 end`,
);

/** Reads and writes what decides whether an alert joins an incident that other alerts opened. */
@Injectable()
export class NeighbourRepository {
  /** Of those sources that there are. */
  async surges(transaction: Transaction, sourceIds: readonly string[]): Promise<readonly SourceSurge[]> {
    const rows = await SURGES.run(transaction, { sourceIds: [...sourceIds] });
    return rows.map(({ sourceId, rate, since, count, before }) => ({
      sourceId,
      rate,
      surge: since === null ? null : { since, count, before },
    }));
  }

  /** Adds to what sources have brought; in the order of their ids, so that nobody waits in a circle. */
  async addToSurges(
    transaction: Transaction,
    added: readonly { readonly sourceId: string; readonly since: Date; readonly count: number }[],
  ): Promise<void> {
    if (added.length > 0) await ADD_TO_SURGES.run(transaction, { rows: JSON.stringify(added) });
  }

  /** The ids of the open incidents that alerts opened which belong to the groups, and that are young enough for one of them. */
  async joinable(transaction: Transaction, groups: readonly Group[], now: Date): Promise<readonly string[]> {
    if (groups.length === 0) return [];
    const { rows } = await transaction.raw<{ rows: readonly { id: string }[] }>(
      `select i.id
         from jsonb_to_recordset(:groups::jsonb) as g("teamId" uuid, service text, environment text, "windowSeconds" int)
         join incidents i on i.service = g.service and i.created_at >= :now::timestamptz - make_interval(secs => g."windowSeconds")
        where i.team_id = g."teamId" and i.environment is not distinct from g.environment
          and i.status <> 'resolved' and not i.is_storm
          and exists (select from incident_alerts a where a.incident_id = i.id and a.id = i.alert_id)`,
      { groups: JSON.stringify(groups), now },
    );
    return rows.map(({ id }) => id);
  }

  /** The open storms of the sources, the newest last. */
  async openStorms(transaction: Transaction, sourceIds: readonly string[]): Promise<readonly OpenStorm[]> {
    if (sourceIds.length === 0) return [];
    return transaction('incident_storms as s')
      .join('incidents as i', 'i.id', 's.incidentId')
      .whereIn('s.sourceId', [...sourceIds])
      .whereNot('i.status', 'resolved')
      .orderBy(['i.createdAt', 'i.id'])
      .select('s.incidentId', 's.sourceId', 's.teamId', 's.rate');
  }

  /** Those of the services that have an open critical incident of their own. */
  async criticalServices(transaction: Transaction, services: readonly string[]): Promise<readonly CriticalService[]> {
    if (services.length === 0) return [];
    return transaction('incidents')
      .distinct('service', 'environment')
      .whereIn('service', [...services])
      .whereRaw(`status <> 'resolved'`)
      .where({ severity: 'critical', isStorm: false });
  }

  async insertStorms(transaction: Transaction, storms: readonly OpenStorm[]): Promise<void> {
    if (storms.length > 0) await transaction('incident_storms').insert([...storms]);
  }
}
