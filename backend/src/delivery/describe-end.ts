import { SYSTEM, type TimelineEntry, type TimelineKind } from '../timeline/timeline.ts';
import type { DeliveryEnd, WithheldDelivery } from './delivery.repository.ts';

const KINDS: Readonly<Record<Exclude<DeliveryEnd['status'], 'pending'>, TimelineKind>> = {
  sent: 'notification_sent',
  delivered: 'notification_sent',
  failed: 'notification_failed',
  suppressed: 'notification_suppressed',
};

/** The end of a delivery as the timeline tells it. */
export function describeEnd(
  delivery: WithheldDelivery,
  status: keyof typeof KINDS,
  reason: string | null,
  at: Date,
): TimelineEntry {
  const { incidentId, event, channel, attempts, run, round, step } = delivery;
  const to = { type: delivery.recipientType, id: delivery.recipientId, name: delivery.userName };
  return {
    incidentId,
    at,
    kind: KINDS[status],
    actor: SYSTEM,
    data: { event, to, channel, attempts, reason, run, round, step },
  };
}
