import { describe, expect, test } from '@jest/globals';
import type { WeekHours } from '../model/matchers.ts';
import { DEFAULT_TEAM_SETTINGS } from '../model/team.ts';
import { SEVERITIES } from '../model/severity.ts';
import { changeUrgency, decideUrgency } from './decide-urgency.ts';
import { urgencyOf } from './describe-incident.ts';

const office: WeekHours = {
  weekdays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
  from: '09:00',
  until: '17:00',
  timeZone: 'Europe/Berlin',
};
const urgencies = { ...DEFAULT_TEAM_SETTINGS.urgencies, error: 'support_hours' } as const;
const team = { urgencies, supportHours: [office] };

test.each(SEVERITIES)('a team that has changed nothing has %s as it always was', (severity) => {
  const decision = decideUrgency(severity, DEFAULT_TEAM_SETTINGS, new Date('2027-01-05T03:00:00Z'));
  expect(decision).toEqual({ urgency: urgencyOf(severity), reason: 'severity', urgencyDueAt: null });
});

describe('what is urgent in support hours only', () => {
  test.each([
    // A Tuesday. In January Berlin is an hour ahead of UTC.
    ['before them', '2027-01-05T07:59:59Z', 'low', '2027-01-05T08:00:00Z'],
    ['at their first second', '2027-01-05T08:00:00Z', 'high', null],
    ['at their last', '2027-01-05T15:59:59Z', 'high', null],
    ['after them', '2027-01-05T16:00:00Z', 'low', '2027-01-06T08:00:00Z'],
    ['on a Friday evening', '2027-01-08T20:00:00Z', 'low', '2027-01-11T08:00:00Z'],
    // On 28 March the clocks go on by an hour: Monday begins an hour earlier by UTC.
    ['over the night in which summer begins', '2027-03-27T12:00:00Z', 'low', '2027-03-29T07:00:00Z'],
    ['over the night in which summer ends', '2027-10-30T12:00:00Z', 'low', '2027-11-01T08:00:00Z'],
  ])('%s is %s', (_, at, urgency, due) => {
    const { urgencyDueAt, ...decision } = decideUrgency('error', team, new Date(at));
    expect(decision.urgency).toBe(urgency);
    expect(urgencyDueAt?.toISOString().replace('.000', '') ?? null).toBe(due);
  });

  test('begins when the clocks go on, where they skip the hour', () => {
    const early = { ...office, weekdays: ['sunday' as const], from: '02:30', until: '04:00' };
    const decision = decideUrgency('error', { urgencies, supportHours: [early] }, new Date('2027-03-27T12:00:00Z'));
    expect(decision.urgencyDueAt?.toISOString()).toBe('2027-03-28T01:00:00.000Z');
  });

  test('begins twice where the clocks show its first minute twice', () => {
    const early = { ...office, weekdays: ['sunday' as const], from: '02:30', until: '09:00' };
    const due = (at: string) => decideUrgency('error', { urgencies, supportHours: [early] }, new Date(at)).urgencyDueAt;
    expect(due('2027-10-30T12:00:00Z')?.toISOString()).toBe('2027-10-31T00:30:00.000Z');
    // The clocks have gone back to two meanwhile.
    expect(due('2027-10-31T01:10:00Z')?.toISOString()).toBe('2027-10-31T01:30:00.000Z');
  });

  test('is always urgent for a team that has no such hours', () => {
    const decision = decideUrgency('error', { urgencies, supportHours: [] }, new Date('2027-01-05T03:00:00Z'));
    expect(decision).toMatchObject({ urgency: 'high', urgencyDueAt: null });
  });

  test('does not touch what is always urgent, or never', () => {
    const night = new Date('2027-01-05T03:00:00Z');
    expect(decideUrgency('critical', team, night)).toMatchObject({ urgency: 'high', urgencyDueAt: null });
    expect(decideUrgency('warning', team, night)).toMatchObject({ urgency: 'low', urgencyDueAt: null });
  });
});

describe('an open incident', () => {
  const night = new Date('2027-01-05T20:00:00Z');
  const before = { severity: 'error', urgency: 'high', urgencyDueAt: null } as const;

  test('stays as urgent as it was while its severity does, whatever the hour', () => {
    expect(changeUrgency(before, 'error', team, night)).toEqual({ urgency: 'high', urgencyDueAt: null });
  });

  test('that becomes worse is not less urgent than before', () => {
    const warned = { severity: 'warning', urgency: 'high', urgencyDueAt: null } as const;
    expect(changeUrgency(warned, 'error', team, night)).toEqual({ urgency: 'high', urgencyDueAt: null });
  });

  test('that becomes worse out of hours waits for them, unless that severity is always urgent', () => {
    const low = { severity: 'warning', urgency: 'low', urgencyDueAt: null } as const;
    const next = new Date('2027-01-06T08:00:00Z');
    expect(changeUrgency(low, 'error', team, night)).toEqual({ urgency: 'low', urgencyDueAt: next });
    expect(changeUrgency(low, 'critical', team, night)).toEqual({ urgency: 'high', urgencyDueAt: null });
  });

  test('that becomes better is as urgent as its severity is now', () => {
    expect(changeUrgency(before, 'info', team, night)).toEqual({ urgency: 'low', urgencyDueAt: null });
  });
});
