import { Inject, Injectable } from '@nestjs/common';
import { NO_TIMERS, type EpisodeEnd, type Incident, type Resolution } from 'incident-core';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import type { StoredAlert } from './intake.repository.ts';

/** An incident with the names that people know. */
export interface NamedIncident extends Incident {
  readonly alertId: string | null;
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

  /** The first of its alerts, so many at most; of all of them, how many there are and how many are active. */
  async alertsOf(
    incidentId: string,
    most: number,
  ): Promise<{ readonly alerts: readonly StoredAlert[]; readonly total: number; readonly active: number }> {
    const alerts: readonly StoredAlert[] = await this.database<StoredAlert>('incident_alerts')
      .where({ incidentId })
      .orderBy(['firstSeenAt', 'id'])
      .limit(most)
      .select('*');
    const [counts] = await this.database('incident_alerts')
      .where({ incidentId })
      .select<{ total: number; active: number }[]>(
        this.database.raw(`count(*)::int as total, count(*) filter (where status = 'active')::int as active`),
      );
    return { alerts, total: counts?.total ?? 0, active: counts?.active ?? 0 };
  }

  /**
   * What is written about an incident meanwhile, by whoever sends a message say, does not wait for this lock, for a
   * timeline entry's foreign key asks for less: it would hold what this transaction is about to end, and both would wait.
   */
  async lock(transaction: Transaction, id: string): Promise<Incident | null> {
    const row = await transaction<Incident>('incidents').where({ id }).forNoKeyUpdate().first('*');
    return row ?? null;
  }

  /** Locks incidents whose time has come. */
  async lockTimersDue(
    transaction: Transaction,
    now: Date,
    limit: number,
    only: string | null,
  ): Promise<readonly Incident[]> {
    return transaction<Incident>('incidents')
      .where('timerDueAt', '<=', now)
      .whereNot('status', 'resolved')
      .whereRaw('(?::uuid is null or id = ?)', [only, only])
      .orderBy('timerDueAt')
      .limit(limit)
      .forNoKeyUpdate()
      .skipLocked()
      .select('*');
  }

  /** Answers whether this acknowledges it for the first time: a release forgets who had it, figures do not forget that somebody had. */
  async update(transaction: Transaction, id: string, change: Partial<Incident>): Promise<boolean> {
    const { acknowledgedAt } = change;
    if (Object.keys(change).length > 0) await transaction('incidents').where({ id }).update(change);
    if (!acknowledgedAt) return false;
    const noted = transaction('incidents').where({ id, firstAcknowledgedAt: null });
    return (await noted.update({ firstAcknowledgedAt: acknowledgedAt })) > 0;
  }

  async resolve(transaction: Transaction, ids: readonly string[], resolution: Resolution, now: Date): Promise<void> {
    await transaction('incidents')
      .whereIn('id', ids)
      .update({ ...NO_TIMERS, staleAt: null, status: 'resolved', resolution, resolvedAt: now });
  }

  /** Lets go of the incidents' dedup keys and ends their episodes. Answers which incidents had an active alert. */
  async endAlerts(
    transaction: Transaction,
    incidentIds: readonly string[],
    ended: EpisodeEnd,
  ): Promise<readonly string[]> {
    const alerts: readonly { incidentId: string; dedupKey: string; episode: string; status: string }[] =
      await transaction('incident_alerts')
        .whereIn('incidentId', incidentIds)
        .update({ unresolved: false })
        .returning(['incidentId', 'dedupKey', 'episode', 'status']);
    await transaction('alert_episodes')
      .whereIn(
        ['dedupKey', 'episode'],
        alerts.map(({ dedupKey, episode }) => [dedupKey, episode]),
      )
      .whereNull('ended')
      .update({ ended });
    return [...new Set(alerts.filter(({ status }) => status === 'active').map(({ incidentId }) => incidentId))];
  }

  /** Those of the incidents that have alerts, none of which is active. */
  async recovered(transaction: Transaction, ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    const rows: readonly { readonly incidentId: string }[] = await transaction('incident_alerts')
      .whereIn('incidentId', ids)
      .groupBy('incidentId')
      .havingRaw(`bool_and(status = 'recovered')`)
      .select('incidentId');
    return new Set(rows.map(({ incidentId }) => incidentId));
  }

  /**
   * Undoes `endAlerts`: the incident holds its dedup keys again, and a recovery of an episode that a responder had ended
   * counts once more. Breaches `incident_alerts_one_unresolved` when another incident has one of the keys.
   */
  async takeAlertsBack(transaction: Transaction, incidentId: string): Promise<void> {
    await transaction('incident_alerts').where({ incidentId }).update({ unresolved: true });
    await transaction.raw(
      `update alert_episodes e
          set ended = null
         from incident_alerts a
        where a.incident_id = ? and a.status = 'active' and e.dedup_key = a.dedup_key and e.episode = a.episode
          and e.ended = 'resolved_by_responder'`,
      [incidentId],
    );
  }

  /** Answers those who had not been asked before. */
  async addResponders(
    transaction: Transaction,
    incidentId: string,
    userIds: readonly string[],
    now: Date,
  ): Promise<readonly string[]> {
    const rows: readonly { readonly userId: string }[] = await transaction('incident_responders')
      .insert([...new Set(userIds)].map((userId) => ({ incidentId, userId, addedAt: now })))
      .onConflict()
      .ignore()
      .returning('userId');
    return rows.map(({ userId }) => userId);
  }

  /** Who was asked to help, in that order. */
  async respondersOf(incidentId: string): Promise<readonly { readonly id: string; readonly name: string }[]> {
    return this.database('incident_responders as r')
      .join('users as u', 'u.id', 'r.userId')
      .where('r.incidentId', incidentId)
      .orderBy(['r.addedAt', 'u.name'])
      .select('u.id', 'u.name');
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
