import type { EscalationTarget, Recipient } from '../model/escalation-policy.ts';
import type { Channel, ContactMethod, Hold, NotificationEvent, PlannedNotification } from '../model/notification.ts';
import { DEFAULT_PREFERENCES, type Preferences } from '../model/preferences.ts';
import type { Severity, Urgency } from '../model/severity.ts';
import { chooseWays, type NoWay, type Way } from './choose-ways.ts';
import { decideHold } from './decide-hold.ts';
import { findRecipients, type FoundRecipient, type NobodyReason, type Reach } from './find-recipients.ts';

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
  /** The episode, or the number of the resolution; empty for what a passage tells once. */
  readonly occurrence: string;
  readonly severity: Severity;
  readonly urgency: Urgency;
}

/** Why a target gets nothing. */
export type UnreachableReason =
  | 'unknown_user'
  | NoWay
  | 'unknown_webhook'
  | 'webhook_off'
  | 'unknown_slack_channel'
  | 'slack_channel_off'
  | NobodyReason;

/** Who is told by what, and whom nothing reaches; a target named twice counts once. */
export interface NotificationPlan {
  readonly notifications: readonly PlannedNotification[];
  readonly unreachable: readonly { readonly target: EscalationTarget; readonly reason: UnreachableReason }[];
}

/**
 * Lists who is told by what: each webhook and Slack channel once and at once, each responder as `chooseWays` says, after
 * their own delays; what can wait is held while they have quiet hours. Schedules and teams stand for those who are on
 * call at this moment.
 */
export function planNotifications(
  occasion: Occasion,
  targets: readonly EscalationTarget[],
  reach: Reach,
): NotificationPlan {
  const planned = new Map<string, PlannedNotification>();
  const unreachable = new Map<string, NotificationPlan['unreachable'][number]>();
  const miss = (target: EscalationTarget, reason: UnreachableReason) => {
    unreachable.set(`${target.type}:${target.id}`, { target, reason });
  };
  for (const target of targets) {
    const found = findRecipients(target, reach);
    if (typeof found === 'string') {
      miss(target, found);
      continue;
    }
    for (const one of found) {
      const ways = waysTo(one.recipient, reach, occasion);
      if (typeof ways === 'string') {
        miss(one.recipient, ways);
        continue;
      }
      for (const way of ways) {
        const notification = toNotification(occasion, one, way, reach);
        const known = planned.get(notification.uniqueKey);
        // Who is named and on call as well is on call.
        if (!known?.onCall) planned.set(notification.uniqueKey, notification);
      }
    }
  }
  return { notifications: [...planned.values()], unreachable: [...unreachable.values()] };
}

/** One way in which somebody was told before. */
export interface ToldBefore {
  readonly recipient: Recipient;
  readonly channel: Channel;
  readonly contactMethodId: string | null;
  /** Whether a schedule said then that they were on call. */
  readonly isOnCall: boolean;
}

/**
 * Tells those who were told before, in the same way as then, where that costs nothing: not by SMS or voice, but for a new
 * episode, which calls for somebody. Of whose it is only Slack hears, whose message then shows it. Who asked for status
 * updates hears of that by mail too, and of the end by SMS.
 */
export function planForToldBefore(
  occasion: Omit<Occasion, 'severity'>,
  told: readonly ToldBefore[],
  reach: Pick<Reach, 'at' | 'preferences'>,
): readonly PlannedNotification[] {
  const planned = new Map<string, PlannedNotification>();
  for (const { recipient, channel, contactMethodId, isOnCall } of told) {
    if (!hearsAgain(occasion.event, channel, preferencesOf(recipient.id, reach).statusUpdates)) continue;
    const way = { channel, contactMethodId, delaySeconds: 0 };
    const notification = toNotification(occasion, { recipient, onCall: null }, way, reach, isOnCall);
    planned.set(notification.uniqueKey, notification);
  }
  return [...planned.values()];
}

