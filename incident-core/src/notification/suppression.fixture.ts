import type { RecurringTimes, Suppressible, Suppression } from '../model/suppression.ts';

export function silence(over: Partial<Suppression> = {}): Suppression {
  const times = { type: 'once' as const, from: instant('2027-01-05T03:00'), until: instant('2027-01-05T05:00') };
  return {
    id: 'silence',
    kind: 'silence',
    teamId: null,
    matchers: {},
    reason: 'deploy',
    times,
    skippedUntil: null,
    endedAt: null,
    ...over,
  };
}

/** Each night from 01:00 to 05:00 in Berlin. */
export function nightly(times: Partial<RecurringTimes> = {}, over: Partial<Suppression> = {}): Suppression {
  return silence({
    id: 'window',
    kind: 'maintenance_window',
    times: {
      type: 'recurring',
      startsOn: '2027-01-01',
      from: '01:00',
      minutes: 240,
      timeZone: 'Europe/Berlin',
      recurrence: { unit: 'day', every: 1 },
      lastOn: null,
      ...times,
    },
    ...over,
  });
}

export function suppressible(over: Partial<Suppressible> = {}): Suppressible {
  return {
    teamId: 'payments',
    service: 'checkout',
    environment: 'production',
    severity: 'error',
    tags: ['apm'],
    origins: [{ sourceId: 'kibana', rules: ['rule-1', 'Failure rate'] }],
    pausedUntil: null,
    ...over,
  };
}

/** An instant by its date and time of day in UTC. */
export function instant(text: string): Date {
  return new Date(`${text}:00.000Z`);
}
