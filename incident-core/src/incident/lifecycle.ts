import type { Incident, IncidentAction, IncidentStatus } from '../model/incident.ts';

/**
 * What may follow each status:
 *
 * triggered ──acknowledge, snooze──▶ acknowledged ──start──▶ in_progress
 *  │  ▲   └────────────────────start──────────────────────────▲    │
 *  │  ├──── release, another team, escalate,  ────────────────┴────┤
 *  │  │     snooze over, acknowledgement over      │               │
 *  │  │                                            │               │
 *  │  reopen (by hand, or a new episode)           recovery,       resolve, or 60 min after recovery
 *  │  │                                            resolve         │
 *  │  │                                            ▼               │
 *  └──┼──recovery, resolve──────────────────────▶ resolved ◀───────┘
 *     └─────────────────────────────────────────────┘
 */
export const INCIDENT_TRANSITIONS: Readonly<Record<IncidentStatus, readonly IncidentStatus[]>> = {
  triggered: ['acknowledged', 'in_progress', 'resolved'],
  acknowledged: ['triggered', 'in_progress', 'resolved'],
  in_progress: ['triggered', 'resolved'],
  resolved: ['triggered'],
};

/** Whether the lifecycle has an arrow between the two. */
export function isIncidentMove(from: IncidentStatus, to: IncidentStatus): boolean {
  return INCIDENT_TRANSITIONS[from].includes(to);
}

/** What an action depends on. */
export type HeldIncident = Pick<
  Incident,
  'status' | 'assigneeId' | 'snoozedUntil' | 'confirmDueAt' | 'acknowledgementDueAt' | 'acknowledgementWarnAt'
>;

/** What an action does to an incident. A move to the status that it has changes only who holds it. */
export type ActionDecision =
  /** `tookOver`: somebody else held it until now. `acknowledges`: the escalation ends because somebody has it now. */
  | { readonly kind: 'move'; readonly to: IncidentStatus; readonly acknowledges: boolean; readonly tookOver: boolean }
  /** The same move again: nothing changes, the caller is shown the present state. */
  | { readonly kind: 'nothing'; readonly reason: 'already_there' }
  | { readonly kind: 'refuse'; readonly reason: 'resolved' };

/**
 * Decides what an action by `actorId` does to an incident.
 *
 * `actorId` is null for a caller that is no person (an admin token, say): it can move the incident, but cannot hold it.
 */
export function decideAction(action: IncidentAction, incident: HeldIncident, actorId: string | null): ActionDecision {
  const { status } = incident;
  if (status === 'resolved') {
    return action === 'resolve' ? { kind: 'nothing', reason: 'already_there' } : { kind: 'refuse', reason: 'resolved' };
  }
  const acknowledges = status === 'triggered';
  if (action === 'resolve') return { kind: 'move', to: 'resolved', acknowledges: false, tookOver: false };
  const isAnothers = actorId !== null && incident.assigneeId !== null && incident.assigneeId !== actorId;
  // Whom somebody named before anybody acknowledged did not hold it yet.
  const tookOver = isAnothers && status !== 'triggered';
  const takesFirst = actorId !== null && incident.assigneeId === null;
  const to = action === 'start' || status === 'in_progress' ? 'in_progress' : 'acknowledged';
  // Of what sleeps, an acknowledgement ends the sleep.
  const changesNothing = incident.snoozedUntil === null && !isAskedAgain(incident);
  if (to === status && !tookOver && !takesFirst && changesNothing) {
    return { kind: 'nothing', reason: 'already_there' };
  }
  return { kind: 'move', to, acknowledges, tookOver };
}

/** Whether the holder is asked to say "mine" once more: its severity rose, or its acknowledgement is about to run out. */
export function isAskedAgain({
  confirmDueAt,
  acknowledgementDueAt,
  acknowledgementWarnAt,
}: Pick<HeldIncident, 'confirmDueAt' | 'acknowledgementDueAt' | 'acknowledgementWarnAt'>): boolean {
  return confirmDueAt !== null || (acknowledgementDueAt !== null && acknowledgementWarnAt === null);
}
