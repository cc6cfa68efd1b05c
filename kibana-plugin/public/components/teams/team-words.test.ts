import { describe, expect, test } from '@jest/globals';
import { groupingText, pauseText, urgencyLines } from './team-words';

const urgencies = { info: 'low', warning: 'support_hours', error: 'support_hours', critical: 'high' } as const;
const office = {
  weekdays: ['monday' as const, 'tuesday' as const],
  from: '09:00',
  until: '17:00',
  time_zone: 'UTC',
};
const plainly = (lines: readonly string[]) => lines.map((line) => line.replaceAll(/[\u2068\u2069]/g, ''));

describe('what comes of the settings of a team', () => {
  test('grouping names the time, and what is told when it is off', () => {
    expect(groupingText(300)).toContain(
      'of one service and environment within 5 min of the first go into one incident',
    );
    expect(groupingText(null)).toContain('Each alert opens an incident of its own');
  });

  test('waiting names the time', () => {
    expect(pauseText(120)).toContain('If it recovers within 2 min, nobody is told');
    expect(pauseText(null)).toContain('as soon as an incident opens');
  });

  test('each severity is told apart by when it disturbs people', () => {
    expect(plainly(urgencyLines({ urgencies, support_hours: [office] }))).toEqual([
      'People are disturbed at once, at any hour: critical',
      'At once in support hours (Mon, Tue 09:00–17:00 UTC), else when they begin and nobody has it: error, warning',
      'Can wait: info',
    ]);
  });

  test('without any support hours what is urgent in them always is', () => {
    expect(plainly(urgencyLines({ urgencies, support_hours: [] }))[1]).toMatch(/^At any hour too.*error, warning$/);
  });

  test('what no severity is, is not said', () => {
    const all = { info: 'low', warning: 'low', error: 'low', critical: 'low' } as const;
    expect(plainly(urgencyLines({ urgencies: all, support_hours: [] }))).toEqual([
      'Can wait: critical, error, warning, info',
    ]);
  });
});
