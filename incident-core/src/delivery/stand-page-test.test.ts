import { expect, test } from '@jest/globals';
import { receiptOf, standPageTest } from './stand-page-test.ts';

test.each([
  ['nothing has left', { statuses: ['pending'] }, 'under_way'],
  ['nothing is planned yet', {}, 'under_way'],
  ['one was taken', { statuses: ['failed', 'sent'] }, 'sent'],
  ['one was confirmed', { statuses: ['sent', 'delivered'] }, 'delivered'],
  ['somebody has acknowledged', { statuses: ['sent'], isAcknowledged: true, isOver: true }, 'acknowledged'],
  ['all have failed, and others can follow', { statuses: ['failed'] }, 'under_way'],
  ['all have failed, and that was all', { statuses: ['failed', 'suppressed'], isOver: true }, 'failed'],
  ['the last is still on its way', { statuses: ['failed', 'sending'], isOver: true }, 'under_way'],
  ['nobody was told at all', { isOver: true }, 'failed'],
] as const)('%s', (_, over, state) => {
  expect(standPageTest({ isOver: false, isAcknowledged: false, statuses: [], ...over })).toBe(state);
});

const AT = new Date('2027-01-04T08:00:00Z');
test.each([
  ['sending', null, null, 'none'],
  ['sent', AT, null, 'none'],
  ['sent', AT, AT, 'awaited'],
  ['delivered', AT, null, 'received'],
  ['failed', AT, null, 'missed'],
  ['failed', null, null, 'none'],
] as const)('the receipt of what is %s', (status, sentAt, receiptDueAt, receipt) => {
  expect(receiptOf({ status, sentAt, receiptDueAt })).toBe(receipt);
});
