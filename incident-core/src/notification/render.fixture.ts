import fc from 'fast-check';
import { INCIDENT_STATUSES, RESOLUTIONS } from '../model/incident.ts';
import { NOTIFICATION_EVENTS } from '../model/notification.ts';
import { SEVERITIES, URGENCIES } from '../model/severity.ts';
import type { Told, ToldIncident } from './render-told.ts';

export const NOW = new Date('2027-01-05T03:24:00Z');

/** Ada is told of a critical incident at the first of two steps, twelve minutes after it began. */
export function told(over: Partial<Omit<Told, 'incident'>> & { readonly incident?: Partial<ToldIncident> } = {}): Told {
  return {
    event: 'escalation_step',
    team: 'Payments',
    recipient: 'Ada Lovelace',
    step: { run: 1, round: 1, step: 1, of: 2 },
    incidentUrl: 'https://incidents.example.org/incidents/12',
    now: NOW,
    reason: null,
    ...over,
    incident: {
      number: 12,
      title: 'Latency of checkout is 2.4 s (threshold 1.5 s)',
      description: 'Avg. latency is 2.4 s in the last 5 mins for checkout.\nAlert when > 1.5 s.',
      severity: 'critical',
      urgency: 'high',
      status: 'triggered',
      service: 'checkout',
      environment: 'production',
      links: {
        alert: 'https://kibana.example.org/app/observability/alerts/1',
        rule: 'https://kibana.example.org/app/rules/2',
        service: 'https://kibana.example.org/app/apm/services/checkout',
      },
      createdAt: new Date('2027-01-05T03:12:00Z'),
      triggeredAt: new Date('2027-01-05T03:12:00Z'),
      lastSeenAt: new Date('2027-01-05T03:23:30Z'),
      alertCount: 3,
      acknowledgedBy: null,
      isAskedAgain: false,
      resolvedAt: null,
      resolution: null,
      ...over.incident,
    },
  };
}

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '\r\nBcc: everyone@example.org\r\n\r\n',
  'javascript:alert(1)',
  '\u202egnp.exe',
  '\ud800',
  '\u0000',
  '</title></blockquote></table>',
  '&lt;script&gt;',
  '=?utf-8?q?=0D=0ABcc:_x?=',
];

/** Any text, and what an attacker would write. */
export const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 3000 }), fc.string()), {
    maxLength: 4,
  })
  .map((parts) => parts.join(''));

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const address = maybe(
  fc.oneof(
    hostileText,
    fc.webUrl(),
    fc.tuple(fc.webUrl(), hostileText).map((parts) => parts.join('?')),
  ),
);
const date = fc.date();
const count = fc.integer({ min: 1, max: 1e9 });

/** Anything that the types allow. */
export const anyTold: fc.Arbitrary<Told> = fc.record({
  event: fc.constantFrom(...NOTIFICATION_EVENTS),
  incident: fc.record({
    number: count,
    title: hostileText,
    description: maybe(hostileText),
    severity: fc.constantFrom(...SEVERITIES),
    urgency: fc.constantFrom(...URGENCIES),
    status: fc.constantFrom(...INCIDENT_STATUSES),
    service: maybe(hostileText),
    environment: maybe(hostileText),
    links: fc.record({ alert: address, rule: address, service: address }),
    createdAt: date,
    triggeredAt: date,
    lastSeenAt: date,
    alertCount: count,
    acknowledgedBy: maybe(hostileText),
    isAskedAgain: fc.boolean(),
    resolvedAt: maybe(date),
    resolution: maybe(fc.constantFrom(...RESOLUTIONS)),
  }),
  team: hostileText,
  recipient: hostileText,
  step: maybe(fc.record({ run: count, round: count, step: count, of: count })),
  incidentUrl: address,
  now: date,
  reason: maybe(hostileText),
});
