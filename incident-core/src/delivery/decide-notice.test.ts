import { describe, expect, test } from '@jest/globals';
import { NOTICE_EVENTS } from '../model/notice.ts';
import type { Gap, Shift } from '../model/schedule.ts';
import { decideNotice, noticePatience, type DueNotice } from './decide-notice.ts';

const NOW = new Date('2027-01-04T08:00:00Z');
const LATER = new Date('2027-01-04T08:10:00Z');
const shift = (userId: string): Shift => ({
  kind: 'on_call',
  userId,
  by: { type: 'override', id: 'override' },
  from: NOW,
  until: new Date('2027-01-05T08:00:00Z'),
});
const GAP: Gap = { kind: 'gap', reason: 'ended', from: null, until: null };
const due = (event: DueNotice['event'], over: Partial<DueNotice> = {}): DueNotice => ({
  event,
  userId: 'ada',
  recipient: 'verified',
  standing: null,
  until: null,
  ...over,
});

test.each([
  ['a turn that begins is told to who is on call', due('handoff', { standing: shift('ada') }), null],
  ['but not once the shift was given away', due('handoff', { standing: shift('ben') }), 'shift_over'],
  ['nor when nobody is on call any more', due('handoff', { standing: GAP }), 'shift_over'],
  ['a Slack channel hears of whoever it is', due('handoff', { userId: null, standing: shift('ben') }), null],
  ['and of nobody not', due('handoff', { userId: null, standing: GAP }), 'shift_over'],
  ['a turn that is over is told', due('handoff_over', { standing: shift('ben') }), null],
  ['into a gap too', due('handoff_over', { standing: GAP }), null],
  ['but not to who is on call again', due('handoff_over', { standing: shift('ada') }), 'shift_back'],
  ['of a schedule that is gone nothing is told', due('handoff_over'), 'schedule_gone'],
  ['a code is sent while it counts', due('verification', { until: LATER, recipient: 'unverified' }), null],
  ['and not when it is too old', due('verification', { until: NOW }), 'code_over'],
  ['or was replaced', due('verification'), 'code_over'],
  ['a test is sent to an address that is not verified', due('test', { until: LATER, recipient: 'unverified' }), null],
  ['and not when it is over', due('test', { until: NOW }), 'test_over'],
  ['that a token ends is told while it lives', due('token_ending', { until: LATER }), null],
  ['and not when it was revoked meanwhile', due('token_ending'), 'token_over'],
  ['or has ended', due('token_ending', { until: NOW }), 'token_over'],
  [
    'nothing goes to an address that is gone',
    due('test', { until: LATER, recipient: 'method_gone' }),
    'contact_method_gone',
  ],
  ['nor to a person that is', due('test', { until: LATER, recipient: 'gone' }), 'recipient_gone'],
  [
    'a hand-off is not told where it was never verified',
    due('handoff', { standing: shift('ada'), recipient: 'unverified' }),
    'contact_method_unverified',
  ],
] as const)('%s', (_, notice, reason) => {
  expect(decideNotice(notice, NOW)).toEqual(reason === null ? { kind: 'send' } : { kind: 'suppress', reason });
});

describe('how long it is tried', () => {
  test('a code and a test not longer than somebody waits for them', () => {
    const patience = NOTICE_EVENTS.map((event) => [event, noticePatience(event)]);
    expect(Object.fromEntries(patience)).toEqual({
      handoff: 21_600,
      handoff_over: 21_600,
      silence_ending: 21_600,
      token_ending: 21_600,
      verification: 900,
      test: 900,
    });
  });
});
