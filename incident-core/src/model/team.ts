import type { Matchers, WeekHours } from './matchers.ts';
import type { Severity, Urgency } from './severity.ts';

/** How urgent a severity is for a team: always so, or in its support hours only. */
export const TEAM_URGENCIES = ['low', 'high', 'support_hours'] as const satisfies readonly (
  Urgency | 'support_hours'
)[];
export type TeamUrgency = (typeof TEAM_URGENCIES)[number];

/** What a team may decide for its own incidents. */
export interface TeamSettings {
  /** A new episode within this time of a resolution opens the same incident again. */
  readonly reopenWindowSeconds: number;
  /** How long an incident in progress waits after recovery before it resolves by itself; 0 at once, null never. */
  readonly resolveAfterRecoverySeconds: number | null;
  /** How long an incident stays open once Kibana no longer looks at its alert; 0 resolves it at once, null never. */
  readonly resolveAfterUntrackedSeconds: number | null;
  /** How long an acknowledgement of a high-urgency incident holds without work being started; null for ever. */
  readonly acknowledgementTimeoutSeconds: number | null;
  /** Alerts of one service and environment join the incident that the first opened, within this time; null: each has its own. */
  readonly groupingWindowSeconds: number | null;
  /** How urgent each severity is. */
  readonly urgencies: Readonly<Record<Severity, TeamUrgency>>;
  /** When the team is at work; empty for a team that has no such hours. */
  readonly supportHours: readonly WeekHours[];
}
/** The window that a team is offered. */
export const DEFAULT_GROUPING_WINDOW_SECONDS = 10 * 60;
export const DEFAULT_TEAM_SETTINGS: TeamSettings = {
  reopenWindowSeconds: 15 * 60,
  resolveAfterRecoverySeconds: 60 * 60,
  resolveAfterUntrackedSeconds: 60 * 60,
  acknowledgementTimeoutSeconds: 30 * 60,
  groupingWindowSeconds: null,
  urgencies: { info: 'low', warning: 'low', error: 'high', critical: 'high' },
  supportHours: [],
};

/** Who owns incidents, policies and schedules. */
export interface Team {
  readonly id: string;
  readonly name: string;
  /** The team that owns what no rule, tag or source gives to another; exactly one has it. */
  readonly isCatchAll: boolean;
  readonly settings: TeamSettings;
}

/** Picks the team for an incident; the list is walked by `position`, first match wins. */
export interface RoutingRule {
  readonly id: string;
  readonly position: number;
  readonly matchers: Matchers;
  readonly teamId: string;
}
