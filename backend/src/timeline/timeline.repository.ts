import { Inject, Injectable } from '@nestjs/common';
import type { TimelineKind } from 'incident-core';
import { DATABASE, inPieces, type Database, type Transaction } from '../platform/database.ts';
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

const ANNOUNCE = `insert into incident_changes (incident_id, change, at)
  select incident_id, kind, max(at) from written group by incident_id, kind order by min(id)`;

@Injectable()
export class TimelineRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Answers the ids of the new entries. Who watches live is told of them by the same statement. */
  async append(transaction: Transaction, entries: readonly TimelineEntry[]): Promise<readonly number[]> {
    const ids: number[] = [];
    const rows = entries.map(({ actor, data, ...entry }) => ({
      ...entry,
      actor: JSON.stringify(actor),
      data: JSON.stringify(data),
    }));
    for (const piece of inPieces(rows)) {
      const insertion = transaction('timeline_entries').insert(piece).returning(['id', 'incidentId', 'kind', 'at']);
      const written: readonly { readonly id: number }[] = await transaction
        .with('written', insertion)
        .with('announced', transaction.raw(ANNOUNCE))
        .from('written')
        .select('id', transaction.raw('(select pg_notify(?, ?)) as bell', [CHANGES_BELL, '']));
      ids.push(...written.map(({ id }) => id));
    }
    return ids;
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
