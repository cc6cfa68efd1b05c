import { expect, test } from '@jest/globals';
import { toReceipt } from './twilio-receipt.ts';

const FAILED = 'failed' as const;
const MACHINE = { kind: FAILED, error: 'a machine answered the call' };

test.each<readonly [string, Readonly<Record<string, string>>, ReturnType<typeof toReceipt>]>([
  ['an SMS that arrived', { MessageStatus: 'delivered' }, { kind: 'delivered' }],
  ['an SMS on its way', { MessageStatus: 'sent' }, null],
  [
    'an SMS that did not arrive',
    { MessageStatus: 'undelivered', ErrorCode: '30003' },
    { kind: FAILED, error: 'Twilio says that it is undelivered (30003)' },
  ],
  ['a call that was answered', { CallStatus: 'completed' }, { kind: 'delivered' }],
  ['a call that rings', { CallStatus: 'ringing' }, null],
  [
    'a call that nobody took',
    { CallStatus: 'no-answer' },
    { kind: FAILED, error: 'Twilio says that the call ended with no-answer' },
  ],
  ['a person who is heard', { AnsweredBy: 'human' }, null],
  ['nobody knows who is heard', { AnsweredBy: 'unknown', CallStatus: 'completed' }, { kind: 'delivered' }],
  ['a mailbox that is heard', { AnsweredBy: 'machine_start' }, MACHINE],
  ['a fax that is heard', { AnsweredBy: 'fax' }, MACHINE],
  ['a call to a mailbox that has ended', { CallStatus: 'completed', AnsweredBy: 'machine_start' }, MACHINE],
])('%s', (_, fields, receipt) => {
  expect(toReceipt(new Map(Object.entries(fields)))).toEqual(receipt);
});
