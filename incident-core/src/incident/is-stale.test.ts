import { expect, test } from '@jest/globals';
import { isStale } from './is-stale.ts';

const NOW = new Date('2027-01-15T03:00:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const FORGOTTEN = { status: 'triggered', lastSeenAt: daysAgo(7), touchedAt: null, snoozedUntil: null } as const;

test.each([
  ['seven days without an alert and without anybody: stale', {}, true],
  ['almost seven days: not yet', { lastSeenAt: daysAgo(6.9) }, false],
  ['in progress for so long, and nothing more: stale', { status: 'in_progress', touchedAt: daysAgo(8) }, true],
  ['touched since: not stale', { lastSeenAt: daysAgo(30), touchedAt: daysAgo(6) }, false],
  ['put aside until later: not stale', { snoozedUntil: daysAgo(-1) }, false],
  ['its sleep is over: stale', { snoozedUntil: daysAgo(1) }, true],
  ['resolved: never', { status: 'resolved' }, false],
] as const)('%s', (_title, over, expected) => {
  expect(isStale({ ...FORGOTTEN, ...over }, NOW)).toBe(expected);
});
