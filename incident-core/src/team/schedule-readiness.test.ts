import { describe, expect, test } from '@jest/globals';
import type { RecipientReach, Ways } from '../model/readiness.ts';
import type { PlannedSchedule } from '../model/schedule.ts';
import { daily, layer } from './schedule.fixture.ts';
import { findScheduleProblems } from './schedule-readiness.ts';
import { finalShifts } from './shifts.ts';

const NOW = new Date('2027-01-05T03:00:00Z');
const THEN = new Date('2027-01-19T03:00:00Z');
const mail = [{ channel: 'email', delaySeconds: 0 }] as const;

const person = (id: string, high: Ways): readonly [string, RecipientReach] => [
  `user:${id}`,
  { recipient: { type: 'user', id }, name: id, ways: { high, low: mail } },
];
const reach = new Map([
  person('ada', mail),
  person('ben', mail),
  person('bare', 'no_verified_contact_method'),
  person('slacker', [{ channel: 'slack', delaySeconds: 0 }]),
  person('office', 'not_at_this_urgency'),
]);

function problemsOf(over: Partial<PlannedSchedule>) {
  const schedule = { timeZone: 'UTC', layers: [layer()], overrides: [], ...over };
  const listed = finalShifts(schedule, NOW, THEN);
  if (listed.kind === 'too_many') throw new Error('too many shifts for a test');
  const ahead = { id: 's', name: 'Primary', teamId: 't', pieces: listed.items };
  return findScheduleProblems({ layers: schedule.layers, ahead, reach, configured: ['email'] });
}

const override = (userId: string, from: Date, until: Date) => ({ id: 'o', userId, from, until, madeAt: NOW });

test('a schedule in which somebody reachable is on call at all times has no problems', () => {
  expect(problemsOf({})).toEqual([]);
});

describe('a schedule is not ready when', () => {
  test.each([
    ['bare', 'no_verified_contact_method'],
    ['ghost', 'unknown_target'],
    ['slacker', 'channel_not_configured'],
    ['office', 'not_at_urgency'],
  ])('%s takes turns in it: %s', (who, code) => {
    expect(problemsOf({ layers: [layer(), layer({ name: 'two', participantIds: ['ada', who, who] })] })).toMatchObject([
      { code, severity: 'blocking', path: '$.layers[1].participant_ids[1]' },
    ]);
  });
  test('an override puts somebody out of reach on call', () => {
    expect(problemsOf({ overrides: [override('bare', NOW, THEN)] })).toMatchObject([
      { code: 'no_verified_contact_method', severity: 'blocking', path: '$.overrides' },
    ]);
  });
  test.each([
    ['it has no layers', []],
    ['its only layer is over', [layer({ validUntil: '2027-01-04T00:00:00Z' })]],
  ])('%s: nobody is ever on call', (_, layers) => {
    expect(problemsOf({ layers })).toMatchObject([{ code: 'nobody_on_call', severity: 'blocking', path: '$.layers' }]);
  });
});

describe('a schedule is ready, with a warning, when', () => {
  const weekday = { weekdays: ['wednesday' as const], from: '09:00', until: '17:00' };
  test.each([
    [
      'its layer has hours',
      { layers: [layer({ restrictions: [weekday] })] },
      /until 2027-01-06 09:00 UTC .*2 times more/,
    ],
    ['it begins later', { layers: [layer({ rotation: daily('2027-03-01', '09:00') })] }, /\(not_started\)$/],
    [
      'an override is all that it has',
      { layers: [], overrides: [override('ada', NOW, new Date('2027-01-06'))] },
      /empty/,
    ],
  ])('%s', (_, over, found) => {
    expect(problemsOf(over)).toMatchObject([
      { code: 'gap', severity: 'warning', path: '$.layers', found: expect.stringMatching(found) },
    ]);
  });
});

test('whoever had turns in a layer that is over is not asked', () => {
  const over = layer({ name: 'old', participantIds: ['bare'], validUntil: '2027-01-04T00:00:00Z' });
  expect(problemsOf({ layers: [over, layer()] })).toEqual([]);
});
