import type { DeliveryStatus } from '../model/notification.ts';

/**
 * A delivery's lifecycle. Whoever is about to send claims first and looks at the incident then, so that a claimed one
 * may still be withheld. An attempt that seemed to fail may have arrived, and is confirmed while the next is waited for:
 *
 * pending ──claimed─▶ sending ──taken─▶ sent ──confirmed─▶ delivered
 *    │ ◀──again later─┘  │  └─confirmed at once─▶ delivered
 *    │                   ├─refused─▶ failed ◀─bounced─ sent
 *    ├─confirmed late────┼─▶ delivered
 *    └─────withheld──────┴─▶ suppressed
 */
export const DELIVERY_TRANSITIONS: Readonly<Record<DeliveryStatus, readonly DeliveryStatus[]>> = {
  pending: ['sending', 'delivered', 'suppressed'],
  sending: ['sent', 'delivered', 'failed', 'pending', 'suppressed'],
  sent: ['delivered', 'failed'],
  delivered: [],
  failed: [],
  suppressed: [],
};

/** Whether the lifecycle has that arrow; staying where one is is no move. */
export function isDeliveryMove(from: DeliveryStatus, to: DeliveryStatus): boolean {
  return DELIVERY_TRANSITIONS[from].includes(to);
}

/** Whether nothing can happen to a delivery any more. */
export function isDeliveryEnded(status: DeliveryStatus): boolean {
  return DELIVERY_TRANSITIONS[status].length === 0;
}
