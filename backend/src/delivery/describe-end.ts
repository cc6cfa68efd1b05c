import type { HoldReason, TimelineKind } from 'incident-core';
import { SYSTEM, type TimelineEntry } from '../timeline/timeline.ts';
import type { DeliveryEnd, WithheldDelivery } from './delivery.repository.ts';

const KINDS: Readonly<Record<Exclude<DeliveryEnd['status'], 'pending'>, TimelineKind>> = {
  sent: 'notification_sent',
  delivered: 'notification_sent',
  failed: 'notification_failed',
  suppressed: 'notification_suppressed',
};

/** What a delivery had in common with others: the incident that led their message, or how many went with its own. */
export type Merge = { readonly merged_with: number } | { readonly merged: number };

/** The end of a delivery as the timeline tells it. */
export function describeEnd(
  delivery: WithheldDelivery,
  status: keyof typeof KINDS,
  reason: string | null,
  at: Date,
  merge?: Merge,
): TimelineEntry {
  const { incidentId, event, channel, attempts, run, round, step } = delivery;
  const to = { type: delivery.recipientType, id: delivery.recipientId, name: delivery.userName };
  return {
    incidentId,
    at,
    kind: KINDS[status],
    actor: SYSTEM,
    data: { event, to, channel, attempts, reason, run, round, step, ...merge },
  };
}

/** That a delivery waits, as the timeline tells it. */
export function describeHold(
  delivery: WithheldDelivery,
  { reason, until }: { readonly reason: HoldReason; readonly until: Date },
  at: Date,
): TimelineEntry {
  const { incidentId, event, channel, run, round, step } = delivery;
  const to = { type: delivery.recipientType, id: delivery.recipientId, name: delivery.userName };
  return {
    incidentId,
    at,
    kind: 'notification_held',
    actor: SYSTEM,
    data: { event, to, channel, reason, until, run, round, step },
  };
}
