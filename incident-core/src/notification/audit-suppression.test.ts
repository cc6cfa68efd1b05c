import { expect, test } from '@jest/globals';
import { auditSuppression, type AuditedSuppression } from './audit-suppression.ts';
import { instant, silence } from './suppression.fixture.ts';

const NOW = instant('2027-01-05T04:00');
const END = instant('2027-01-05T05:00');
const seconds = (count: number) => new Date(NOW.getTime() + count * 1000);

test.each<[string, Partial<AuditedSuppression>, string | null]>([
  ['is looked at when it ends', {}, null],
  ['may be looked at sooner', { changeAt: seconds(10) }, null],
  ['not later', { changeAt: new Date(END.getTime() + 60_001) }, 'suppression_due_wrong'],
  ['not never', { changeAt: null }, 'suppression_due_wrong'],
  ['but never when it is over', { changeAt: null, suppression: silence({ endedAt: NOW }) }, null],
  ['is due for two minutes at most', { changeAt: seconds(-120) }, null],
  ['and overdue then', { changeAt: seconds(-121) }, 'suppression_overdue'],
  ['that was edited just now is due by itself', { isApplied: false, changeAt: null, editedAt: seconds(-120) }, null],
  ['and overdue when nobody applies it', { isApplied: false, editedAt: seconds(-121) }, 'suppression_overdue'],
])('a silence %s', (_, over, kind) => {
  const given = { suppression: silence(), isApplied: true, editedAt: seconds(-600), changeAt: END, ...over };
  expect(auditSuppression(given, NOW)).toEqual(kind === null ? null : { kind });
});
