import { decideUrgency, NO_TIMERS, type Incident, type TeamSettings } from 'incident-core';
import type { StoredIncident } from './stored-rows.ts';

/** What differs between incidents that have just been opened. */
export interface NewIncidentParts extends Pick<
  Incident,
  'id' | 'title' | 'description' | 'severity' | 'service' | 'environment' | 'tags' | 'links' | 'teamId' | 'unrouted'
> {
  readonly alertId: string | null;
  readonly settings: TeamSettings;
}

/** An incident as it is at the instant at which it is opened, before any alert has been counted. */
export function newIncident(parts: NewIncidentParts, now: Date): StoredIncident {
  const { urgency, urgencyDueAt } = decideUrgency(parts.severity, parts.settings, now);
  return {
    ...parts,
    urgency,
    status: 'triggered',
    assigneeId: null,
    alertCount: 0,
    reopenCount: 0,
    createdAt: now,
    triggeredAt: now,
    lastSeenAt: now,
    acknowledgedAt: null,
    startedAt: null,
    resolvedAt: null,
    resolution: null,
    staleAt: null,
    flappingAt: null,
    isStorm: false,
    ...NO_TIMERS,
    urgencyDueAt,
  };
}
