import type { Episode, Incident, Severity, TeamSettings } from 'incident-core';

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

/** An episode as it is stored; of each key the latest is marked. */
export interface EpisodeRow extends Episode {
  readonly isLatest: boolean;
}
