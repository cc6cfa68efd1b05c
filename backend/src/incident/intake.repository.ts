import { Injectable } from '@nestjs/common';
import {
  FLAPPING_EPISODES,
  type Episode,
  type EpisodeEnd,
  type Incident,
  type KeyState,
  type Severity,
  type TeamSettings,
} from 'incident-core';
import { inPieces, type Transaction } from '../platform/database.ts';

/** A stored incident with the settings of its team. */
export interface StoredIncident extends Omit<Incident, 'number'> {
  /** The alert that opened it; null when a person did. */
  readonly alertId: string | null;
  readonly settings: TeamSettings;
}

/** A stored alert of an incident. */
export interface StoredAlert {
  readonly id: string;
  readonly incidentId: string;
  readonly dedupKey: string;
  readonly unresolved: boolean;
  readonly sourceId: string;
  readonly space: string | null;
  readonly ruleId: string | null;
  readonly ruleName: string | null;
  readonly ruleType: string | null;
  readonly alertId: string | null;
  readonly status: 'active' | 'recovered';
  readonly episode: string;
  readonly lastDate: Date;
  readonly name: string;
  readonly severity: Severity;
  readonly severityFrom: string;
  readonly service: string | null;
  readonly environment: string | null;
  readonly tags: readonly string[];
  readonly reason: string | null;
  readonly value: string | null;
  readonly threshold: string | null;
  readonly links: Incident['links'];
  readonly actionGroup: string | null;
  readonly flapping: boolean;
  readonly metadata: unknown;
  readonly count: number;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
  /** Since when Kibana has stopped looking at it. */
  readonly untrackedAt: Date | null;
}

/** What is known of one dedup key: the decision's ground, and the rows that it stands on. */
export interface KnownKey {
  readonly state: KeyState;
  readonly incident: StoredIncident | null;
  readonly alert: StoredAlert | null;
}

/** How many alerts of an incident are active, by severity. */
export type ActiveAlerts = ReadonlyMap<Severity, number>;

/** All that is known of a batch's keys, and of the incidents that they share. */
export interface KnownRows {
  readonly keys: ReadonlyMap<string, KnownKey>;
  readonly incidents: ReadonlyMap<string, StoredIncident>;
  readonly active: ReadonlyMap<string, ActiveAlerts>;
}

interface EpisodeRow {
  readonly dedupKey: string;
  readonly episode: string;
  readonly incidentId: string | null;
  readonly activeDates: readonly Date[];
  readonly recoveredAt: Date | null;
  readonly ended: EpisodeEnd | null;
}

type IncidentRow = Incident & { alertId: string | null } & TeamSettings;

const SEEN_EVERY_MS = 5 * 60_000;

const LATEST_ALERT = `cross join lateral (
  select * from incident_alerts x where x.dedup_key = k.key order by x.last_seen_at desc, x.id desc limit 1) a`;

/** Reads and writes what a batch of alerts touches, a statement a table. */
@Injectable()
export class IntakeRepository {
  /** Makes everybody who brings an alert of one of these keys wait until this transaction is over; in one order, so that nobody waits in a circle. */
  async lockKeys(transaction: Transaction, keys: readonly string[]): Promise<void> {
    await transaction.raw(
      `select pg_advisory_xact_lock(h) from (
         select distinct hashtextextended(key, 7) as h from unnest(?::text[]) as k(key) order by h) as ordered`,
      [[...keys]],
    );
  }

  /**
   * Loads the keys' states; the incidents concerned are locked, and those beside them that alerts may join, all in one
   * order. `named` are the episodes that the alerts name.
   */
  async load(
    transaction: Transaction,
    keys: readonly string[],
    named: readonly { readonly dedupKey: string; readonly episode: string }[],
    beside: readonly string[] = [],
  ): Promise<KnownRows> {
    await transaction.raw(
      `select i.id from incidents i
        where i.id in (select a.incident_id from unnest(?::text[]) as k(key) ${LATEST_ALERT})
           or i.id = any(?::uuid[])
        order by i.id for no key update`,
      [[...keys], [...beside]],
    );
    const alerts = await this.latestAlerts(transaction, keys);
    const ids = [...new Set([...alerts.map(({ incidentId }) => incidentId), ...beside])];
    const incidents = await this.incidents(transaction, ids);
    const active = await this.activeAlerts(transaction, ids);
    const current = alerts.map(({ dedupKey, episode }) => ({ dedupKey, episode }));
    const episodes = await this.episodes(transaction, keys, [...named, ...current]);
    const latestOf = new Map(alerts.map((latest) => [latest.dedupKey, latest]));
    const episodesOf = gather(episodes, ({ dedupKey }) => dedupKey);
    const known = keys.map((key) => {
      const alert = latestOf.get(key) ?? null;
      const incident = alert ? (incidents.get(alert.incidentId) ?? null) : null;
      return [key, { state: toState(key, incident, alert, episodesOf.get(key) ?? []), incident, alert }] as const;
    });
    return { keys: new Map(known), incidents, active };
  }

