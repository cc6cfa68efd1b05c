import type { IncidentDetail } from 'incident-core';

const id = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11';
const at = '2027-01-05T03:12:00.000Z';

/** An incident as the backend gives it. */
export function incident(given: Partial<IncidentDetail> = {}): IncidentDetail {
  return {
    id,
    number: 7,
    title: 'Error rate above 5 %',
    description: null,
    severity: 'error',
    urgency: 'high',
    status: 'triggered',
    service: 'checkout',
    environment: 'production',
    tags: [],
    links: { alert: null, rule: null, service: null },
    team_id: id,
    team: { id, name: 'Payments' },
    unrouted: false,
    assignee_id: null,
    assignee: null,
    alert_id: id,
    alert_count: 1,
    reopen_count: 0,
    created_at: at,
    triggered_at: at,
    last_seen_at: at,
    acknowledged_at: null,
    started_at: null,
    resolved_at: null,
    resolution: null,
    stale_at: null,
    flapping: false,
    storm: false,
    resolve_due_at: null,
    snoozed_until: null,
    acknowledgement_due_at: null,
    confirm_due_at: null,
    responders: [],
    merged_into: null,
    merged: [],
    escalation: null,
    suppressed: null,
    told: [],
    alerts: [],
    alerts_total: 0,
    collected: null,
    still_active: false,
    ...given,
  };
}
