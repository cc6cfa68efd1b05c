import { Injectable } from '@nestjs/common';
import type { IncidentStatus, Severity, Suppressible } from 'incident-core';
import type { Database } from '../platform/database.ts';

/** An open incident, with what suppressions are held against. */
export interface OpenIncident extends Omit<Suppressible, 'pausedUntil' | 'severity'> {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly severity: Severity;
  readonly status: IncidentStatus;
}

/** What is open, for those who plan a suppression; reads only. */
@Injectable()
export class SuppressionPreviewRepository {
  /** The newest first. */
  async open(
    db: Database,
    { teamId, visibleTeams }: { readonly teamId: string | null; readonly visibleTeams: readonly string[] | null },
    limit: number,
  ): Promise<readonly OpenIncident[]> {
    const { rows } = await db.raw<{ rows: readonly OpenIncident[] }>(
      `with open as (
         select * from incidents
          where status <> 'resolved' and (:teamId::uuid is null or team_id = :teamId)
            and (:visibleTeams::uuid[] is null or team_id = any(:visibleTeams))
          order by created_at desc, id desc limit :limit)
       select i.id, i.number, i.title, i.severity, i.status, i.team_id, i.service, i.environment, i.tags,
              coalesce(a.source_ids, '{}') as source_ids, coalesce(a.rules, '{}') as rules
         from open i
         left join lateral (
           select array_agg(source_id::text) as source_ids,
                  array_remove(array_agg(rule_id) || array_agg(rule_name), null) as rules
             from incident_alerts where incident_id = i.id) a on true
        order by i.created_at desc, i.id desc`,
      { teamId, visibleTeams: visibleTeams && [...visibleTeams], limit },
    );
    return rows;
  }
}
