import { Injectable } from '@nestjs/common';
import {
  isAskedAgain,
  type TemplateChannel,
  type TemplateEvent,
  type TemplateParts,
  type ToldIncident,
} from 'incident-core';
import type { Database, Transaction } from '../platform/database.ts';

export interface TemplateRow {
  readonly id: string;
  readonly channel: TemplateChannel;
  readonly event: TemplateEvent;
  /** Null for all teams. */
  readonly teamId: string | null;
  readonly parts: TemplateParts;
  /** Counts its changes. */
  readonly version: number;
  readonly failedAt: Date | null;
  readonly failure: string | null;
  readonly updatedAt: Date;
}

/** An incident to try a template on. */
export type TriedIncident = ToldIncident & { readonly teamId: string; readonly teamName: string };

const SHOWN = ['id', 'channel', 'event', 'teamId', 'parts', 'version', 'failedAt', 'failure', 'updatedAt'] as const;
/** So long a template that fails for many at once is marked but once. */
const MARK_EVERY_MS = 60_000;

@Injectable()
export class TemplateRepository {
  /** The latest made first; with `teamId` those of the team and those for all. */
  async page(
    db: Database,
    teamId: string | null,
    before: string | null,
    limit: number,
  ): Promise<readonly TemplateRow[]> {
    const query = db('templates').orderBy('id', 'desc').limit(limit);
    if (teamId !== null) query.whereRaw('(team_id = ? or team_id is null)', [teamId]);
    if (before !== null) query.where('id', '<', before);
    return query.select(...SHOWN);
  }

  /** All that count for a team. */
  async of(db: Database, teamId: string): Promise<readonly TemplateRow[]> {
    return db('templates')
      .where({ teamId })
      .orWhereNull('teamId')
      .select(...SHOWN);
  }

  /** That for all teams, and that of the team, as far as there are such. */
  async both(
    db: Database,
    channel: TemplateChannel,
    event: TemplateEvent,
    teamId: string | null,
  ): Promise<readonly TemplateRow[]> {
    return db('templates')
      .where({ channel, event })
      .whereRaw('(team_id is null or team_id = ?)', [teamId])
      .select(...SHOWN);
  }

  /** Two at once end with one row, whose words are those of the later. */
  async put(
    db: Database | Transaction,
    row: Pick<TemplateRow, 'id' | 'channel' | 'event' | 'teamId' | 'parts' | 'updatedAt'>,
  ): Promise<TemplateRow> {
    const { updatedAt } = row;
    const rows: readonly TemplateRow[] = await db('templates')
      .insert({ ...row, createdAt: updatedAt })
      .onConflict(['channel', 'event', 'teamId'])
      .merge({
        parts: row.parts,
        updatedAt,
        failedAt: null,
        failure: null,
        version: db.raw('templates.version + 1'),
      })
      .returning([...SHOWN]);
    const [put] = rows;
    if (!put) throw new Error('a template was neither made nor changed');
    return put;
  }

  /** False when there is none. */
  async delete(db: Database | Transaction, id: string): Promise<boolean> {
    return (await db('templates').where({ id }).delete()) === 1;
  }

  async markFailed(transaction: Transaction, { id, version }: TemplateRow, failure: string, now: Date): Promise<void> {
    await transaction('templates')
      .where({ id, version })
      .whereRaw('(failed_at is null or failed_at < ?)', [new Date(now.getTime() - MARK_EVERY_MS)])
      .update({ failedAt: now, failure });
  }

  /** Whether this is the first time that this template failed of this incident; false for one that is gone. */
  async isFirstFailure(transaction: Transaction, incidentId: string, { id, version }: TemplateRow): Promise<boolean> {
    const { rows } = await transaction.raw<{ rows: readonly unknown[] }>(
      `with template as (select id, version from templates where id = ? and version = ? for key share)
       insert into template_failures (incident_id, template_id, version)
       select ?, id, version from template
       on conflict do nothing
       returning template_id`,
      [id, version, incidentId],
    );
    return rows.length > 0;
  }

  async incident(db: Database, id: string): Promise<TriedIncident | null> {
    const row = await db('incidents as i')
      .join('teams as t', 't.id', 'i.teamId')
      .leftJoin('users as u', 'u.id', 'i.assigneeId')
      .where('i.id', id)
      .first(
        ...['i.number', 'i.title', 'i.description', 'i.severity', 'i.urgency', 'i.status', 'i.service'],
        ...['i.environment', 'i.links', 'i.createdAt', 'i.triggeredAt', 'i.lastSeenAt', 'i.alertCount'],
        ...['i.resolvedAt', 'i.resolution', 'i.teamId', 't.name as teamName', 'u.name as acknowledgedBy'],
        ...['i.confirmDueAt', 'i.acknowledgementDueAt', 'i.acknowledgementWarnAt'],
      );
    return row ? { ...row, isAskedAgain: isAskedAgain(row) } : null;
  }
}
