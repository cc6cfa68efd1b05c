import { Inject, Injectable } from '@nestjs/common';
import type { TimelineKind } from 'incident-core';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { insertion, jsonOf, Statement, type ColumnTypes } from '../platform/statement.ts';
import { CHANGES_BELL } from './change.repository.ts';
import type { TimelineEntry } from './timeline.ts';

interface TimelineRow {
  readonly id: number;
  readonly incidentId: string;
  readonly at: Date;
  readonly kind: TimelineKind;
  readonly actor: TimelineEntry['actor'];
  readonly data: TimelineEntry['data'];
}

const ENTRY: ColumnTypes<TimelineEntry> = {
  incidentId: 'uuid',
  at: 'timestamptz',
  kind: 'text',
  actor: 'jsonb',
  data: 'jsonb',
};

/** Who watches live is told by the same statement. */
const APPEND = new Statement<{ readonly id: number }>(
  `with written as (${insertion('timeline_entries', ENTRY)} returning id, incident_id, kind, at),
   announced as (
     insert into incident_changes (incident_id, change, at)
     select incident_id, kind, max(at) from written group by incident_id, kind order by min(id))
   select id, (select pg_notify('${CHANGES_BELL}', '')) as bell from written`,
);

@Injectable()
export class TimelineRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Answers the ids of the new entries. */
  async append(transaction: Transaction, entries: readonly TimelineEntry[]): Promise<readonly number[]> {
    if (entries.length === 0) return [];
    const written = await APPEND.run(transaction, { rows: jsonOf(entries, ENTRY) });
    return written.map(({ id }) => id);
  }

  async latest(incidentId: string, limit: number): Promise<readonly TimelineRow[]> {
    return this.database<TimelineRow>('timeline_entries')
      .where({ incidentId })
      .orderBy('id', 'desc')
      .limit(limit)
      .select('id', 'incidentId', 'at', 'kind', 'actor', 'data');
  }

  /** In the order in which they were written, after the entry `after`. */
  async list(incidentId: string, after: number, limit: number): Promise<readonly TimelineRow[]> {
    return this.database<TimelineRow>('timeline_entries')
      .where({ incidentId })
      .andWhere('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .select('id', 'incidentId', 'at', 'kind', 'actor', 'data');
  }
}
