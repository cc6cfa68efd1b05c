import type { FiguresAnswer, IncidentFiguresAnswer, ServiceLevelAnswer } from 'incident-core';

const ID = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b41';
const [from, to] = ['2027-01-04T00:00:00.000Z', '2027-01-06T00:00:00.000Z'];

function some(incidents: number): IncidentFiguresAnswer {
  const has = incidents > 0;
  return {
    ...{ incidents, escalated: has ? 1 : 0, escalation_rate: has ? 1 / incidents : null },
    ...{ acknowledged: has ? 2 : 0, mean_acknowledge_seconds: has ? 150 : null },
    ...{ resolved: has ? 2 : 0, mean_resolve_seconds: has ? 3_600 : null, unattended: has ? 1 : 0 },
    noise_rate: has ? 0.5 : null,
  };
}

export function figures(incidents: number): FiguresAnswer {
  const webhooks = { accepted: 1_234, refused: 3, found_by_pull: 1, webhook_success_rate: 1_234 / 1_238 };
  const team = { id: ID, name: 'Payments' };
  return {
    ...{ from, to, bucket: 'day', time_zone: 'UTC' },
    total: {
      ...some(incidents),
      ...{ incidents_per_hour: incidents / 48, alerts: 2 * incidents, alerts_per_hour: incidents / 24 },
      ...{ alerts_received: 9, notifications_sent: 5, median_acknowledge_seconds: 120, median_resolve_seconds: null },
      ...webhooks,
    },
    buckets: [
      {
        from,
        to: '2027-01-05T00:00:00.000Z',
        ...some(incidents),
        alerts: 4,
        alerts_received: 9,
        notifications_sent: 5,
      },
      { from: '2027-01-05T00:00:00.000Z', to, ...some(0), alerts: 0, alerts_received: 0, notifications_sent: 0 },
    ],
    by_team: incidents > 0 ? [{ team, ...some(incidents) }] : [],
    by_service: incidents > 0 ? [{ service: null, ...some(incidents) }] : [],
    by_severity: incidents > 0 ? [{ severity: 'critical', ...some(incidents) }] : [],
    by_source: [
      { source: { id: ID, name: 'kibana' }, ...webhooks },
      { source: null, accepted: 0, refused: 2, found_by_pull: 0, webhook_success_rate: 0 },
    ],
  };
}

export function serviceLevel(given: Partial<ServiceLevelAnswer> = {}): ServiceLevelAnswer {
  return {
    ...{
      target: 0.99,
      within_seconds: 30,
      days: 30,
      from,
      to,
      good: 995,
      bad: 5,
      pending: 1,
      excused: 2,
      total: 1_000,
    },
    ...{ share: 0.995, budget: 10, budget_left: 5, budget_left_share: 0.5 },
    burn: [
      { hours: 1, bad: 1, total: 5, burn_rate: 20 },
      { hours: 720, bad: 5, total: 1_000, burn_rate: 0.5 },
    ],
    worst: [{ incident: { id: ID, number: 7, title: 'disk full' }, at: from, sent_at: null, nobody_notified: true }],
    ...given,
  };
}
