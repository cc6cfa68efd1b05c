import { Injectable } from '@nestjs/common';
import type { IncidentStatus, Severity, Suppressible } from 'incident-core';
import type { Database } from '../platform/database.ts';
import { ORIGINS } from './suppression.repository.ts';

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
              o.origins
         from open i
         ${ORIGINS}
        order by i.created_at desc, i.id desc`,
      { teamId, visibleTeams: visibleTeams && [...visibleTeams], limit },
    );
    return rows;
  }
}
