import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderHandoffBody, renderWebhookBody } from './render-webhook.ts';
import { anyTold, NOW, told } from './render.fixture.ts';
import { toSampleHandoff } from './template-samples.ts';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
const IDS = { notificationId: ID, deliveryId: ID, incidentId: ID, escalationId: ID, teamId: ID };

test('a body says type, time and content as Standard Webhooks has it', () => {
  const over = { reason: 'nobody could be reached on step 1', incident: { description: null } };
  expect(renderWebhookBody(told(over), { ...IDS, escalationId: null })).toEqual({
    type: 'incident.escalation_step',
    timestamp: NOW.toISOString(),
    data: {
      notification_id: ID,
      delivery_id: ID,
      incident: {
        id: ID,
        number: 12,
        title: 'Latency of checkout is 2.4 s (threshold 1.5 s)',
        description: null,
        severity: 'critical',
        urgency: 'high',
        status: 'triggered',
        service: 'checkout',
        environment: 'production',
        alert_count: 3,
        acknowledged_by: null,
        resolution: null,
        created_at: '2027-01-05T03:12:00.000Z',
        triggered_at: '2027-01-05T03:12:00.000Z',
        last_seen_at: '2027-01-05T03:23:30.000Z',
        resolved_at: null,
        links: {
          incident: 'https://incidents.example.org/incidents/12',
          alert: 'https://kibana.example.org/app/observability/alerts/1',
          rule: 'https://kibana.example.org/app/rules/2',
          service: 'https://kibana.example.org/app/apm/services/checkout',
        },
      },
      team: { id: ID, name: 'Payments' },
      recipient: 'Ada Lovelace',
      escalation_id: null,
      step: { run: 1, round: 1, step: 1, of: 2 },
      reason: 'nobody could be reached on step 1',
    },
  });
});

const bytesOf = (text: string) => encodeURIComponent(text).replace(/%../g, '_').length;

test('a body stays below 20 KB, whatever an alert holds', () => {
  fc.assert(fc.property(anyTold, (any) => bytesOf(JSON.stringify(renderWebhookBody(any, IDS))) < 20_000));
});

test('a body stays below 20 KB when every field is as long and as wide as it can be', () => {
  const wide = '支'.repeat(5000);
  const address = `https://a.example/${'x'.repeat(1980)}`;
  const links = { alert: address, rule: address, service: address };
  const incident = { title: wide, description: wide, service: wide, environment: wide, acknowledgedBy: wide, links };
  const body = renderWebhookBody(
    told({ team: wide, recipient: wide, reason: wide, incidentUrl: address, incident }),
    IDS,
  );
  expect(bytesOf(JSON.stringify(body))).toBeLessThan(20_000);
  expect(bytesOf(JSON.stringify(body))).toBeGreaterThan(15_000);
});

test('a body about a shift says whose it is, from when until when, and who follows', () => {
  const shift = toSampleHandoff({ team: 'Payments', recipient: 'pager', incidentUrl: null, now: NOW });
  const ids = { notificationId: ID, deliveryId: ID, scheduleId: ID, teamId: ID, userId: ID };
  expect(renderHandoffBody({ ...shift, onCall: 'Ada\u0000' }, ids, NOW)).toEqual({
    type: 'on_call.handoff',
    timestamp: NOW.toISOString(),
    data: {
      notification_id: ID,
      delivery_id: ID,
      schedule: { id: ID, name: 'Payments primary', time_zone: 'Europe/Berlin' },
      team: { id: ID, name: 'Payments' },
      on_call: { id: ID, name: 'Ada' },
      from: NOW.toISOString(),
      until: new Date(NOW.getTime() + 86_400_000).toISOString(),
      next: 'Grace Hopper',
      recipient: 'pager',
    },
  });
});
