import type { IncidentAnswer, IncidentDetail } from 'incident-core';

/** An incident that nobody holds yet. */
export function anIncident(rest: Partial<IncidentAnswer> = {}): IncidentAnswer {
  return {
    id: '01a207f5-0aaa-7610-bd2d-28195b1542e2',
    number: 12,
    title: 'Failed transaction rate: checkout',
    description: 'Failed transactions is 12% in the last 5 mins for checkout.',
    severity: 'critical',
    urgency: 'high',
    status: 'triggered',
    service: 'checkout',
    environment: 'production',
    tags: ['apm'],
    links: { alert: null, rule: null, service: null },
    team_id: '01a207f5-0aaa-7610-bd2d-28195b1542e3',
    team: { id: '01a207f5-0aaa-7610-bd2d-28195b1542e3', name: 'Payments' },
    unrouted: false,
    assignee_id: null,
    assignee: null,
    alert_id: '01a207f5-0aaa-7610-bd2d-28195b1542e4',
    alert_count: 1,
    reopen_count: 0,
    created_at: '2027-01-05T03:00:00.000Z',
    triggered_at: '2027-01-05T03:00:00.000Z',
    last_seen_at: '2027-01-05T03:00:00.000Z',
    acknowledged_at: null,
    started_at: null,
    resolved_at: null,
    resolution: null,
    resolve_due_at: null,
    escalation: null,
    told: [],
    ...rest,
  };
}

export function anIncidentDetail(rest: Partial<IncidentDetail> = {}): IncidentDetail {
  return { ...anIncident(), alerts: [], still_active: false, ...rest };
}
