import { NO_HOLDER_TIMERS, type HolderTimers, type Incident, type IncidentTimers } from '../model/incident.ts';
import type { TeamSettings } from '../model/team.ts';
import { STORM_QUIET_SECONDS } from './decide-storm.ts';
import { holdTimers, latestSnooze } from './timers.ts';

/** What a responder can change beside acknowledging, starting and resolving. */
export type IncidentChange =
  | { readonly kind: 'release' | 'reopen' | 'confirm' | 'keep_open' | 'escalate' }
  | { readonly kind: 'snooze'; readonly until: Date }
  | { readonly kind: 'assign'; readonly userId: string }
  | { readonly kind: 'hand_over'; readonly teamId: string };

/** Why a change cannot be made. */
export const CHANGE_REFUSALS = ['resolved', 'merged', 'in_progress', 'in_the_past', 'too_long'] as const;
export type ChangeRefusal = (typeof CHANGE_REFUSALS)[number];

/**
 * What a change asks of the escalation: to end; to begin at step 1 of the policy that matches now (`fresh`); or to go
 * on, on the same copy of the policy, at the step that was active or at the one after it.
 */
export type EscalationOrder = 'none' | 'end' | 'fresh' | 'same_step' | 'next_step';

/** The parts of an incident that a change can set. */
export type ChangedFields = Partial<
  Pick<
    Incident,
    | 'status'
    | 'assigneeId'
    | 'teamId'
    | 'unrouted'
    | 'acknowledgedAt'
    | 'startedAt'
    | 'triggeredAt'
    | 'resolvedAt'
    | 'resolution'
    | 'reopenCount'
    | 'flappingAt'
  > &
    IncidentTimers
>;

/** What a change does to an incident. */
export type ChangeDecision =
  | { readonly kind: 'change'; readonly set: ChangedFields; readonly escalation: EscalationOrder }
  /** Nobody holds it any more, and there is nothing left to hold: its alerts have recovered. */
  | { readonly kind: 'resolve' }
  /** It is so already: the caller is shown the present state. */
  | { readonly kind: 'nothing'; readonly reason: 'already_there' }
  | { readonly kind: 'refuse'; readonly reason: ChangeRefusal };

/** What a change is decided on. */
export interface Changeable {
  readonly incident: Incident;
  /** It has alerts, and none is active. */
  readonly recovered: boolean;
  readonly settings: TeamSettings;
  /** Null for a caller that is no person, who can hold nothing. */
  readonly actorId: string | null;
}

const nothing: ChangeDecision = { kind: 'nothing', reason: 'already_there' };
const refuse = (reason: ChangeRefusal): ChangeDecision => ({ kind: 'refuse', reason });
const nobodys: ChangedFields = {
  status: 'triggered',
  assigneeId: null,
  acknowledgedAt: null,
  startedAt: null,
  ...NO_HOLDER_TIMERS,
};

/** Decides what a change does to an incident, and to its escalation. */
export function decideChange(change: IncidentChange, given: Changeable, now: Date): ChangeDecision {
  const { incident } = given;
  if (change.kind === 'reopen') return incident.status === 'resolved' ? reopen(incident, now) : nothing;
  if (incident.status === 'resolved') return refuse('resolved');
  switch (change.kind) {
    case 'release':
      if (incident.status === 'triggered') return nothing;
      return given.recovered ? { kind: 'resolve' } : { kind: 'change', set: nobodys, escalation: 'same_step' };
    case 'escalate':
      return { kind: 'change', set: incident.status === 'triggered' ? {} : nobodys, escalation: 'next_step' };
    case 'snooze':
      return snooze(change.until, given, now);
    case 'confirm':
      return incident.confirmDueAt === null ? nothing : { kind: 'change', set: held(given, now), escalation: 'none' };
    case 'keep_open':
      if (incident.resolveDueAt === null) return nothing;
      // What flaps ends by itself, unless somebody has looked.
      return {
        kind: 'change',
        set: { resolveDueAt: null, ...(incident.flappingAt && { flappingAt: null }) },
        escalation: 'none',
      };
    case 'assign':
      return assign(change.userId, given, now);
    case 'hand_over': {
      if (incident.teamId === change.teamId) return nothing;
      const set = { ...nobodys, teamId: change.teamId, unrouted: false };
      return { kind: 'change', set, escalation: 'fresh' };
    }
  }
}

function reopen(incident: Incident, now: Date): ChangeDecision {
  // Its alerts are another's now.
  if (incident.resolution === 'merged') return refuse('merged');
  // As with a new episode, nothing has flapped since; a storm that nobody takes ends once more.
  const resolveDueAt = incident.isStorm ? new Date(now.getTime() + STORM_QUIET_SECONDS * 1000) : null;
  const over = { resolvedAt: null, resolution: null, flappingAt: null, resolveDueAt };
  const set = { ...nobodys, ...over, triggeredAt: now, reopenCount: incident.reopenCount + 1 };
  return { kind: 'change', set, escalation: 'fresh' };
}

function snooze(until: Date, { incident, actorId }: Changeable, now: Date): ChangeDecision {
  if (incident.status === 'in_progress') return refuse('in_progress');
  if (until <= now) return refuse('in_the_past');
  if (until > latestSnooze(incident.urgency, now)) return refuse('too_long');
  const holder = { assigneeId: actorId ?? incident.assigneeId, acknowledgedAt: incident.acknowledgedAt ?? now };
  const set: ChangedFields = { ...NO_HOLDER_TIMERS, status: 'acknowledged', ...holder, snoozedUntil: until };
  return { kind: 'change', set, escalation: incident.status === 'triggered' ? 'end' : 'none' };
}

/** Naming a person silences nothing: a triggered incident goes on escalating until somebody acknowledges. */
function assign(userId: string, given: Changeable, now: Date): ChangeDecision {
  const { incident } = given;
  if (incident.assigneeId === userId) return nothing;
  const timers = incident.status === 'triggered' ? {} : held(given, now);
  return { kind: 'change', set: { assigneeId: userId, ...timers }, escalation: 'none' };
}

/** The timers of whoever holds it begin anew. */
function held({ incident, settings }: Changeable, now: Date): HolderTimers {
  return holdTimers(incident.status, incident.urgency, settings, now);
}
