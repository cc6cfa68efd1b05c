import { describe, expect, test } from '@jest/globals';
import { DEFAULT_TEAM_SETTINGS as SETTINGS, type TeamSettings } from '../model/team.ts';
import { NO_HOLDER_TIMERS, NO_TIMERS, type HolderTimers, type IncidentTimers } from '../model/incident.ts';
import { decideRise, decideTimer, holdTimers, latestSnooze } from './timers.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);

describe('whoever takes an incident', () => {
  test('keeps an urgent one for half an hour, and is warned five minutes before', () => {
    expect(holdTimers('acknowledged', 'high', SETTINGS, NOW)).toEqual({
      ...NO_HOLDER_TIMERS,
      acknowledgementDueAt: minutes(30),
      acknowledgementWarnAt: minutes(25),
    });
  });

  test('keeps one that is not urgent for ever', () => {
    expect(holdTimers('acknowledged', 'low', SETTINGS, NOW)).toEqual(NO_HOLDER_TIMERS);
  });

  test('and works on it is reminded after four hours', () => {
    expect(holdTimers('in_progress', 'high', SETTINGS, NOW)).toEqual({
      ...NO_HOLDER_TIMERS,
      reminderDueAt: minutes(240),
    });
  });

  test.each<[string, Partial<TeamSettings>, HolderTimers]>([
    ['a team that lets it run out never', { acknowledgementTimeoutSeconds: null }, NO_HOLDER_TIMERS],
    [
      'a time too short for a warning',
      { acknowledgementTimeoutSeconds: 240 },
      { ...NO_HOLDER_TIMERS, acknowledgementDueAt: minutes(4) },
    ],
  ])('by the settings of the team: %s', (_, settings, expected) => {
    expect(holdTimers('acknowledged', 'high', { ...SETTINGS, ...settings }, NOW)).toEqual(expected);
  });
});

describe('what waits for quiet is over', () => {
  const over = (given: Partial<Parameters<typeof decideTimer>[0]>, recovered: boolean) =>
    decideTimer({ ...NO_TIMERS, status: 'triggered', resolveDueAt: NOW, ...given }, recovered, NOW);
  test.each([
    ['what flapped', { flappingAt: minutes(-15) }, true, 'flapping_over'],
    [
      'what flaps while somebody works, as all that recovered then',
      { flappingAt: NOW, status: 'in_progress' as const },
      true,
      'recovery_unattended',
    ],
    ['a storm whose alerts have recovered', { isStorm: true }, true, 'storm_over'],
    ['a storm that is heard of no more', { isStorm: true }, false, 'storm_over'],
  ])('%s', (_, given, recovered, reason) => {
    expect(over(given, recovered)).toEqual({ kind: 'resolve', reason });
  });
});

