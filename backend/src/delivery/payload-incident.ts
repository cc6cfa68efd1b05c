import { titleOf, toAlerts, urgencyOf, type AlertReading, type ToldIncident } from 'incident-core';
import { Problem } from '../platform/problem.ts';

const NO_SOURCE = '00000000-0000-0000-0000-000000000000';

/**
 * The incident that the first alert of a payload would open, read as the intake reads it.
 *
 * @throws Problem 422 when there is no such alert, with what was found and what was expected
 */
export function incidentOfPayload(payload: string | Readonly<Record<string, unknown>>, now: Date): ToldIncident {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const readings = toAlerts({ body: Buffer.from(text), truncated: false, receivedAt: now, sourceId: NO_SOURCE });
  const alert = readings.flatMap((reading) => (reading.kind === 'alert' ? [reading.alert] : []))[0];
  if (alert === undefined) throw unreadable(readings[0]);
  const { severity, service, environment, links, reason } = alert;
  return {
    number: 1,
    title: titleOf(alert),
    description: reason,
    severity,
    urgency: urgencyOf(severity),
    status: 'triggered',
    service,
    environment,
    links,
    createdAt: alert.date,
    triggeredAt: alert.date,
    lastSeenAt: alert.date,
    alertCount: 1,
    acknowledgedBy: null,
    isAskedAgain: false,
    resolvedAt: null,
    resolution: null,
  };
}

function unreadable(reading: AlertReading): Problem {
  const { path, found, expected } =
    reading.kind === 'unreadable'
      ? reading.problem
      : { path: '$', found: 'a payload without an alert to act on', expected: 'an alert that is active or recovered' };
  return new Problem(422, 'unreadable-payload', 'The payload holds no alert that can be read', {
    // In a text that is no JSON the place is a line and a column.
    errors: [{ path: path.startsWith('$') ? `$.payload${path.slice(1)}` : `$.payload, ${path}`, found, expected }],
  });
}
