import { Inject, Injectable } from '@nestjs/common';
import type { Incident, NamedIncidentAnswer } from 'incident-core';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';

/** An incident with the one that has taken it in. */
export type MergedIncident = Incident & { readonly mergedInto: string | null };

/** What an incident was merged into, and what it has taken in. */
export interface Mergers {
  readonly mergedInto: NamedIncidentAnswer | null;
  readonly merged: readonly NamedIncidentAnswer[];
}

@Injectable()
export class MergeRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async keysOf(transaction: Transaction, incidentId: string): Promise<readonly string[]> {
    const rows: readonly { readonly dedupKey: string }[] = await transaction('incident_alerts')
      .where({ incidentId })
      .orderBy('dedupKey')
      .select('dedupKey');
    return rows.map(({ dedupKey }) => dedupKey);
  }

  /** Locks them in the order in which the intake does. */
  async lock(transaction: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, MergedIncident>> {
    const rows = await transaction<MergedIncident>('incidents')
      .whereIn('id', ids)
      .orderBy('id')
      .forNoKeyUpdate()
      .select('*');
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Whether alerts of it are active, and Kibana looks at none of those. */
  async isUntracked(transaction: Transaction, incidentId: string): Promise<boolean> {
    const { rows } = await transaction.raw<{ rows: readonly unknown[] }>(
      `select from incident_alerts where incident_id = ? and status = 'active' and unresolved
       having bool_and(untracked_at is not null)`,
      [incidentId],
    );
    return rows.length > 0;
  }

  /**
   * Gives the alerts of one incident, and all their episodes, to another. Of a key that both have, the row stays that
   * holds it: the other is of an older time of an incident that was opened again.
   */
  async moveAlerts(transaction: Transaction, from: string, into: string): Promise<void> {
    await transaction.raw(
      `delete from incident_alerts o using incident_alerts m
        where o.incident_id = :into and not o.unresolved and m.incident_id = :from and m.dedup_key = o.dedup_key`,
      { from, into },
    );
    await transaction.raw(
      `update incident_alerts m set incident_id = :into
        where m.incident_id = :from
          and not exists (select from incident_alerts o where o.incident_id = :into and o.dedup_key = m.dedup_key)`,
      { from, into },
    );
    await transaction('alert_episodes').where({ incidentId: from }).update({ incidentId: into });
  }

  async markMerged(transaction: Transaction, from: string, into: string): Promise<void> {
    await transaction('incidents').where({ id: from }).update({ mergedInto: into });
  }

  async mergersOf(id: string): Promise<Mergers> {
    const { rows } = await this.database.raw<{
      rows: readonly (NamedIncidentAnswer & { readonly tookIn: boolean })[];
    }>(
      `select n.id, n.number, n.title, true as took_in
         from incidents i join incidents n on n.id = i.merged_into where i.id = :id
       union all
       select m.id, m.number, m.title, false from incidents m where m.merged_into = :id
        order by number`,
      { id },
    );
    const named = rows.map(({ tookIn, ...incident }) => ({ tookIn, incident }));
    return {
      mergedInto: named.find(({ tookIn }) => tookIn)?.incident ?? null,
      merged: named.filter(({ tookIn }) => !tookIn).map(({ incident }) => incident),
    };
  }
}
