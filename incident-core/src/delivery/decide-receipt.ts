import type { Channel, DeliveryStatus } from '../model/notification.ts';
import { isDeliveryMove } from './delivery-status.ts';

/** What a provider says of a message that it took. */
export type Receipt = { readonly kind: 'delivered' } | { readonly kind: 'failed'; readonly error: string };

/** What a receipt makes of a delivery; a late, repeated or overtaken one changes nothing. */
export type ReceiptDecision =
  { readonly kind: 'move'; readonly to: 'delivered' | 'failed' } | { readonly kind: 'ignore' };

/**
 * Decides what a receipt means. A delivery only moves along its lifecycle: what is delivered stays so whatever comes
 * after, and what has failed is not revived. A receipt may overtake our own note that the message was taken.
 */
export function decideReceipt(status: DeliveryStatus, receipt: Receipt): ReceiptDecision {
  return isDeliveryMove(status, receipt.kind) ? { kind: 'move', to: receipt.kind } : { kind: 'ignore' };
}

/**
 * When a receipt must be there, else the message counts as not delivered: only where the provider gives receipts and
 * we can be told of them. Null: *sent* is the end.
 */
export function receiptDueAt(channel: Channel, sentAt: Date, deadlineSeconds: number | null): Date | null {
  if (deadlineSeconds === null || (channel !== 'sms' && channel !== 'voice')) return null;
  return new Date(sentAt.getTime() + deadlineSeconds * 1000);
}