describe('when its time has come', () => {
  const decide = (
    timers: Partial<IncidentTimers>,
    {
      status = 'acknowledged',
      recovered = false,
    }: { status?: 'acknowledged' | 'in_progress' | 'resolved'; recovered?: boolean } = {},
  ) => decideTimer({ ...NO_TIMERS, ...timers, status }, recovered, NOW);

  test.each([
    ['resolveDueAt', 'in_progress'],
    ['snoozedUntil', 'acknowledged'],
    ['acknowledgementDueAt', 'acknowledged'],
    ['acknowledgementWarnAt', 'acknowledged'],
    ['confirmDueAt', 'acknowledged'],
    ['reminderDueAt', 'in_progress'],
  ] as const)('%s moves it at that instant and not before', (timer, status) => {
    expect(decide({ [timer]: minutes(1 / 60_000) }, { status }).kind).toBe('wait');
    expect(decide({ [timer]: NOW }, { status }).kind).not.toBe('wait');
    expect(decide({ [timer]: NOW }, { status: 'resolved' }).kind).toBe('wait');
  });

  test('a snooze that is over wakes it; what recovered while it slept resolves quietly', () => {
    expect(decide({ snoozedUntil: NOW })).toEqual({ kind: 'trigger', reason: 'snooze_over', set: NO_HOLDER_TIMERS });
    expect(decide({ snoozedUntil: NOW }, { recovered: true })).toEqual({ kind: 'resolve', reason: 'recovery' });
  });

  test('a warning comes once, and the end after it', () => {
    const first = decide({ acknowledgementWarnAt: NOW, acknowledgementDueAt: minutes(5) });
    expect(first).toEqual({ kind: 'tell', event: 'acknowledgement_ending', set: { acknowledgementWarnAt: null } });
    expect(decide({ acknowledgementDueAt: NOW })).toMatchObject({ kind: 'trigger', reason: 'acknowledgement_over' });
  });

  test('after a long standstill nobody is warned of what is over already', () => {
    const late = decide({ acknowledgementWarnAt: minutes(-9), acknowledgementDueAt: minutes(-4) });
    expect(late).toMatchObject({ kind: 'trigger', reason: 'acknowledgement_over' });
  });

  test.each([
    ['snoozedUntil', 'snooze_over'],
    ['acknowledgementDueAt', 'acknowledgement_over'],
    ['confirmDueAt', 'not_confirmed'],
  ] as const)('nobody holds it any more by %s, and it still resolves by itself when it would have', (timer, reason) => {
    const decision = decide({ [timer]: NOW, resolveDueAt: minutes(20) });
    expect(decision).toEqual({ kind: 'trigger', reason, set: NO_HOLDER_TIMERS });
    expect(NO_HOLDER_TIMERS).not.toHaveProperty('resolveDueAt');
  });

  test.each(['acknowledgementDueAt', 'acknowledgementWarnAt', 'confirmDueAt'] as const)(
    'what has recovered and only waits for its end calls nobody by %s',
    (timer) => {
      const over = { acknowledgementDueAt: null, acknowledgementWarnAt: null, confirmDueAt: null };
      const due = { [timer]: NOW, resolveDueAt: minutes(5) };
      expect(decide(due, { recovered: true })).toEqual({ kind: 'rest', set: over });
      expect(decide({ ...due, ...over }, { recovered: true })).toEqual({ kind: 'wait' });
      expect(decide({ ...due, resolveDueAt: null }, { recovered: true })).not.toMatchObject({ kind: 'rest' });
    },
  );

  test('a reminder comes again after the same time', () => {
    const decision = decide({ reminderDueAt: NOW }, { status: 'in_progress' });
    expect(decision).toEqual({ kind: 'tell', event: 'work_reminder', set: { reminderDueAt: minutes(240) } });
  });

  test('that it resolves comes before all else', () => {
    const due = { resolveDueAt: NOW, reminderDueAt: NOW };
    const decision = decide(due, { status: 'in_progress', recovered: true });
    expect(decision).toEqual({ kind: 'resolve', reason: 'recovery_unattended' });
  });

  test('without a recovery it is since Kibana no longer looks', () => {
    expect(decide({ resolveDueAt: NOW })).toEqual({ kind: 'resolve', reason: 'untracked' });
  });
});

describe('when it becomes worse', () => {
  const rise = (
    status: 'triggered' | 'acknowledged' | 'in_progress',
    severity: 'error' | 'critical',
    timers: Partial<IncidentTimers> = {},
  ) => decideRise({ ...NO_TIMERS, ...timers, status, severity, urgency: 'high' }, SETTINGS, NOW);

  test('while triggered, the people of the step hear it', () => {
    expect(rise('triggered', 'critical')).toEqual({ tell: 'step', set: {} });
  });

  test('while acknowledged, its holder must confirm what is critical within a quarter of an hour', () => {
    const held = { acknowledgementDueAt: minutes(9), acknowledgementWarnAt: minutes(4) };
    expect(rise('acknowledged', 'critical', held)).toEqual({ tell: 'assignee', set: { confirmDueAt: minutes(15) } });
    expect(rise('acknowledged', 'error', held)).toEqual({ tell: 'assignee', set: {} });
  });

  test('what was not urgent when it was acknowledged can run out from now on', () => {
    expect(rise('acknowledged', 'error').set).toEqual({
      acknowledgementDueAt: minutes(30),
      acknowledgementWarnAt: minutes(25),
    });
  });

  test('what sleeps sleeps no longer than what is urgent may', () => {
    expect(rise('acknowledged', 'error', { snoozedUntil: minutes(60 * 72) }).set).toEqual({
      snoozedUntil: minutes(60 * 24),
    });
    expect(rise('acknowledged', 'error', { snoozedUntil: minutes(60) }).set).toEqual({ snoozedUntil: minutes(60) });
  });

  test('during work, who works hears it and confirms nothing', () => {
    expect(rise('in_progress', 'critical', { reminderDueAt: minutes(10) })).toEqual({ tell: 'assignee', set: {} });
  });
});

test('an urgent incident sleeps for a day at most, another for thirty', () => {
  expect(latestSnooze('high', NOW)).toEqual(minutes(24 * 60));
  expect(latestSnooze('low', NOW)).toEqual(minutes(30 * 24 * 60));
});
