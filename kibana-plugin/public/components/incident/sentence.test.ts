import { expect, test } from '@jest/globals';
import { FINDING_KINDS, TIMELINE_KINDS, type TimelineEntryAnswer } from 'incident-core';
import { findingText } from './repair-sentence';
import { sentenceOf } from './sentence';

const now = Date.parse('2027-01-05T03:30:00.000Z');
const names = ({ id, name }: { readonly id: string; readonly name?: string | null }) =>
  name ?? ({ ada: 'Ada', grace: 'Grace', alerts: 'Alerts' } as Readonly<Record<string, string>>)[id];

function say(kind: string, data: Record<string, unknown> = {}): string {
  const entry: TimelineEntryAnswer = { id: 1, at: '2027-01-05T03:12:00.000Z', kind, actor: { type: 'system' }, data };
  return sentenceOf(entry, names, now).text.replaceAll(/[\u2068\u2069]/g, '');
}

const told = { to: { type: 'user', id: 'ada', name: 'Ada' }, channel: 'email', event: 'escalation_step' };

test.each([
  ['opened', { severity: { value: 'critical' }, team: { reason: 'unrouted' } }, /as Critical; nothing named a team/],
  ['opened', { severity: { value: 'error' }, team: { reason: 'routing_rule' } }, /a routing rule picked the team/],
  ['reopened', {}, /opened it again/],
  ['new_episode', {}, /active again/],
  ['severity_changed', { from: 'warning', to: 'critical' }, /from Warning to Critical/],
  ['recovery_noted', { reason: 'others_active' }, /others are still active/],
  ['recovery_noted', { reason: 'in_progress', resolve_due_at: '2027-01-05T04:12:00.000Z' }, /resolves by itself at/],
  ['recovery_noted', { reason: 'in_progress', resolve_due_at: null }, /stays open/],
  ['acknowledged', {}, /acknowledged it/],
  ['taken_over', { from: 'grace' }, /took it over from Grace/],
  ['taken_over', { from: 'nobody-any-more' }, /took it over$/],
  ['started', {}, /started work/],
  ['resolved', { reason: 'recovery' }, /the alert has recovered/],
  ['resolved', { reason: 'responder', still_active: true }, /still active/],
  ['resolved', { reason: 'recovery_unattended' }, /by itself/],
  ['resolved', { reason: 'untracked' }, /no longer looks/],
  ['untracked', { resolve_due_at: '2027-01-05T04:12:00.000Z' }, /disabled or deleted. The incident resolves at/],
  ['untracked', { resolve_due_at: null }, /no longer looks at the alert: its rule was disabled or deleted$/],
  ['attached', { reason: 'grouping' }, /same service and environment: it joined/],
  ['flapping', { reason: 'flapping' }, /It flaps: the alert comes and goes/],
  ['opened', { reason: 'storm', severity: { value: 'error' } }, /above its rate is collected here/],
  ['recovery_noted', { reason: 'flapping', resolve_due_at: '2027-01-05T04:12:00.000Z' }, /flaps, so it resolves at/],
  ['recovery_noted', { reason: 'storm', resolve_due_at: '2027-01-05T04:12:00.000Z' }, /unless the storm goes on/],
  ['resolved', { reason: 'flapping_over' }, /quiet for 15 minutes/],
  ['resolved', { reason: 'storm_over' }, /the storm is over/],
  ['stale', {}, /a week nobody has touched it/],
  ['resolved', { reason: 'test_over' }, /the test is over/],
  ['opened', { severity: { value: 'error' }, team: { reason: 'page_test' } }, /to test an escalation policy/],
  ['note', { text: 'rolled back' }, /wrote a note/],
  ['reopened', { reason: 'by_hand' }, /opened it again$/],
  ['released', {}, /released it/],
  ['snoozed', { until: '2027-01-05T04:12:00.000Z' }, /snoozed it until/],
  ['assigned', { to: { id: 'ada', name: 'Ada' } }, /gave it to Ada/],
  ['handed_over', { from: { name: 'Payments' }, to: { name: 'Search' } }, /from Payments to Search/],
  ['responders_added', { users: ['ada', 'grace'] }, /asked Ada, Grace to help/],
  ['escalated_by_hand', {}, /asked for the next step/],
  ['confirmation_asked', { due_at: '2027-01-05T04:12:00.000Z' }, /unless its holder confirms/],
  ['confirmed', {}, /confirmed it/],
  ['kept_open', {}, /kept it open/],
  ['triggered_again', { reason: 'snooze_over' }, /the snooze is over/],
  ['triggered_again', { reason: 'not_confirmed' }, /nobody confirmed/],
  ['triggered_again', { reason: 'acknowledgement_over' }, /ran out/],
  ['acknowledgement_ending', { due_at: '2027-01-05T04:12:00.000Z' }, /runs out at/],
  ['work_reminder', {}, /reminded/],
  ['escalation_started', { run: 1, policy: { name: 'On call' } }, /began, by the policy On call/],
  ['escalation_started', { run: 2, because: 'reopened', policy: { name: 'On call' } }, /run 2.*opened again/],
  ['step_activated', { step: 1, told: [{ type: 'user', id: 'ada' }] }, /Step 1: telling Ada/],
  [
    'step_activated',
    { step: 1, told: [{ type: 'user', id: 'ada', on_call: { schedule: 'Payments primary' } }] },
    /telling Ada \(on call in Payments primary\)/,
  ],
  ['nobody_notified', { reason: 'schedule_gap' }, /nobody is on call/],
  ['step_activated', { step: 2, told: [] }, /nobody in it could be told/],
  ['step_escalated', { step: 1, round: 1, reason: 'timeout', next: { step: 2, round: 1 } }, /step 2 is next/],
  ['step_escalated', { step: 2, round: 1, reason: 'timeout', next: { step: 1, round: 2 } }, /round 2 begins/],
  ['step_escalated', { step: 1, round: 1, reason: 'nobody_notified', next: { step: 2, round: 1 } }, /reached nobody/],
  ['nobody_notified', { reason: 'no_policy' }, /no escalation policy fits/],
  ['nobody_notified', { reason: 'fallback_unreachable' }, /the fallback cannot be reached either/],
  ['nobody_notified', { reason: 'no_fallback' }, /no fallback is set/],
  ['exhausted', { next_run_at: null }, /nobody else will be told/],
  ['exhausted', { next_run_at: '2027-01-05T04:12:00.000Z' }, /begins anew/],
  ['escalation_ended', { step: 2, reason: 'acknowledged' }, /ended at step 2: somebody acknowledged/],
  [
    'held',
    { suppression: { kind: 'silence' }, reason: 'we deploy', until: '2027-01-05T04:12:00.000Z' },
    /^Silence holds it until .*, and nobody is told: we deploy/,
  ],
  ['hold_over', { suppression: { kind: 'maintenance_window' }, reason: 'patches' }, /^Maintenance held it until now/],
  ['escalation_started', { run: 2, because: 'silence_over', policy: { name: 'On call' } }, /the silence is over/],
  ['escalation_ended', { run: 1, reason: 'held' }, /escalation ended: a suppression holds it/],
  ['escalation_ended', { run: 1, reason: 'resolved' }, /escalation ended: the incident was resolved/],
  ['notification_sent', { ...told, attempts: 1 }, /^Ada was told by e-mail$/],
  ['notification_sent', { ...told, attempts: 3 }, /after 3 attempts/],
  ['notification_sent', { ...told, channel: 'voice', attempts: 1 }, /by phone call$/],
  ['notification_delivered', { ...told, channel: 'sms', attempts: 1 }, /^Ada has received it by SMS$/],
  ['notification_sent', { ...told, event: 'standing_changed', attempts: 1 }, /^Ada was told whose it is by e-mail$/],
  ['notification_sent', { ...told, to: { type: 'slack_channel', id: 'alerts', name: null }, attempts: 1 }, /^Alerts/],
  ['notification_failed', { ...told, attempts: 1, reason: 'gone' }, /^Ada could not be told by e-mail: .* gone$/],
  ['notification_failed', { ...told, attempts: 9, reason: 'gave_up' }, /could not be told.*too late \(9 attempts\)/],
  ['notification_held', { ...told, reason: 'throttle', until: '2027-01-05T04:12:00.000Z' }, /at .*too much at once/],
  ['repaired', { finding: 'run_without_due_time' }, /set it right: its escalation would never have gone on/],
  ['template_failed', { channel: 'sms', reason: 'text, line 1, column 4: titel' }, /for SMS.*line 1, column 4: titel/],
  ['notification_suppressed', { ...told, reason: 'acknowledged' }, /not told.*somebody acknowledged/],
])('%s %j is said in words', (kind, data, expected) => {
  const said = say(kind, data);
  expect(said).toMatch(expected);
  expect(said).not.toMatch(/undefined|\{|_/);
});

test.each(TIMELINE_KINDS)('%s has a sentence of its own, whatever it carries', (kind) => {
  const said = say(kind);
  expect(said).not.toBe(kind.replaceAll('_', ' '));
  expect(said).not.toMatch(/undefined|\{|_/);
});

test.each(FINDING_KINDS)('the finding %s is said in words', (finding) => {
  expect(findingText(finding)).not.toBe(finding.replaceAll('_', ' '));
});

test('a kind that a newer backend writes is named, not hidden', () => expect(say('moon_risen')).toBe('moon risen'));

test('an entry that carries something else than expected breaks nothing', () => {
  for (const kind of ['opened', 'taken_over', 'step_activated', 'step_escalated', 'exhausted', 'notification_sent']) {
    expect(say(kind, { told: 'x', to: null, next: 7, team: [], severity: 'x', from: 3 })).not.toMatch(/undefined/);
  }
});