  async insertIncidents(transaction: Transaction, incidents: readonly StoredIncident[]): Promise<void> {
    const rows = incidents.map(({ settings: _, ...incident }) => ({
      ...incident,
      tags: [...incident.tags],
      links: JSON.stringify(incident.links),
    }));
    for (const piece of inPieces(rows)) await transaction('incidents').insert(piece);
  }

  async updateIncidents(transaction: Transaction, incidents: readonly StoredIncident[]): Promise<void> {
    if (incidents.length === 0) return;
    await transaction.raw(
      `update incidents i
          set description = x.description, severity = x.severity, urgency = x.urgency, links = x.links, status = x.status,
              assignee_id = x.assignee_id, alert_count = x.alert_count, reopen_count = x.reopen_count,
              triggered_at = x.triggered_at, last_seen_at = x.last_seen_at, acknowledged_at = x.acknowledged_at,
              started_at = x.started_at, resolved_at = x.resolved_at, resolution = x.resolution,
              resolve_due_at = x.resolve_due_at, snoozed_until = x.snoozed_until,
              acknowledgement_due_at = x.acknowledgement_due_at, acknowledgement_warn_at = x.acknowledgement_warn_at,
              confirm_due_at = x.confirm_due_at, reminder_due_at = x.reminder_due_at,
              urgency_due_at = x.urgency_due_at, flapping_at = x.flapping_at, stale_at = null
         from jsonb_to_recordset(?::jsonb) as x(id uuid, description text, severity text, urgency text, links jsonb,
              status text, assignee_id uuid, alert_count int, reopen_count int, triggered_at timestamptz,
              last_seen_at timestamptz, acknowledged_at timestamptz, started_at timestamptz, resolved_at timestamptz,
              resolution text, resolve_due_at timestamptz, snoozed_until timestamptz,
              acknowledgement_due_at timestamptz, acknowledgement_warn_at timestamptz, confirm_due_at timestamptz,
              reminder_due_at timestamptz, urgency_due_at timestamptz, flapping_at timestamptz)
        where i.id = x.id`,
      [
        JSON.stringify(
          incidents.map((incident) => ({
            id: incident.id,
            description: incident.description,
            severity: incident.severity,
            urgency: incident.urgency,
            links: incident.links,
            status: incident.status,
            assignee_id: incident.assigneeId,
            alert_count: incident.alertCount,
            reopen_count: incident.reopenCount,
            triggered_at: incident.triggeredAt,
            last_seen_at: incident.lastSeenAt,
            acknowledged_at: incident.acknowledgedAt,
            started_at: incident.startedAt,
            resolved_at: incident.resolvedAt,
            resolution: incident.resolution,
            resolve_due_at: incident.resolveDueAt,
            snoozed_until: incident.snoozedUntil,
            acknowledgement_due_at: incident.acknowledgementDueAt,
            acknowledgement_warn_at: incident.acknowledgementWarnAt,
            confirm_due_at: incident.confirmDueAt,
            reminder_due_at: incident.reminderDueAt,
            flapping_at: incident.flappingAt,
            urgency_due_at: incident.urgencyDueAt,
          })),
        ),
      ],
    );
  }

  async saveAlerts(transaction: Transaction, alerts: readonly StoredAlert[]): Promise<void> {
    const rows = alerts.map((alert) => ({
      ...alert,
      tags: [...alert.tags],
      links: JSON.stringify(alert.links),
      metadata: JSON.stringify(alert.metadata),
    }));
    for (const piece of inPieces(rows)) await transaction('incident_alerts').insert(piece).onConflict('id').merge();
  }

  /** The keys' alerts were found as they were known; so coarsely that looking costs next to nothing. */
  async saveSeen(transaction: Transaction, keys: readonly string[], now: Date): Promise<void> {
    if (keys.length === 0) return;
    await transaction.raw(
      `with seen as (
         update incident_alerts set last_seen_at = :now
          where dedup_key = any(:keys) and unresolved and last_seen_at < :before returning incident_id)
       update incidents set last_seen_at = :now, stale_at = null where id in (select incident_id from seen)`,
      { keys: [...keys], now, before: new Date(now.getTime() - SEEN_EVERY_MS) },
    );
  }

  async saveEpisodes(
    transaction: Transaction,
    episodes: readonly (Episode & { readonly lastDate: Date })[],
  ): Promise<void> {
    const rows = episodes.map((episode) => ({ ...episode, activeDates: [...episode.activeDates] }));
    for (const piece of inPieces(rows)) {
      await transaction('alert_episodes').insert(piece).onConflict(['dedupKey', 'episode']).merge();
    }
  }

  /** Lets go of the keys of incidents that are over. */
  async releaseAlerts(transaction: Transaction, incidentIds: readonly string[]): Promise<void> {
    if (incidentIds.length === 0) return;
    await transaction('incident_alerts')
      .whereIn('incidentId', incidentIds)
      .where('unresolved', true)
      .update({ unresolved: false });
  }

