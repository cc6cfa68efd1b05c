import type { DeliveryStatus } from '../model/notification.ts';
import type { PageTestState, ReceiptState } from '../model/notice.ts';
import type { Allowance } from '../model/allowance.ts';
import { isDeliveryEnded } from './delivery-status.ts';

/** How often one person may try it: a test disturbs others, too. */
export const PAGE_TESTS_OF_PERSON: Allowance = { most: 10, seconds: 600 };

/** A test and what has become of its deliveries. */
export interface StandingPageTest {
  /** Whether further deliveries can follow; not those of a contact method, which has one. */
  readonly isOver: boolean;
  readonly isAcknowledged: boolean;
  readonly statuses: readonly DeliveryStatus[];
}

/** How far a test has come, by the best of its deliveries. */
export function standPageTest({ isOver, isAcknowledged, statuses }: StandingPageTest): PageTestState {
  if (isAcknowledged) return 'acknowledged';
  if (statuses.includes('delivered')) return 'delivered';
  if (statuses.includes('sent')) return 'sent';
  return isOver && statuses.every(isDeliveryEnded) ? 'failed' : 'under_way';
}

/** What is known of the arrival of what was sent. */
export function receiptOf(delivery: {
  readonly status: DeliveryStatus;
  readonly sentAt: Date | null;
  readonly receiptDueAt: Date | null;
}): ReceiptState {
  const { status, sentAt, receiptDueAt } = delivery;
  if (status === 'delivered') return 'received';
  if (status === 'sent') return receiptDueAt === null ? 'none' : 'awaited';
  return status === 'failed' && sentAt !== null ? 'missed' : 'none';
}
