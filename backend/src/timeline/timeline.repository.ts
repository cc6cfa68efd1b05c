import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, inPieces, type Database, type Transaction } from '../platform/database.ts';
import type { TimelineEntry, TimelineKind } from './timeline.ts';

interface TimelineRow {
  readonly id: number;
  readonly incidentId: string;
  readonly at: Date;
  readonly kind: TimelineKind;
  readonly actor: TimelineEntry['actor'];
  readonly data: TimelineEntry['data'];
}

@Injectable()
export class TimelineRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Answers the ids of the new entries. */
  async append(transaction: Transaction, entries: readonly TimelineEntry[]): Promise<readonly number[]> {
    const ids: number[] = [];
    const rows = entries.map(({ actor, data, ...entry }) => ({
      ...entry,
      actor: JSON.stringify(actor),
      data: JSON.stringify(data),
    }));
    for (const piece of inPieces(rows)) {
      const written: readonly { readonly id: number }[] = await transaction('timeline_entries')
        .insert(piece)
        .returning('id');
      ids.push(...written.map(({ id }) => id));
    }
    return ids;
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