  private async latestAlerts(transaction: Transaction, keys: readonly string[]): Promise<readonly StoredAlert[]> {
    const { rows } = await transaction.raw<{ rows: readonly StoredAlert[] }>(
      `select a.* from unnest(?::text[]) as k(key) ${LATEST_ALERT}`,
      [[...keys]],
    );
    return rows;
  }

  private async activeAlerts(
    transaction: Transaction,
    incidentIds: readonly string[],
  ): Promise<ReadonlyMap<string, ActiveAlerts>> {
    if (incidentIds.length === 0) return new Map();
    const rows: readonly { incidentId: string; severity: Severity; count: number }[] = await transaction(
      'incident_alerts',
    )
      .whereIn('incidentId', incidentIds)
      .where({ status: 'active', unresolved: true })
      .groupBy('incidentId', 'severity')
      .select('incidentId', 'severity', transaction.raw('count(*)::int as count'));
    const of = gather(rows, ({ incidentId }) => incidentId);
    return new Map(
      [...of].map(([id, counts]) => [id, new Map(counts.map(({ severity, count }) => [severity, count]))]),
    );
  }

  private async incidents(
    transaction: Transaction,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, StoredIncident>> {
    if (ids.length === 0) return new Map();
    const rows: readonly IncidentRow[] = await transaction('incidents as i')
      .join('teams as t', 't.id', 'i.teamId')
      .whereIn('i.id', ids)
      .select(
        'i.*',
        't.reopenWindowSeconds',
        't.resolveAfterRecoverySeconds',
        't.resolveAfterUntrackedSeconds',
        't.acknowledgementTimeoutSeconds',
        't.groupingWindowSeconds',
        't.urgencies',
        't.supportHours',
      );
    return new Map(
      rows.map(
        ({
          reopenWindowSeconds,
          resolveAfterRecoverySeconds,
          resolveAfterUntrackedSeconds,
          acknowledgementTimeoutSeconds,
          groupingWindowSeconds,
          urgencies,
          supportHours,
          ...row
        }) => {
          const ofRecovery = { resolveAfterRecoverySeconds, resolveAfterUntrackedSeconds };
          const ofTime = { reopenWindowSeconds, acknowledgementTimeoutSeconds, groupingWindowSeconds };
          return [row.id, { ...row, settings: { ...ofTime, ...ofRecovery, urgencies, supportHours } }];
        },
      ),
    );
  }

  private async episodes(
    transaction: Transaction,
    keys: readonly string[],
    named: readonly { readonly dedupKey: string; readonly episode: string }[],
  ): Promise<readonly (EpisodeRow & { readonly isLatest: boolean })[]> {
    const { rows } = await transaction.raw<{ rows: readonly (EpisodeRow & { isLatest: boolean })[] }>(
      `with latest as (
         select e.* from unnest(:keys::text[]) as k(key)
          cross join lateral (
            select y.*, row_number() over (order by y.last_date desc, y.episode desc) = 1 as is_latest
              from (select * from alert_episodes x where x.dedup_key = k.key
                     order by x.last_date desc, x.episode desc limit :recent) y) e)
       select l.* from latest l
       union all
       select e.*, false as is_latest from alert_episodes e
        where (e.dedup_key, e.episode) in (select * from unnest(:namedKeys::text[], :named::text[]))
          and not exists (select from latest l where l.dedup_key = e.dedup_key and l.episode = e.episode)`,
      {
        keys: [...keys],
        recent: FLAPPING_EPISODES,
        namedKeys: named.map(({ dedupKey }) => dedupKey),
        named: named.map(({ episode }) => episode),
      },
    );
    return rows;
  }
}

/** What else is active in the incident is not known here. */
function toState(
  dedupKey: string,
  incident: StoredIncident | null,
  alert: StoredAlert | null,
  episodes: readonly (EpisodeRow & { readonly isLatest: boolean })[],
): KeyState {
  return {
    dedupKey,
    incident: incident && {
      id: incident.id,
      status: incident.status,
      resolvedAt: incident.resolvedAt,
      flappingAt: incident.flappingAt,
      isStorm: incident.isStorm,
      settings: incident.settings,
    },
    alert: alert && toAlert(alert),
    otherActive: 0,
    episodes: Object.fromEntries(episodes.map((row) => [row.episode, toEpisode(row)])),
    latestEpisode: episodes.find(({ isLatest }) => isLatest)?.episode ?? null,
  };
}

function toAlert(alert: StoredAlert): NonNullable<KeyState['alert']> {
  const { incidentId, dedupKey, status, episode, severity, lastDate, untrackedAt } = alert;
  return { incidentId, dedupKey, status, episode, severity, lastDate, untracked: untrackedAt !== null };
}

function toEpisode({ dedupKey, episode, incidentId, activeDates, recoveredAt, ended }: EpisodeRow): Episode {
  return { dedupKey, episode, incidentId, activeDates, recoveredAt, ended };
}

function gather<Row>(rows: readonly Row[], keyOf: (row: Row) => string): ReadonlyMap<string, readonly Row[]> {
  const gathered = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const there = gathered.get(key);
    if (there) there.push(row);
    else gathered.set(key, [row]);
  }
  return gathered;
}
