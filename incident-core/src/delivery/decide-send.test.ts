import { describe, expect, test } from '@jest/globals';
import { ESCALATION_ENDS, ESCALATION_STATUSES } from '../model/escalation.ts';
import { INCIDENT_STATUSES, type IncidentStatus } from '../model/incident.ts';
import { NOTIFICATION_EVENTS, type NotificationEvent } from '../model/notification.ts';
import { decideSend, isForItsAddress, SEND_SUPPRESSIONS, type DueNotification } from './decide-send.ts';

const due = (over: Partial<DueNotification>): DueNotification => ({
  event: 'escalation_step',
  incidentStatus: 'triggered',
  run: { status: 'active', end: null },
  recipient: 'verified',
  ...over,
});
const verdict = (over: Partial<DueNotification>) => {
  const decision = decideSend(due(over));
  return decision.kind === 'send' ? 'send' : decision.reason;
};

/** For each event: what becomes of it while the incident is triggered, acknowledged, in progress, resolved. */
const TABLE: Readonly<Record<NotificationEvent, readonly [string, string, string, string]>> = {
  escalation_step: ['send', 'acknowledged', 'acknowledged', 'resolved'],
  nobody_notified: ['send', 'acknowledged', 'acknowledged', 'resolved'],
  exhausted: ['send', 'acknowledged', 'acknowledged', 'resolved'],
  recovery_noted: ['released', 'send', 'send', 'resolved'],
  untracked: ['released', 'send', 'send', 'resolved'],
  new_episode: ['released', 'send', 'send', 'resolved'],
  standing_changed: ['send', 'send', 'send', 'resolved'],
  resolved: ['reopened', 'reopened', 'reopened', 'send'],
  acknowledgement_ending: ['released', 'send', 'send', 'resolved'],
  acknowledgement_over: ['send', 'acknowledged', 'acknowledged', 'resolved'],
  work_reminder: ['released', 'send', 'send', 'resolved'],
  assigned: ['send', 'send', 'send', 'resolved'],
  responder_added: ['send', 'send', 'send', 'resolved'],
  severity_rose: ['send', 'acknowledged', 'acknowledged', 'resolved'],
};
const CASES = NOTIFICATION_EVENTS.flatMap((event) =>
  INCIDENT_STATUSES.map((status, at): [NotificationEvent, IncidentStatus, string] => [
    event,
    status,
    TABLE[event][at] ?? 'missing',
  ]),
);

describe('the incident decides first', () => {
  test.each(CASES)('%s of an incident that is %s: %s', (event, incidentStatus, expected) => {
    expect(verdict({ event, incidentStatus })).toBe(expected);
  });

  test.each(['pending', 'active', 'notified', 'escalated'] as const)('a step of a run that is %s is sent', (status) => {
    expect(verdict({ run: { status, end: null } })).toBe('send');
  });

  test.each(ESCALATION_ENDS)('a step of a run that ended as %s is sent only if the run ran out', (end) => {
    expect(verdict({ run: { status: 'resolved', end } })).toBe(end === 'exhausted' ? 'send' : 'run_ended');
  });

  test('a step of a run that ended without a word is not sent', () => {
    expect(verdict({ run: { status: 'resolved', end: null } })).toBe('run_ended');
  });

  test.each([
    ['triggered', 'send'],
    ['acknowledged', 'send'],
    ['in_progress', 'send'],
    ['resolved', 'resolved'],
  ] as const)('that it became worse is told to its holder while it is %s: %s', (incidentStatus, expected) => {
    expect(verdict({ event: 'severity_rose', run: null, incidentStatus })).toBe(expected);
  });

  test('a step that no run planned is sent while triggered', () => {
    expect(verdict({ run: null })).toBe('send');
  });

  test.each(['nobody_notified', 'exhausted'] as const)('%s is told although its run has ended', (event) => {
    expect(verdict({ event, run: { status: 'resolved', end: 'no_policy' } })).toBe('send');
  });

  test('what happened to the incident is told before what happened to the recipient', () => {
    expect(verdict({ incidentStatus: 'resolved', recipient: 'gone' })).toBe('resolved');
  });
});

describe('then the recipient', () => {
  test.each([
    ['gone', 'recipient_gone'],
    ['method_gone', 'contact_method_gone'],
    ['unverified', 'contact_method_unverified'],
    ['verified', 'send'],
  ] as const)('%s: %s', (recipient, expected) => {
    expect(verdict({ recipient })).toBe(expected);
  });

  test('may have another address where it is for the address alone', () => {
    expect(SEND_SUPPRESSIONS.filter(isForItsAddress)).toEqual(['contact_method_gone', 'contact_method_unverified']);
  });
});

test('no escalation notification is ever sent after acknowledgement', () => {
  for (const event of ['escalation_step', 'nobody_notified', 'exhausted'] as const)
    for (const incidentStatus of ['acknowledged', 'in_progress', 'resolved'] as const)
      for (const status of ESCALATION_STATUSES)
        for (const end of [...ESCALATION_ENDS, null]) {
          expect(decideSend(due({ event, incidentStatus, run: { status, end } })).kind).toBe('suppress');
        }
});
