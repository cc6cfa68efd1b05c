import {
  NO_HOLDER_TIMERS,
  type HolderTimers,
  type Incident,
  type IncidentTimers,
  type Resolution,
} from '../model/incident.ts';
import type { Urgency } from '../model/severity.ts';
import type { TeamSettings } from '../model/team.ts';

/** The holder hears this long before it that an acknowledgement runs out. */
const ACKNOWLEDGEMENT_WARNING_SECONDS = 5 * 60;
/** Whoever works on an incident is reminded after this long without any sign of work. */
const REMINDER_SECONDS = 4 * 60 * 60;
/** How long the holder has to confirm an incident that has become critical. */
export const CONFIRM_SECONDS = 15 * 60;

/** The timers of whoever has just taken an incident, or shown to be at work on it; all others of theirs are off. */
export function holdTimers(
  status: Incident['status'],
  urgency: Urgency,
  { acknowledgementTimeoutSeconds }: TeamSettings,
  now: Date,
): HolderTimers {
  if (status === 'in_progress') return { ...NO_HOLDER_TIMERS, reminderDueAt: after(now, REMINDER_SECONDS) };
  if (status !== 'acknowledged' || urgency === 'low' || acknowledgementTimeoutSeconds === null) return NO_HOLDER_TIMERS;
  const warning = Math.max(0, acknowledgementTimeoutSeconds - ACKNOWLEDGEMENT_WARNING_SECONDS);
  return {
    ...NO_HOLDER_TIMERS,
    acknowledgementDueAt: after(now, acknowledgementTimeoutSeconds),
    acknowledgementWarnAt: warning === 0 ? null : after(now, warning),
  };
}

/** What the passing of time does to an incident. `set` is what changes with it, whatever else does. */
export type TimerDecision =
  | { readonly kind: 'wait' }
  /** Over: its alerts recovered, or Kibana let go of them, long enough ago; or they recovered while it slept. */
  | { readonly kind: 'resolve'; readonly reason: Exclude<Resolution, 'responder' | 'test_over'> }
  /** Nobody's any more. A snooze ends with a fresh run, the others with the step that was active before. */
  | {
      readonly kind: 'trigger';
      readonly reason: 'snooze_over' | 'acknowledgement_over' | 'not_confirmed';
      readonly set: HolderTimers;
    }
  /** It only waits for its end, and a new episode would begin its holder's time anew: nobody need hear that it runs out. */
  | { readonly kind: 'rest'; readonly set: Partial<HolderTimers> }
  /** Support hours have begun: it is urgent now, and those of its step hear so. */
  | { readonly kind: 'raise'; readonly set: Partial<Pick<Incident, 'urgency'> & IncidentTimers> }
  /** Its holder hears of it, and nothing else changes. */
  | {
      readonly kind: 'tell';
      readonly event: 'acknowledgement_ending' | 'work_reminder';
      readonly set: Partial<IncidentTimers>;
    };

/** Decides what is due first. `recovered`: it has alerts, and none is active. */
export function decideTimer(
  incident: Pick<Incident, 'status'> & IncidentTimers & Partial<Pick<Incident, 'flappingAt' | 'isStorm'>>,
  recovered: boolean,
  now: Date,
): TimerDecision {
  const isDue = (at: Date | null) => at !== null && at <= now;
  if (incident.status === 'resolved') return { kind: 'wait' };
  if (isDue(incident.resolveDueAt)) {
    return { kind: 'resolve', reason: whyOver(incident, recovered) };
  }
  if (isDue(incident.snoozedUntil)) {
    if (recovered) return { kind: 'resolve', reason: 'recovery' };
    return { kind: 'trigger', reason: 'snooze_over', set: NO_HOLDER_TIMERS };
  }
  const { acknowledgementDueAt, acknowledgementWarnAt, confirmDueAt } = incident;
  const isEnding = recovered && incident.resolveDueAt !== null;
  if (isEnding && [acknowledgementDueAt, acknowledgementWarnAt, confirmDueAt].some(isDue)) {
    return { kind: 'rest', set: { acknowledgementDueAt: null, acknowledgementWarnAt: null, confirmDueAt: null } };
  }
  if (isDue(acknowledgementDueAt)) return { kind: 'trigger', reason: 'acknowledgement_over', set: NO_HOLDER_TIMERS };
  if (isDue(confirmDueAt)) return { kind: 'trigger', reason: 'not_confirmed', set: NO_HOLDER_TIMERS };
  if (isDue(acknowledgementWarnAt)) {
    return { kind: 'tell', event: 'acknowledgement_ending', set: { acknowledgementWarnAt: null } };
  }
  if (isDue(incident.reminderDueAt)) {
    return { kind: 'tell', event: 'work_reminder', set: { reminderDueAt: after(now, REMINDER_SECONDS) } };
  }
  if (isDue(incident.urgencyDueAt)) return { kind: 'raise', set: { urgency: 'high', urgencyDueAt: null } };
  return { kind: 'wait' };
}

function whyOver(
  { status, flappingAt, isStorm }: Parameters<typeof decideTimer>[0],
  recovered: boolean,
): Extract<TimerDecision, { kind: 'resolve' }>['reason'] {
  if (isStorm) return 'storm_over';
  if (!recovered) return 'untracked';
  return flappingAt && status !== 'in_progress' ? 'flapping_over' : 'recovery_unattended';
}

/** Who hears that an open incident has become worse, and what its holder must do. */
export interface RiseDecision {
  /** Those of the step that is active, at the new urgency; or whoever holds it. */
  readonly tell: 'step' | 'assignee';
  readonly set: Partial<IncidentTimers>;
}

/**
 * Decides what a rise in severity does, once the incident has its new severity and urgency.
 *
 * What became critical while it was acknowledged goes back to triggered unless its holder confirms. What became urgent
 * sleeps no longer than what is urgent may, and its acknowledgement runs out as theirs do.
 */
export function decideRise(
  incident: Pick<Incident, 'status' | 'severity' | 'urgency'> & IncidentTimers,
  settings: TeamSettings,
  now: Date,
): RiseDecision {
  if (incident.status !== 'acknowledged')
    return { tell: incident.status === 'triggered' ? 'step' : 'assignee', set: {} };
  const confirm = incident.severity === 'critical' ? { confirmDueAt: after(now, CONFIRM_SECONDS) } : {};
  if (incident.snoozedUntil !== null) {
    const latest = latestSnooze(incident.urgency, now);
    const snoozedUntil = incident.snoozedUntil < latest ? incident.snoozedUntil : latest;
    return { tell: 'assignee', set: { snoozedUntil, ...confirm } };
  }
  if (incident.acknowledgementDueAt !== null) return { tell: 'assignee', set: confirm };
  const { acknowledgementDueAt, acknowledgementWarnAt } = holdTimers('acknowledged', incident.urgency, settings, now);
  return { tell: 'assignee', set: { acknowledgementDueAt, acknowledgementWarnAt, ...confirm } };
}

const LONGEST_SNOOZE_SECONDS: Readonly<Record<Urgency, number>> = { high: 24 * 60 * 60, low: 30 * 24 * 60 * 60 };

/** Until when an incident may sleep at most: a day when it is urgent, thirty otherwise. */
export function latestSnooze(urgency: Urgency, now: Date): Date {
  return after(now, LONGEST_SNOOZE_SECONDS[urgency]);
}

function after(date: Date, seconds: number): Date {
  return new Date(date.getTime() + seconds * 1000);
}
