import type { Alert } from '../model/alert.ts';
import type { Episode, KeyState, KnownIncident } from '../model/incident.ts';
import { DEFAULT_TEAM_SETTINGS, type TeamSettings } from '../model/team.ts';
import type { PulledAlert, PullPermit } from '../model/pull.ts';
import { decideIncident, type IncidentDecision } from './decide-incident.ts';
import { decidePulled, foldUntracked, type PulledDecision } from './decide-pulled.ts';
import { endByResponder, foldDecision } from './fold-decision.ts';

const KEY = 'v1:source-1:default:rule-1:alert-1';
const START = Date.parse('2027-01-05T03:00:00Z');

/** So many minutes after the tests' beginning. */
export function at(minutes: number): Date {
  return new Date(START + minutes * 60_000);
}

export function alert(over: Partial<Alert> = {}): Alert {
  return {
    dedupKey: KEY,
    episode: 'a',
    status: 'active',
    date: at(0),
    replacedDate: null,
    name: 'Latency of checkout',
    severity: 'error',
    severityFrom: 'default',
    service: 'checkout',
    environment: 'production',
    tags: [],
    reason: null,
    value: null,
    threshold: null,
    links: { alert: null, rule: null, service: null },
    sourceId: 'source-1',
    space: 'default',
    rule: { id: 'rule-1', name: 'Latency', type: null },
    alertId: 'alert-1',
    actionGroup: null,
    flapping: false,
    metadata: {},
    ...over,
  };
}

export function active(minutes: number, episode: string | null = 'a'): Alert {
  return alert({ episode, date: at(minutes) });
}

export function recovered(minutes: number, episode: string | null = 'a'): Alert {
  return alert({ episode, date: at(minutes), status: 'recovered' });
}

/** The alert as it is found in Elasticsearch. */
export function pulled(found: Alert): PulledAlert {
  return { alert: found, tracking: found.status, startedAt: at(0), muted: false, inMaintenance: false };
}

export function nothingKnown(): KeyState {
  const others = { otherActive: 0, otherUntracked: 0 };
  return { dedupKey: KEY, incident: null, alert: null, ...others, episodes: {}, latestEpisode: null };
}

/** A key with its incidents, as a store would keep them: each alert is decided on, and what was decided is kept. */
export class Key {
  state: KeyState = nothingKnown();
  readonly incidentIds: string[] = [];
  private readonly settings: TeamSettings;

  constructor(settings: Partial<TeamSettings> = {}) {
    this.settings = { ...DEFAULT_TEAM_SETTINGS, ...settings };
  }

  /** Without `now`, the alert arrives at its own date. */
  receives(received: Alert, now = received.date): IncidentDecision {
    const decision = decideIncident(received, this.state, now);
    this.state = foldDecision(this.state, received, decision, now, decision.kind === 'open' ? this.opens() : null);
    return decision;
  }

  /** The alert is found in Elasticsearch instead. */
  pulls(found: Alert | PulledAlert, permit: PullPermit, now?: Date): PulledDecision {
    const one = 'tracking' in found ? found : pulled(found);
    const at = now ?? one.alert.date;
    const decision = decidePulled(one, this.state, permit, at);
    if (decision.kind === 'note_untracked') this.state = foldUntracked(this.state);
    if (decision.kind === 'pass' || decision.kind === 'seen' || decision.kind === 'note_untracked') return decision;
    this.state = foldDecision(this.state, one.alert, decision, at, decision.kind === 'open' ? this.opens() : null);
    return decision;
  }

  is(status: KnownIncident['status']): this {
    if (this.state.incident) this.state = { ...this.state, incident: { ...this.state.incident, status } };
    return this;
  }

  /** Kibana looks at so many of them no more. */
  hasOthersActive(otherActive: number, otherUntracked = 0): this {
    this.state = { ...this.state, otherActive, otherUntracked };
    return this;
  }

  /** A responder resolves the incident, and with it the current episode. */
  isResolvedByResponder(now: Date): this {
    const { incident, alert: part, episodes } = this.state;
    const current = part ? episodes[part.episode] : undefined;
    if (!incident || !current) throw new Error('there is nothing to resolve');
    this.state = {
      ...this.state,
      incident: { ...incident, status: 'resolved', resolvedAt: now },
      episodes: { ...episodes, [current.episode]: endByResponder(current) },
    };
    return this;
  }

  isUnresolved(): boolean {
    return this.state.incident !== null && this.state.incident.status !== 'resolved';
  }

  episode(name: string): Episode | undefined {
    return Object.hasOwn(this.state.episodes, name) ? this.state.episodes[name] : undefined;
  }

  private opens(): KnownIncident {
    if (this.isUnresolved()) throw new Error('a second unresolved incident of one key');
    const id = `incident-${this.incidentIds.length + 1}`;
    this.incidentIds.push(id);
    return {
      id,
      ...{ status: 'triggered', resolvedAt: null, flappingAt: null, isStorm: false },
      settings: this.settings,
    };
  }
}
