import { expect, test } from '@jest/globals';
import { incident } from '../incident.fixture';
import { conflictOf } from './conflict';

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
