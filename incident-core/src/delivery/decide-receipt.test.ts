import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DELIVERY_STATUSES, type DeliveryStatus } from '../model/notification.ts';
import { decideReceipt, receiptDueAt, type Receipt } from './decide-receipt.ts';

const DELIVERED: Receipt = { kind: 'delivered' };
const FAILED: Receipt = { kind: 'failed', error: 'undelivered (30003)' };

describe('a receipt', () => {
  test.each<readonly [string, DeliveryStatus, Receipt, string]>([
    ['confirms what was sent', 'sent', DELIVERED, 'delivered'],
    ['fails what was sent', 'sent', FAILED, 'failed'],
    ['that overtakes our own note confirms it', 'sending', DELIVERED, 'delivered'],
    ['that comes twice changes nothing', 'delivered', DELIVERED, 'ignore'],
    ['does not take back what was delivered', 'delivered', FAILED, 'ignore'],
    ['does not revive what has failed', 'failed', DELIVERED, 'ignore'],
    ['for what was withheld changes nothing', 'suppressed', DELIVERED, 'ignore'],
    ['confirms what waits to be tried again', 'pending', DELIVERED, 'delivered'],
    ['does not fail what is tried again', 'pending', FAILED, 'ignore'],
  ])('%s', (_, status, receipt, expected) => {
    const decision = decideReceipt(status, receipt);
    expect(decision.kind === 'move' ? decision.to : decision.kind).toBe(expected);
  });

  test('in any order and number they come to one end, and it is the first', () => {
    const receipts = fc.array(fc.constantFrom(DELIVERED, FAILED), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.constantFrom(...DELIVERY_STATUSES), receipts, (from, list) => {
        const ends = list.reduce<DeliveryStatus[]>((path, receipt) => {
          const decision = decideReceipt(path.at(-1) ?? from, receipt);
          return decision.kind === 'move' ? [...path, decision.to] : path;
        }, []);
        return ends.length <= 1;
      }),
    );
  });
});

test('a receipt is awaited of SMS and voice only, and only where it can reach us', () => {
  const at = new Date('2027-01-05T03:00:00Z');
  expect(receiptDueAt('sms', at, 120)).toEqual(new Date('2027-01-05T03:02:00Z'));
  expect(receiptDueAt('voice', at, 60)).toEqual(new Date('2027-01-05T03:01:00Z'));
  for (const channel of ['email', 'webhook', 'slack', 'teams'] as const)
    expect(receiptDueAt(channel, at, 120)).toBeNull();
  expect(receiptDueAt('sms', at, null)).toBeNull();
});
