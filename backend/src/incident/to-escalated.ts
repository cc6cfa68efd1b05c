import type { Incident } from 'incident-core';
import type { Escalated } from '../escalation/escalation.service.ts';

/** What the escalation of an incident is matched on. `again`: it has had runs before. */
export function toEscalated(
  incident: Pick<Incident, 'id' | 'teamId' | 'severity' | 'urgency' | 'service' | 'environment' | 'tags'>,
  again: boolean,
): Escalated {
  const { id, teamId, severity, urgency, service, environment, tags } = incident;
  return { incidentId: id, teamId, severity, urgency, service, environment, tags, again };
}
