import { Inject, Injectable } from '@nestjs/common';
import type { Incident, Resolution } from 'incident-core';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import type { StoredAlert } from './intake.repository.ts';

/** An incident with the names that people know. */
export interface NamedIncident extends Incident {
  readonly alertId: string;
  readonly teamName: string;
  readonly assigneeName: string | null;
}

@Injectable()
export class IncidentRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async find(id: string, connection: Database | Transaction = this.database): Promise<NamedIncident | null> {
    const [row] = (await this.named(connection).where('i.id', id)) as NamedIncident[];
    return row ?? null;
  }

  async alertsOf(incidentId: string): Promise<readonly StoredAlert[]> {
    return this.database<StoredAlert>('incident_alerts').where({ incidentId }).orderBy('firstSeenAt').select('*');
  }

  async lock(transaction: Transaction, id: string): Promise<Incident | null> {
    const row = await transaction<Incident>('incidents').where({ id }).forUpdate().first('*');
    return row ?? null;
  }

  /** Locks incidents whose alerts recovered during work and whose time to resolve has come. */
  async lockResolveDue(
    transaction: Transaction,
    now: Date,
    limit: number,
    only: string | null,
  ): Promise<readonly Incident[]> {
    return transaction<Incident>('incidents')
      .where('resolveDueAt', '<=', now)
      .whereNot('status', 'resolved')
      .whereRaw('(?::uuid is null or id = ?)', [only, only])
      .orderBy('resolveDueAt')
      .limit(limit)
      .forUpdate()
      .skipLocked()
      .select('*');
  }

  async update(transaction: Transaction, id: string, change: Partial<Incident>): Promise<void> {
    await transaction('incidents').where({ id }).update(change);
  }

  async resolve(transaction: Transaction, ids: readonly string[], resolution: Resolution, now: Date): Promise<void> {
    await transaction('incidents')
      .whereIn('id', ids)
      .update({ status: 'resolved', resolution, resolvedAt: now, resolveDueAt: null });
  }

  /** Lets go of the incidents' dedup keys and ends their episodes, which never open anything again. Answers which incidents had an active alert. */
  async endAlerts(transaction: Transaction, incidentIds: readonly string[]): Promise<readonly string[]> {
    const ended: readonly { incidentId: string; dedupKey: string; episode: string; status: string }[] =
      await transaction('incident_alerts')
        .whereIn('incidentId', incidentIds)
        .update({ unresolved: false })
        .returning(['incidentId', 'dedupKey', 'episode', 'status']);
    await transaction('alert_episodes')
      .whereIn(
        ['dedupKey', 'episode'],
        ended.map(({ dedupKey, episode }) => [dedupKey, episode]),
      )
      .whereNull('ended')
      .update({ ended: 'resolved_by_responder' });
    return [...new Set(ended.filter(({ status }) => status === 'active').map(({ incidentId }) => incidentId))];
  }

  async exists(id: string): Promise<boolean> {
    return (await this.database('incidents').where({ id }).first('id')) !== undefined;
  }

  private named(connection: Database | Transaction) {
    return connection('incidents as i')
      .join('teams as t', 't.id', 'i.teamId')
      .leftJoin('users as u', 'u.id', 'i.assigneeId')
      .select('i.*', 't.name as teamName', 'u.name as assigneeName');
  }
}
