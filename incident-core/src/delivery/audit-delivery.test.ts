import { describe, expect, test } from '@jest/globals';
import {
  auditDelivery,
  isDeliveryMissing,
  type AuditedDelivery,
  type UndeliveredNotification,
} from './audit-delivery.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const seconds = (count: number) => new Date(NOW.getTime() + count * 1000);
const HOUR = 3_600;
const DAY = 24 * HOUR;

const LATE = { kind: 'delivery_due_too_late' };

const audit = (over: Partial<AuditedDelivery>) =>
  auditDelivery(
    {
      ...{ status: 'pending', dueAt: NOW, leasedUntil: null, receiptDueAt: null, attempts: 0, isHeld: false },
      ...{ parkedAt: null, unparkedAt: null, touchedAt: seconds(-1) },
      ...over,
    },
    NOW,
  );

test.each<[string, Partial<AuditedDelivery>, unknown]>([
  ['what is due now is sound', {}, null],
  ['so it is for five minutes', { dueAt: seconds(-300) }, null],
  ['then it is overdue', { dueAt: seconds(-301) }, { kind: 'delivery_overdue' }],
  ['what has no turn never comes', { dueAt: null }, { kind: 'delivery_without_due_time' }],
  ['what waits for its first turn may wait for days', { dueAt: seconds(6 * DAY) }, null],
  ['but not for weeks', { dueAt: seconds(8 * DAY) }, { kind: 'delivery_due_too_late' }],
  ['what is tried again may be held', { attempts: 1, isHeld: true, dueAt: seconds(DAY) }, null],
  ['else it is tried within the hour', { attempts: 1, dueAt: seconds(2 * HOUR) }, { kind: 'delivery_due_too_late' }],
  ['a provider may ask for an hour', { attempts: 1, dueAt: seconds(HOUR) }, null],
  ['what was planned by a clock that was ahead', { touchedAt: seconds(HOUR), dueAt: seconds(HOUR) }, LATE],
  ['what was last tried by such a clock', { attempts: 1, touchedAt: seconds(HOUR), dueAt: seconds(HOUR + 10) }, LATE],
  ['so was its lease', { status: 'sending', touchedAt: seconds(HOUR), leasedUntil: seconds(HOUR + 60) }, LATE],
  ['but its turn may come all the same', { touchedAt: seconds(HOUR), dueAt: seconds(-1) }, null],
  ['and clocks may differ a little', { touchedAt: seconds(30), dueAt: seconds(30) }, null],
  ['what is under way has a lease', { status: 'sending', leasedUntil: seconds(60) }, null],
  ['a lease that is missing', { status: 'sending' }, { kind: 'delivery_without_due_time' }],
  ['one without end', { status: 'sending', leasedUntil: seconds(DAY) }, { kind: 'delivery_due_too_late' }],
  ['one that is long over', { status: 'sending', leasedUntil: seconds(-301) }, { kind: 'delivery_overdue' }],
  ['what is parked rests first', { parkedAt: seconds(-300) }, null],
  ['then it is tried again', { parkedAt: seconds(-301), dueAt: null }, { kind: 'delivery_parked', repair: 'unpark' }],
  [
    'what is parked again is for people',
    { parkedAt: NOW, unparkedAt: NOW },
    { kind: 'delivery_parked', repair: 'none' },
  ],
  ['what was sent may have no receipt', { status: 'sent', dueAt: null }, null],
  ['or wait for one', { status: 'sent', receiptDueAt: seconds(-300) }, null],
  ['but not for ever', { status: 'sent', receiptDueAt: seconds(-301) }, { kind: 'receipt_overdue' }],
  ['what has failed is over', { status: 'failed', dueAt: null }, null],
  ['so is what was withheld', { status: 'suppressed', dueAt: null, parkedAt: seconds(-DAY) }, null],
])('%s', (_, over, expected) => {
  expect(audit(over)).toEqual(expected);
});

describe('a notification without a delivery', () => {
  const step: UndeliveredNotification = {
    event: 'escalation_step',
    incidentStatus: 'triggered',
    run: { status: 'active', end: null },
    recipient: 'verified',
    createdAt: NOW,
  };
  test.each<[string, UndeliveredNotification, boolean]>([
    ['of a step must have one', step, true],
    ['of a step that is long active must too', { ...step, createdAt: seconds(-DAY) }, true],
    ['of a step that somebody has answered must not', { ...step, incidentStatus: 'acknowledged' }, false],
    ['to somebody who is gone must not', { ...step, recipient: 'gone' }, false],
    ['of a run that was called off must not', { ...step, run: { status: 'resolved', end: 'recovered' } }, false],
    ['of a resolution must', { ...step, event: 'resolved', incidentStatus: 'resolved', run: null }, true],
    [
      'of a resolution long ago must not',
      { ...step, event: 'resolved', incidentStatus: 'resolved', run: null, createdAt: seconds(-7 * HOUR) },
      false,
    ],
    ['of a hand-off must', { event: 'handoff', recipient: 'verified', createdAt: NOW }, true],
    [
      'of a hand-off long ago must not',
      { event: 'handoff', recipient: 'verified', createdAt: seconds(-7 * HOUR) },
      false,
    ],
    ['of a hand-off to nobody must not', { event: 'handoff', recipient: 'unverified', createdAt: NOW }, false],
  ])('%s', (_, notification, expected) => {
    expect(isDeliveryMissing(notification, NOW)).toBe(expected);
  });
});
