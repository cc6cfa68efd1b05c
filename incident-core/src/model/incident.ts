import { z } from 'zod';
import type { AlertLinks, AlertStatus } from './alert.ts';
import type { Severity, Urgency } from './severity.ts';
import type { TeamSettings } from './team.ts';

export const INCIDENT_STATUSES = ['triggered', 'acknowledged', 'in_progress', 'resolved'] as const;
/** The statuses of an incident that is not over. */
export const OPEN_STATUSES = ['triggered', 'acknowledged', 'in_progress'] as const;
export const incidentStatusSchema = z.enum(INCIDENT_STATUSES);
export type IncidentStatus = z.infer<typeof incidentStatusSchema>;

/** What a responder can do to an incident. */
export const INCIDENT_ACTIONS = ['acknowledge', 'start', 'resolve'] as const;
export type IncidentAction = (typeof INCIDENT_ACTIONS)[number];

/** What somebody who was told can do where they were told, without logging in. */
export const ANSWER_ACTIONS = [...INCIDENT_ACTIONS, 'escalate', 'release'] as const;
export type AnswerAction = (typeof ANSWER_ACTIONS)[number];

/** Why an incident ended. */
export const RESOLUTIONS = [
  'recovery',
  'responder',
  'recovery_unattended',
  'untracked',
  'test_over',
  'merged',
  'flapping_over',
  'storm_over',
  'test_over',
] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/** One problem that people must deal with. */
export interface Incident extends IncidentTimers {
  readonly id: string;
  /** Counts up from 1; what people say aloud. */
  readonly number: number;
  readonly title: string;
  readonly description: string | null;
  readonly severity: Severity;
  readonly urgency: Urgency;
  readonly service: string | null;
  readonly environment: string | null;
  readonly tags: readonly string[];
  readonly links: AlertLinks;
  readonly teamId: string;
  /** True when no routing rule, tag or source named the team. */
  readonly unrouted: boolean;
  readonly status: IncidentStatus;
  readonly assigneeId: string | null;
  /** Alerts received that opened or refreshed it. */
  readonly alertCount: number;
  /** How many times it was opened again after being resolved. */
  readonly reopenCount: number;
  readonly createdAt: Date;
  /** When it was last opened: created, or reopened. */
  readonly triggeredAt: Date;
  readonly lastSeenAt: Date;
  readonly acknowledgedAt: Date | null;
  readonly startedAt: Date | null;
  readonly resolvedAt: Date | null;
  readonly resolution: Resolution | null;
  /** When it was marked as one that nobody touches and no alert refreshes; null unless it is. */
  readonly staleAt: Date | null;
  /** When something in it was last seen to flap; null when nothing does. */
  readonly flappingAt: Date | null;
  /** It collects what a source sent above its rate. */
  readonly isStorm: boolean;
}

/** When an incident moves by itself, unless somebody does something first; null for what it does not wait for. */
export interface IncidentTimers extends HolderTimers {
  /**
   * When it will resolve, since its alerts have recovered during work or wait for quiet, Kibana looks at them no more, or
   * it is a storm. Who holds it changes nothing of that.
   */
  readonly resolveDueAt: Date | null;
}

/** Those that begin anew, or are off, with whoever holds the incident. */
export interface HolderTimers {
  /** When whoever holds it wants it back. */
  readonly snoozedUntil: Date | null;
  /** When the acknowledgement runs out, and when its holder is warned of that. */
  readonly acknowledgementDueAt: Date | null;
  readonly acknowledgementWarnAt: Date | null;
  /** When it is nobody's any more, since its severity rose and its holder has not confirmed. */
  readonly confirmDueAt: Date | null;
  /** When whoever works on it is reminded. */
  readonly reminderDueAt: Date | null;
  /** When support hours begin and it becomes urgent, unless somebody has it by then. */
  readonly urgencyDueAt: Date | null;
}

export const NO_HOLDER_TIMERS: HolderTimers = {
  snoozedUntil: null,
  acknowledgementDueAt: null,
  acknowledgementWarnAt: null,
  confirmDueAt: null,
  reminderDueAt: null,
  urgencyDueAt: null,
};

export const NO_TIMERS: IncidentTimers = { ...NO_HOLDER_TIMERS, resolveDueAt: null };

/** One alert's part in an incident: the problem of one dedup key. */
export interface IncidentAlert {
  readonly incidentId: string;
  readonly dedupKey: string;
  readonly status: AlertStatus;
  /** The episode that holds now, or held last. */
  readonly episode: string;
  readonly severity: Severity;
  /** The latest date of any alert of that episode. */
  readonly lastDate: Date;
  /** Kibana has stopped looking at it. */
  readonly untracked: boolean;
}

/** How many of an episode's latest dates are remembered, to tell a duplicate from a late alert. */
export const REMEMBERED_DATES = 50;

/** What is remembered of one episode; unique within its dedup key. */
export interface Episode {
  readonly dedupKey: string;
  readonly episode: string;
  /** Null when it never belonged to an incident. */
  readonly incidentId: string | null;
  /** The dates of its active alerts, latest last, at most `REMEMBERED_DATES`. */
  readonly activeDates: readonly Date[];
  readonly recoveredAt: Date | null;
  /**
   * Once recovered, or resolved by a responder, an episode never opens or reopens anything. `superseded` holds until an
   * active alert of it comes that is newer than all that is known of the key.
   */
  readonly ended: EpisodeEnd | null;
}
export const EPISODE_ENDS = ['recovered', 'resolved_by_responder', 'superseded'] as const;
export type EpisodeEnd = (typeof EPISODE_ENDS)[number];

/** All that the next alert of one dedup key is decided on. */
export interface KeyState {
  readonly dedupKey: string;
  /** The key's unresolved incident, else the one resolved last. */
  readonly incident: KnownIncident | null;
  /** The key's part in that incident. */
  readonly alert: IncidentAlert | null;
  /** Other alerts of that incident that are still active. */
  readonly otherActive: number;
  /** Those among them at which Kibana looks no more: by themselves they hold the incident open no longer than it waits for that. */
  readonly otherUntracked: number;
  /** Those that matter here: the current one, the latest, and any that the coming alerts name. */
  readonly episodes: Readonly<Record<string, Episode>>;
  /** The episode with the latest date. */
  readonly latestEpisode: string | null;
}

/** What the decision on an alert must know of an incident; its team's settings included. */
export interface KnownIncident {
  readonly id: string;
  readonly status: IncidentStatus;
  readonly resolvedAt: Date | null;
  readonly flappingAt: Date | null;
  readonly isStorm: boolean;
  readonly settings: TeamSettings;
}
