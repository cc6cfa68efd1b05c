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

  test.each([
    [
      'in support hours',
      '2027-01-05T12:00:00Z',
      ['Urgent now, people are disturbed at once: critical, error, warning', 'Can wait: info'],
    ],
    [
      'outside of them',
      '2027-01-05T18:00:00Z',
      [
        'Urgent now, people are disturbed at once: critical',
        expect.stringMatching(/^Urgent from Mon.*on, when support hours begin: error, warning$/),
        'Can wait: info',
      ],
    ],
  ])('the severities, %s', (_, now, expected) => {
    expect(plainly(urgencyLines({ urgencies, support_hours: [office] }, Date.parse(now)))).toEqual(expected);
  });

  test('without any support hours what is urgent in them always is', () => {
    const [first] = urgencyLines({ urgencies, support_hours: [] }, Date.parse('2027-01-05T03:00:00Z'));
    expect(first).toContain('critical, error, warning');
  });
});
