import type { EscalationTarget } from '../model/escalation-policy.ts';
import type { Channel, ContactMethod, NotificationEvent, PlannedNotification } from '../model/notification.ts';

/** What there is to tell, and on which occasion; the occasion keeps two tellings of one thing apart from one told twice. */
export interface Occasion {
  readonly incidentId: string;
  readonly event: NotificationEvent;
  /** The passage of a run that asks for it; null for what the incident itself tells. */
  readonly passage: {
    readonly escalationId: string;
    readonly run: number;
    readonly round: number;
    readonly step: number;
  } | null;
  /** For what has no passage: the episode, or the number of the resolution. */
  readonly occurrence: string;
}

/** Who can be reached, and how. */
export interface Reach {
  readonly userIds: readonly string[];
  /** In the order in which each responder wants them used. */
  readonly contactMethods: readonly ContactMethod[];
  readonly webhooks: readonly { readonly id: string; readonly enabled: boolean }[];
}

/** Why a target gets nothing. */
export type UnreachableReason = 'unknown_user' | 'no_verified_contact_method' | 'unknown_webhook' | 'webhook_off';

/** Who is told by what, and whom nothing reaches; a target named twice counts once. */
export interface NotificationPlan {
  readonly notifications: readonly PlannedNotification[];
  readonly unreachable: readonly { readonly target: EscalationTarget; readonly reason: UnreachableReason }[];
}

/** Lists who is told by what: each responder on the first verified contact method of each channel, each webhook once. */
export function planNotifications(
  occasion: Occasion,
  targets: readonly EscalationTarget[],
  reach: Reach,
): NotificationPlan {
  const planned = new Map<string, PlannedNotification>();
  const unreachable = new Map<string, NotificationPlan['unreachable'][number]>();
  for (const target of targets) {
    const ways = waysTo(target, reach);
    if (typeof ways === 'string') {
      unreachable.set(`${target.type}:${target.id}`, { target, reason: ways });
      continue;
    }
    for (const way of ways) {
      const notification = toNotification(occasion, target, way);
      planned.set(notification.uniqueKey, notification);
    }
  }
  return { notifications: [...planned.values()], unreachable: [...unreachable.values()] };
}

/** One way in which somebody was told before. */
export interface ToldBefore {
  readonly recipient: EscalationTarget;
  readonly channel: Channel;
  readonly contactMethodId: string | null;
}

/** Tells those who were told before, in the same way as then. */
export function planForToldBefore(occasion: Occasion, told: readonly ToldBefore[]): readonly PlannedNotification[] {
  const planned = new Map<string, PlannedNotification>();
  for (const { recipient, channel, contactMethodId } of told) {
    const notification = toNotification(occasion, recipient, { channel, contactMethodId });
    planned.set(notification.uniqueKey, notification);
  }
  return [...planned.values()];
}

interface Way {
  readonly channel: Channel;
  readonly contactMethodId: string | null;
}

function waysTo(target: EscalationTarget, reach: Reach): readonly Way[] | UnreachableReason {
  if (target.type === 'webhook') {
    const webhook = reach.webhooks.find((candidate) => candidate.id === target.id);
    if (!webhook) return 'unknown_webhook';
    return webhook.enabled ? [{ channel: 'webhook', contactMethodId: null }] : 'webhook_off';
  }
  if (!reach.userIds.includes(target.id)) return 'unknown_user';
  const firstOfChannel = new Map<Channel, ContactMethod>();
  for (const method of reach.contactMethods) {
    if (method.userId === target.id && method.verified && !firstOfChannel.has(method.channel)) {
      firstOfChannel.set(method.channel, method);
    }
  }
  if (firstOfChannel.size === 0) return 'no_verified_contact_method';
  return [...firstOfChannel.values()].map((method) => ({ channel: method.channel, contactMethodId: method.id }));
}

function toNotification(occasion: Occasion, recipient: EscalationTarget, way: Way): PlannedNotification {
  const { incidentId, event, passage, occurrence } = occasion;
  const about = passage
    ? `${passage.escalationId}:${passage.round}:${passage.step}:${event}`
    : `${incidentId}:${event}:${occurrence}`;
  return {
    uniqueKey: `v1:${about}:${recipient.type}:${recipient.id}:${way.channel}`,
    incidentId,
    escalationId: passage?.escalationId ?? null,
    run: passage?.run ?? 0,
    round: passage?.round ?? 0,
    step: passage?.step ?? 0,
    event,
    recipient,
    channel: way.channel,
    contactMethodId: way.contactMethodId,
  };
}
