import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';

/** An episode of a dedup key. */
export interface NamedEpisode {
  readonly dedupKey: string;
  readonly episode: string;
}

/** An alert of an open incident. */
export interface OpenAlert {
  readonly id: string;
  readonly episode: string;
}

export const WORKFLOW_STATUSES = ['acknowledged', 'open'] as const;
/** What an acknowledgement, or its end, is called in Kibana's alerts. */
export type WorkflowStatus = (typeof WORKFLOW_STATUSES)[number];

/** Of an alert of an open incident, by the incident's status. */
const WANTED = `case when i.status in ('acknowledged', 'in_progress') then 'acknowledged' else 'open' end`;

@Injectable()
export class OpenAlertsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Those of the episodes of which anything is known. */
  async known(episodes: readonly NamedEpisode[]): Promise<readonly NamedEpisode[]> {
    const { rows } = await this.database.raw<{ rows: readonly NamedEpisode[] }>(
      `select dedup_key, episode from alert_episodes
        where (dedup_key, episode) in (select * from unnest(?::text[], ?::text[]))`,
      [episodes.map(({ dedupKey }) => dedupKey), episodes.map(({ episode }) => episode)],
    );
    return rows;
  }

  /** The alerts of a source that are known to be active, in the order of their ids. */
  async activeOf(sourceId: string, afterId: string | null, limit: number): Promise<readonly OpenAlert[]> {
    const query = this.database('incident_alerts')
      .where({ sourceId, status: 'active' })
      .whereRaw('unresolved')
      .orderBy('id')
      .limit(limit);
    if (afterId !== null) void query.where('id', '>', afterId);
    return query.select<readonly OpenAlert[]>('id', 'episode');
  }

  /** The alerts of a source into which their incident's acknowledgement, or its end, is not written yet. */
  async toWriteBack(sourceId: string, status: WorkflowStatus, limit: number): Promise<readonly OpenAlert[]> {
    const written = `a.written_back is not distinct from 'acknowledged:' || a.episode`;
    const { rows } = await this.database.raw<{ rows: readonly OpenAlert[] }>(
      `select a.id, a.episode from incident_alerts a join incidents i on i.id = a.incident_id
        where a.source_id = :sourceId and a.unresolved and a.status = 'active' and ${WANTED} = :status
          and ${status === 'acknowledged' ? 'not' : ''} (${written})
        order by a.id limit :limit`,
      { sourceId, status, limit },
    );
    return rows;
  }

  async saveWrittenBack(transaction: Transaction, alerts: readonly OpenAlert[], status: WorkflowStatus): Promise<void> {
    await transaction.raw(
      `update incident_alerts a set written_back = case when :status = 'open' then null else :status || ':' || x.episode end
         from unnest(:ids::uuid[], :episodes::text[]) as x(id, episode) where a.id = x.id`,
      { status, ids: alerts.map(({ id }) => id), episodes: alerts.map(({ episode }) => episode) },
    );
  }
}
