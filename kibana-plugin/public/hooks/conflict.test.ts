import { expect, test } from '@jest/globals';
import { incident } from '../incident.fixture';
import { conflictOf, isDoneBy } from './conflict';

const grace = { id: 'grace', name: 'Grace' };
const held = incident({
  status: 'acknowledged',
  assignee: grace,
  assignee_id: grace.id,
  acknowledged_at: '2027-01-05T03:02:00.000Z',
});

test('what nobody holds may be taken', () => {
  expect(conflictOf(incident(), 'acknowledge', 'ada')).toBeUndefined();
  expect(conflictOf(incident({ ...held, assignee: null }), 'acknowledge', 'ada')).toBeUndefined();
});

test('the second of two sees whose it is', () => {
  const conflict = { kind: 'held', by: 'Grace', since: '2027-01-05T03:02:00.000Z' };
  expect(conflictOf(held, 'acknowledge', 'ada')).toEqual(conflict);
  expect(conflictOf(held, 'start', null)).toEqual(conflict);
});

test('who holds it goes on without a question', () => {
  expect(conflictOf(held, 'start', 'grace')).toBeUndefined();
});

test('work counts from its start', () => {
  const inProgress = { ...held, status: 'in_progress', started_at: '2027-01-05T03:05:00.000Z' } as const;
  expect(conflictOf(inProgress, 'start', 'ada')).toMatchObject({ since: '2027-01-05T03:05:00.000Z' });
});

test('what has recovered meanwhile says so', () => {
  const over = {
    ...held,
    status: 'resolved',
    resolution: 'recovery',
    resolved_at: '2027-01-05T03:09:00.000Z',
  } as const;
  expect(conflictOf(over, 'acknowledge', 'ada')).toEqual({
    kind: 'resolved',
    at: '2027-01-05T03:09:00.000Z',
    by: 'recovery',
  });
});

test.each([
  ['acknowledged by the reader', held, 'acknowledge', 'grace', true],
  ['acknowledged by somebody else', held, 'acknowledge', 'ada', false],
  ['acknowledged, where nobody knows the reader', held, 'acknowledge', null, false],
  ['worked on by the reader', { ...held, status: 'in_progress' }, 'start', 'grace', true],
  ['acknowledged, but not worked on', held, 'start', 'grace', false],
  ['still asleep', { ...held, snoozed_until: '2027-01-05T04:02:00.000Z' }, 'acknowledge', 'grace', false],
  ['still to be confirmed', { ...held, confirm_due_at: '2027-01-05T03:12:00.000Z' }, 'acknowledge', 'grace', false],
  ['nobody’s', incident(), 'acknowledge', 'grace', false],
  ['resolved by who knows whom', { ...held, status: 'resolved' }, 'resolve', 'grace', false],
] as const)('%s: whether that is what was asked for', (_, now, action, me, expected) => {
  expect(isDoneBy({ ...now, id: held.id } as typeof held, action, me)).toBe(expected);
});
