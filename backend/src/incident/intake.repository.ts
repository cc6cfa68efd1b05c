import { Injectable } from '@nestjs/common';
import { FLAPPING_EPISODES, type Episode, type KeyState, type Severity } from 'incident-core';
import type { Transaction } from '../platform/database.ts';
import {
  ACTIVE_ALERTS,
  EPISODES,
  INCIDENTS,
  INSERT_INCIDENTS,
  LATEST_ALERTS,
  LOCK_INCIDENTS,
  LOCK_KEYS,
  RELEASE_ALERTS,
  SAVE_ALERTS,
  SAVE_EPISODES,
  SAVE_SEEN,
  UPDATE_INCIDENTS,
} from './intake-statements.repository.ts';
import { quietAfter } from './opened-incident.ts';
import type { EpisodeRow, StoredAlert, StoredIncident } from './stored-rows.ts';

export type { StoredAlert, StoredIncident };

/** What is known of one dedup key: the decision's ground, and the rows that it stands on. */
export interface KnownKey {
  readonly state: KeyState;
  readonly incident: StoredIncident | null;
  readonly alert: StoredAlert | null;
}

/** How many alerts of an incident are active, by severity, and at how many of them Kibana looks no more. */
export interface ActiveAlerts {
  readonly bySeverity: ReadonlyMap<Severity, number>;
  readonly untracked: number;
}

/** All that is known of a batch's keys, and of the incidents that they share. */
export interface KnownRows {
  readonly keys: ReadonlyMap<string, KnownKey>;
  readonly incidents: ReadonlyMap<string, StoredIncident>;
  readonly active: ReadonlyMap<string, ActiveAlerts>;
}

const SEEN_EVERY_MS = 5 * 60_000;

/** Reads and writes what a batch of alerts touches, a statement a table. */
@Injectable()
export class IntakeRepository {
  /** Makes everybody who brings an alert of one of these keys wait until this transaction is over; in one order, so that nobody waits in a circle. */
  async lockKeys(transaction: Transaction, keys: readonly string[]): Promise<void> {
    await LOCK_KEYS.run(transaction, { keys: [...keys] });
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
    const [, alerts, episodes] = await Promise.all([
      LOCK_INCIDENTS.run(transaction, { keys: [...keys], beside: [...beside] }),
      LATEST_ALERTS.run(transaction, { keys: [...keys] }),
      EPISODES.run(transaction, {
        keys: [...keys],
        recent: FLAPPING_EPISODES,
        namedKeys: named.map(({ dedupKey }) => dedupKey),
        named: named.map(({ episode }) => episode),
      }),
    ]);
    const ids = [...new Set([...alerts.map(({ incidentId }) => incidentId), ...beside])];
    const [incidents, active] = await Promise.all([
      this.incidents(transaction, ids),
      this.activeAlerts(transaction, ids),
    ]);
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
    await INSERT_INCIDENTS.run(transaction, incidents);
  }

  async updateIncidents(transaction: Transaction, incidents: readonly StoredIncident[]): Promise<void> {
    if (incidents.length > 0) await UPDATE_INCIDENTS.run(transaction, { rows: JSON.stringify(incidents) });
  }

  async saveAlerts(transaction: Transaction, alerts: readonly StoredAlert[]): Promise<void> {
    await SAVE_ALERTS.run(transaction, alerts);
  }

  /** The keys' alerts were found as they were known; so coarsely that looking costs next to nothing. */
  async saveSeen(transaction: Transaction, keys: readonly string[], now: Date): Promise<void> {
    if (keys.length === 0) return;
    const before = new Date(now.getTime() - SEEN_EVERY_MS);
    await SAVE_SEEN.run(transaction, { keys: [...keys], now, before, quietAt: quietAfter(now) });
  }

  async saveEpisodes(
    transaction: Transaction,
    episodes: readonly (Episode & { readonly lastDate: Date })[],
  ): Promise<void> {
    await SAVE_EPISODES.run(transaction, episodes);
  }

  /** Lets go of the keys of incidents that are over. */
  async releaseAlerts(transaction: Transaction, incidentIds: readonly string[]): Promise<void> {
    if (incidentIds.length > 0) await RELEASE_ALERTS.run(transaction, { ids: [...incidentIds] });
  }

  private async activeAlerts(transaction: Transaction, ids: readonly string[]): Promise<KnownRows['active']> {
    if (ids.length === 0) return new Map();
    const of = gather(await ACTIVE_ALERTS.run(transaction, { ids: [...ids] }), ({ incidentId }) => incidentId);
    return new Map(
      [...of].map(([id, counts]) => {
        const bySeverity = new Map(counts.map(({ severity, count }) => [severity, count]));
        return [id, { bySeverity, untracked: counts.reduce((total, { untracked }) => total + untracked, 0) }];
      }),
    );
  }

  private async incidents(transaction: Transaction, ids: readonly string[]): Promise<KnownRows['incidents']> {
    if (ids.length === 0) return new Map();
    const rows = await INCIDENTS.run(transaction, { ids: [...ids] });
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
}

/** What else is active in the incident is not known here. */
function toState(
  dedupKey: string,
  incident: StoredIncident | null,
  alert: StoredAlert | null,
  episodes: readonly EpisodeRow[],
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
    ...{ otherActive: 0, otherUntracked: 0 },
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