/** The same telling once more, by another channel, at once unless it is held; it stands beside the first, under a key of its own. */
export function planFallback(
  told: PlannedNotification,
  { channel, id: contactMethodId }: Pick<ContactMethod, 'channel' | 'id'>,
  hold: Hold | null,
): PlannedNotification {
  const { incidentId, escalationId, run, round, step, event, recipient, onCall } = told;
  const uniqueKey = `${told.uniqueKey.slice(0, told.uniqueKey.lastIndexOf(':'))}:${channel}`;
  const passage = { escalationId, run, round, step };
  return {
    uniqueKey,
    incidentId,
    ...passage,
    event,
    recipient,
    channel,
    contactMethodId,
    onCall,
    delaySeconds: 0,
    hold,
  };
}

function hearsAgain(event: NotificationEvent, channel: Channel, statusUpdates: boolean): boolean {
  switch (channel) {
    case 'slack':
      return true;
    case 'voice':
      return event === 'new_episode';
    case 'sms':
      return event === 'new_episode' || (event === 'resolved' && statusUpdates);
    case 'email':
      return event !== 'standing_changed' || statusUpdates;
    case 'webhook':
    case 'teams':
      return event !== 'standing_changed';
  }
}

/** Of who has said nothing too. */
function preferencesOf(userId: string, reach: Pick<Reach, 'preferences'>): Preferences {
  return reach.preferences.find((each) => each.userId === userId)?.preferences ?? DEFAULT_PREFERENCES;
}

function waysTo(target: Recipient, reach: Reach, occasion: Occasion): readonly Way[] | UnreachableReason {
  switch (target.type) {
    case 'webhook': {
      const webhook = reach.webhooks.find((candidate) => candidate.id === target.id);
      if (!webhook) return 'unknown_webhook';
      if (!webhook.enabled) return 'webhook_off';
      return [{ channel: webhook.kind === 'teams' ? 'teams' : 'webhook', ...AT_ITS_PLACE }];
    }
    case 'slack_channel': {
      const channel = reach.slackChannels.find((candidate) => candidate.id === target.id);
      if (!channel) return 'unknown_slack_channel';
      return channel.enabled ? [{ channel: 'slack', ...AT_ITS_PLACE }] : 'slack_channel_off';
    }
    case 'user':
      return waysToUser(target.id, reach, occasion);
  }
}

const AT_ITS_PLACE = { contactMethodId: null, delaySeconds: 0 };

function waysToUser(userId: string, reach: Reach, occasion: Occasion): readonly Way[] | UnreachableReason {
  if (!reach.userIds.includes(userId)) return 'unknown_user';
  const methods = reach.contactMethods.filter((method) => method.userId === userId);
  const isPassage = occasion.passage !== null;
  return chooseWays(methods, preferencesOf(userId, reach), { ...occasion, isPassage });
}

function toNotification(
  occasion: Omit<Occasion, 'severity'>,
  { recipient, onCall }: FoundRecipient,
  way: Way,
  reach: Pick<Reach, 'at' | 'preferences'>,
  isOnCall = onCall !== null,
): PlannedNotification {
  const { incidentId, event, passage, occurrence } = occasion;
  const about = passage
    ? [passage.escalationId, passage.round, passage.step, event, ...(occurrence === '' ? [] : [occurrence])].join(':')
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
    onCall,
    channel: way.channel,
    contactMethodId: way.contactMethodId,
    delaySeconds: way.delaySeconds,
    hold: holdFor(occasion, { recipient, isOnCall, way }, reach),
  };
}

/** Slack's message is brought up to date at any hour. */
function holdFor(
  { event, urgency }: Pick<Occasion, 'event' | 'urgency'>,
  { recipient, isOnCall, way }: { readonly recipient: Recipient; readonly isOnCall: boolean; readonly way: Way },
  { at, preferences }: Pick<Reach, 'at' | 'preferences'>,
): Hold | null {
  if (event === 'standing_changed' && way.channel === 'slack') return null;
  const quiet = preferences.find(({ userId }) => userId === recipient.id)?.quiet ?? [];
  return decideHold({ urgency, isOnCall, quiet }, new Date(at.getTime() + way.delaySeconds * 1000));
}
