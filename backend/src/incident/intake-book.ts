import {
  lastDateOf,
  worseSeverity,
  SEVERITIES,
  type Episode,
  type KeyState,
  type Severity,
  type TimelineKind,
} from 'incident-core';
import type { Actor, TimelineEntry } from '../timeline/timeline.ts';
import type { ActiveAlerts, KnownRows, StoredAlert, StoredIncident } from './intake.repository.ts';

/** Who sent an alert, as an incident's history names them. */
export interface AlertSource {
  readonly id: string;
  readonly name: string;
  /** True when its alert was found by looking. */
  readonly pulled: boolean;
}

/** All that a batch writes. */
export interface BookedRows {
  readonly opened: readonly StoredIncident[];
  readonly changed: readonly StoredIncident[];
  readonly alerts: readonly StoredAlert[];
  /** Incidents that let go of every key. */
  readonly released: readonly string[];
  readonly episodes: readonly (Episode & { readonly lastDate: Date })[];
  readonly entries: readonly TimelineEntry[];
}

/** The rows that a batch of alerts stands on, and what has become of them so far; several keys may share an incident. */
export class IntakeBook {
  private readonly states = new Map<string, KeyState>();
  private readonly incidents = new Map<string, StoredIncident>();
  private readonly incidentIdOf = new Map<string, string>();
  private readonly alerts = new Map<string, StoredAlert>();
  private readonly active: Map<string, ActiveAlerts>;
  private readonly openedIds = new Set<string>();
  private readonly changedIds = new Set<string>();
  private readonly changedAlerts = new Map<string, StoredAlert>();
  private readonly releasedIds = new Set<string>();
  private readonly entries: TimelineEntry[] = [];

  constructor(
    private readonly known: KnownRows,
    readonly now: Date,
  ) {
    for (const [id, incident] of known.incidents) this.incidents.set(id, incident);
    for (const [key, { state, incident, alert }] of known.keys) {
      this.states.set(key, state);
      if (incident) this.place(key, incident);
      if (alert) this.alerts.set(key, alert);
    }
    this.active = new Map(known.active);
  }

  /** What the next alert of the key is decided on: with its incident as the batch has left it. */
  stateOf(key: string): KeyState {
    const state = this.states.get(key);
    if (!state) throw new Error('an alert arrived whose key was not loaded');
    const incident = this.incidents.get(state.incident?.id ?? '');
    if (!state.incident || !incident) return state;
    const { status, resolvedAt, flappingAt } = incident;
    return {
      ...state,
      incident: { ...state.incident, status, resolvedAt, flappingAt },
      otherActive: this.otherActive(key),
      otherUntracked: this.others(key).untracked,
    };
  }

  keep(state: KeyState): void {
    this.states.set(state.dedupKey, state);
  }

  incidentOf(key: string): StoredIncident | null {
    return this.incidents.get(this.incidentIdOf.get(key) ?? '') ?? null;
  }

  /** As the batch has left it; null for one that was not loaded. */
  standing(id: string): StoredIncident | null {
    return this.incidents.get(id) ?? null;
  }

  alertOf(key: string): StoredAlert | null {
    return this.alerts.get(key) ?? null;
  }

  /** The key belongs to that incident from now on. */
  place(key: string, incident: StoredIncident): void {
    if (!this.incidents.has(incident.id)) this.incidents.set(incident.id, incident);
    this.incidentIdOf.set(key, incident.id);
  }

  open(key: string, incident: StoredIncident): void {
    this.openedIds.add(incident.id);
    this.place(key, incident);
  }

  change(id: string, change: Partial<StoredIncident>): StoredIncident {
    const before = this.incidents.get(id);
    if (!before) throw new Error('an incident is changed that was not loaded');
    const after = { ...before, ...change };
    this.incidents.set(id, after);
    this.changedIds.add(id);
    return after;
  }

  saveAlert(after: StoredAlert): void {
    const before = this.alerts.get(after.dedupKey);
    if (before) this.count(before, -1);
    this.count(after, 1);
    this.alerts.set(after.dedupKey, after);
    this.changedAlerts.set(after.id, after);
  }

  /** The incident is over: none of its alerts holds its key any more. */
  release(id: string): void {
    this.releasedIds.add(id);
    this.active.delete(id);
    for (const [key, alert] of this.alerts) {
      if (alert.incidentId !== id || !alert.unresolved) continue;
      const released = { ...alert, unresolved: false };
      this.alerts.set(key, released);
      if (this.changedAlerts.has(alert.id)) this.changedAlerts.set(alert.id, released);
    }
  }

  /** How many other alerts of the key's incident are active. */
  otherActive(key: string): number {
    return [...this.others(key).bySeverity.values()].reduce((total, count) => total + count, 0);
  }

  /** The worst severity of what else is active in the key's incident. */
  otherSeverity(key: string): Severity | null {
    const { bySeverity } = this.others(key);
    const there = SEVERITIES.filter((severity) => (bySeverity.get(severity) ?? 0) > 0);
    return there.length === 0 ? null : there.reduce(worseSeverity);
  }

  note(incidentId: string, kind: TimelineKind, actor: Actor, data: Readonly<Record<string, unknown>>): void {
    this.entries.push({ incidentId, at: this.now, kind, actor, data });
  }

  isNew(id: string): boolean {
    return this.openedIds.has(id);
  }

  /** An incident as it stood before the batch; undefined when there was none. */
  before(id: string): StoredIncident | undefined {
    return this.known.incidents.get(id);
  }

  changed(): readonly StoredIncident[] {
    return this.of(this.changedIds);
  }

  rows(): BookedRows {
    return {
      opened: this.of(this.openedIds),
      changed: this.of([...this.changedIds].filter((id) => !this.openedIds.has(id))),
      // Those that let go of their key go first, for only one may hold it.
      alerts: [...this.changedAlerts.values()].sort((a, b) => Number(a.unresolved) - Number(b.unresolved)),
      released: [...this.releasedIds].filter((id) => !this.openedIds.has(id)),
      episodes: this.changedEpisodes(),
      entries: this.entries,
    };
  }

  private of(ids: Iterable<string>): readonly StoredIncident[] {
    return [...ids].flatMap((id) => this.incidents.get(id) ?? []);
  }

  private changedEpisodes(): BookedRows['episodes'] {
    return [...this.states].flatMap(([key, state]) => {
      const before = this.known.keys.get(key)?.state.episodes ?? {};
      return Object.values(state.episodes)
        .filter((episode) => before[episode.episode] !== episode)
        .map((episode) => ({ ...episode, lastDate: lastDateOf(episode) }));
    });
  }

  private others(key: string): ActiveAlerts {
    const incident = this.incidentOf(key);
    const counts = this.active.get(incident?.id ?? '') ?? NONE;
    const own = this.alerts.get(key);
    return own && own.incidentId === incident?.id ? countWith(counts, own, -1) : counts;
  }

  private count(alert: StoredAlert, by: 1 | -1): void {
    this.active.set(alert.incidentId, countWith(this.active.get(alert.incidentId) ?? NONE, alert, by));
  }
}

const NONE: ActiveAlerts = { bySeverity: new Map(), untracked: 0 };

function countWith(
  counts: ActiveAlerts,
  { status, unresolved, severity, untrackedAt }: StoredAlert,
  by: 1 | -1,
): ActiveAlerts {
  if (status !== 'active' || !unresolved) return counts;
  const { bySeverity, untracked } = counts;
  return {
    bySeverity: new Map([...bySeverity, [severity, (bySeverity.get(severity) ?? 0) + by]]),
    untracked: untracked + (untrackedAt === null ? 0 : by),
  };
}
