import type { IncidentAction, IncidentDetail } from 'incident-core';

/** What somebody should know before they act, as the incident is at that moment. */
export type Conflict =
  | { readonly kind: 'held'; readonly by: string; readonly since: string }
  | { readonly kind: 'resolved'; readonly at: string; readonly by: 'recovery' | 'responder' }
  | { readonly kind: 'still_active'; readonly alerts: number };

/**
 * Whether what `me` asked for is so: also where the answer to it was lost. A resolution does not say whose it was; as a
 * conflict it says enough.
 */
export function isDoneBy(incident: IncidentDetail, action: IncidentAction, me: string | null): boolean {
  const { status, assignee_id, snoozed_until, confirm_due_at } = incident;
  if (me === null || assignee_id !== me) return false;
  if (action === 'start') return status === 'in_progress';
  const isHeld = status === 'acknowledged' || status === 'in_progress';
  // Acknowledged once more it sleeps no longer, and has been confirmed.
  return action === 'acknowledge' && isHeld && snoozed_until === null && confirm_due_at === null;
}

/** `me`: the id of who acts; null for somebody whom the backend has not met. */
export function conflictOf(incident: IncidentDetail, action: IncidentAction, me: string | null): Conflict | undefined {
  const { status, assignee, resolved_at, resolution } = incident;
  if (status === 'resolved') {
    const by = resolution === 'responder' || resolution === 'merged' ? 'responder' : 'recovery';
    return { kind: 'resolved', at: resolved_at ?? incident.last_seen_at, by };
  }
  if (action === 'resolve') {
    const alerts = incident.alerts.filter((alert) => alert.status === 'active').length;
    return alerts > 0 ? { kind: 'still_active', alerts } : undefined;
  }
  if (status === 'triggered' || !assignee || assignee.id === me) return undefined;
  const since = status === 'in_progress' ? incident.started_at : incident.acknowledged_at;
  return { kind: 'held', by: assignee.name, since: since ?? incident.triggered_at };
}
