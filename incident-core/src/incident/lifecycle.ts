import type { IncidentAction, IncidentStatus } from '../model/incident.ts';

/**
 * What may follow each status:
 *
 * triggered ──acknowledge──▶ acknowledged ──start──▶ in_progress
 *  │  ▲   └────────────────────start──────────────────▲    │
 *  │  │                          │                         │
 *  │  reopen (a new episode)     recovery, resolve         resolve, or 60 min after recovery
 *  │  │                          ▼                         │
 *  └──┼──recovery, resolve────▶ resolved ◀─────────────────┘
 *     └───────────────────────────┘
 */
export const INCIDENT_TRANSITIONS: Readonly<Record<IncidentStatus, readonly IncidentStatus[]>> = {
  triggered: ['acknowledged', 'in_progress', 'resolved'],
  acknowledged: ['in_progress', 'resolved'],
  in_progress: ['resolved'],
  resolved: ['triggered'],
};

/** Whether the lifecycle has an arrow between the two. */
export function isIncidentMove(from: IncidentStatus, to: IncidentStatus): boolean {
  return INCIDENT_TRANSITIONS[from].includes(to);
}

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
export function decideAction(
  action: IncidentAction,
  incident: { readonly status: IncidentStatus; readonly assigneeId: string | null },
  actorId: string | null,
): ActionDecision {
  const { status } = incident;
  if (status === 'resolved') {
    return action === 'resolve' ? { kind: 'nothing', reason: 'already_there' } : { kind: 'refuse', reason: 'resolved' };
  }
  const acknowledges = status === 'triggered';
  if (action === 'resolve') return { kind: 'move', to: 'resolved', acknowledges: false, tookOver: false };
  const tookOver = actorId !== null && incident.assigneeId !== null && incident.assigneeId !== actorId;
  const takesFirst = actorId !== null && incident.assigneeId === null;
  const to = action === 'start' || status === 'in_progress' ? 'in_progress' : 'acknowledged';
  if (to === status && !tookOver && !takesFirst) return { kind: 'nothing', reason: 'already_there' };
  return { kind: 'move', to, acknowledges, tookOver };
}
