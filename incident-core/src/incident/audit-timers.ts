import { FINDING_SLACK_SECONDS, isBeyondSlack } from '../model/audit.ts';
import { NO_TIMERS, type HolderTimers, type Incident, type IncidentTimers } from '../model/incident.ts';
import type { TeamSettings } from '../model/team.ts';
import { STORM_CALM_SECONDS, STORM_QUIET_SECONDS } from './decide-storm.ts';
import { FLAPPING_QUIET_SECONDS } from './flapping.ts';
import { CONFIRM_SECONDS, holdTimers, latestSnooze } from './timers.ts';

/** What is wrong with the times at which an incident moves by itself, and what makes it right. */
export type TimerFinding =
  | { readonly kind: 'timer_missing' | 'timer_too_late'; readonly set: Partial<IncidentTimers> }
  /** The worker that should have moved it did not. */
  | { readonly kind: 'timer_overdue' };

/**
 * Judges the timers of an incident that somebody holds: what is held must run out, unless it is for ever that somebody
 * may hold it, and no later than it could have been set just now. That it resolves by itself may be turned off by hand
 * (`keep-open`), so its absence says nothing; but what flaps, and a storm that nobody has taken, must end. `recovered`: it
 * has alerts, and none is active.
 */
export function auditTimers(incident: AuditedIncident, settings: TeamSettings, now: Date): TimerFinding | null {
  if (incident.status === 'resolved') return null;
  const fresh = holdTimers(incident.status, incident.urgency, settings, now);
  const missing = { ...missingTimers(incident, fresh), ...missingEnd(incident, now) };
  if (Object.keys(missing).length > 0) return { kind: 'timer_missing', set: missing };
  const late = lateTimers(incident, fresh, settings, now);
  if (Object.keys(late).length > 0) return { kind: 'timer_too_late', set: late };
  const isOverdue = TIMERS.some((timer) => {
    const at = incident[timer];
    return at !== null && isBeyondSlack('timer_overdue', at, now);
  });
  return isOverdue ? { kind: 'timer_overdue' } : null;
}

/** What is judged of an incident. */
export type AuditedIncident = Pick<Incident, 'status' | 'urgency'> &
  IncidentTimers &
  Partial<Pick<Incident, 'flappingAt' | 'isStorm'>> & { readonly recovered?: boolean | null };

const TIMERS = Object.keys(NO_TIMERS) as readonly (keyof IncidentTimers)[];

function missingTimers(incident: AuditedIncident, fresh: HolderTimers): Partial<IncidentTimers> {
  const { acknowledgementDueAt, acknowledgementWarnAt, reminderDueAt } = fresh;
  const isEnding = incident.recovered === true && incident.resolveDueAt !== null;
  const runsOut = incident.snoozedUntil === null && incident.acknowledgementDueAt === null && !isEnding;
  return {
    ...(acknowledgementDueAt !== null && runsOut && { acknowledgementDueAt, acknowledgementWarnAt }),
    ...(reminderDueAt !== null && incident.reminderDueAt === null && { reminderDueAt }),
  };
}

/** When it should be over by itself, and nothing says so. */
function missingEnd(incident: AuditedIncident, now: Date): Partial<IncidentTimers> {
  const { status, flappingAt, isStorm, recovered, resolveDueAt, snoozedUntil } = incident;
  if (resolveDueAt !== null || snoozedUntil !== null || status === 'in_progress') return {};
  if (isStorm && status === 'triggered') {
    return { resolveDueAt: after(now, recovered ? STORM_CALM_SECONDS : STORM_QUIET_SECONDS) };
  }
  return flappingAt && recovered ? { resolveDueAt: after(now, FLAPPING_QUIET_SECONDS) } : {};
}

function lateTimers(
  incident: AuditedIncident,
  fresh: HolderTimers,
  { resolveAfterRecoverySeconds, resolveAfterUntrackedSeconds }: TeamSettings,
  now: Date,
): Partial<IncidentTimers> {
  const bounds: Partial<IncidentTimers> = {
    snoozedUntil: latestSnooze(incident.urgency, now),
    acknowledgementDueAt: fresh.acknowledgementDueAt,
    acknowledgementWarnAt: fresh.acknowledgementWarnAt,
    reminderDueAt: fresh.reminderDueAt,
    confirmDueAt: after(now, CONFIRM_SECONDS),
    resolveDueAt:
      resolveAfterRecoverySeconds === null || resolveAfterUntrackedSeconds === null
        ? null
        : after(now, Math.max(resolveAfterRecoverySeconds, resolveAfterUntrackedSeconds, ownQuiet(incident))),
  };
  const late: Partial<Record<keyof IncidentTimers, Date>> = {};
  for (const timer of TIMERS) {
    const [at, bound] = [incident[timer], bounds[timer] ?? null];
    if (at !== null && bound !== null && at > after(bound, FINDING_SLACK_SECONDS.timer_too_late)) late[timer] = bound;
  }
  return late;
}

/** How long it waits for quiet by its nature, whatever its team has set. */
function ownQuiet({ flappingAt, isStorm }: AuditedIncident): number {
  if (isStorm) return STORM_QUIET_SECONDS;
  return flappingAt ? FLAPPING_QUIET_SECONDS : 0;
}

function after(date: Date, seconds: number): Date {
  return new Date(date.getTime() + seconds * 1000);
}
