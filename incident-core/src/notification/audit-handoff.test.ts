import { expect, test } from '@jest/globals';
import { auditHandoff, type AuditedHandoff } from './audit-handoff.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const seconds = (count: number) => new Date(NOW.getTime() + count * 1000);

test.each<[string, Partial<AuditedHandoff>, string | null]>([
  ['is looked at when its shift ends', {}, null],
  ['may be looked at sooner', { dueAt: seconds(10) }, null],
  ['not later', { dueAt: seconds(3_661) }, 'handoff_due_wrong'],
  ['not never', { dueAt: null }, 'handoff_due_wrong'],
  ['but never when nothing ever changes', { dueAt: null, until: null }, null],
  ['is due for five minutes at most', { dueAt: seconds(-300) }, null],
  ['and overdue then', { dueAt: seconds(-301) }, 'handoff_overdue'],
  ['is for people when it keeps failing', { isParked: true }, 'handoff_parked'],
  ['is due by itself once it was edited', { isCurrent: false, isParked: true, dueAt: null }, null],
])('a schedule %s', (_, over, kind) => {
  const given = { isCurrent: true, dueAt: seconds(3_600), isParked: false, until: seconds(3_600), ...over };
  expect(auditHandoff(given, NOW)).toEqual(kind === null ? null : { kind });
});
