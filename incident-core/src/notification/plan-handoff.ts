import type { Recipient } from '../model/escalation-policy.ts';
import type { NoticeEvent, PlannedNotice } from '../model/notice.ts';
import type { Channel } from '../model/notification.ts';
import type { Gap, HandoffChannel, HandoffSide, Shift } from '../model/schedule.ts';
import type { Reach } from './find-recipients.ts';

/** What a change in a schedule asks for: people are told whose turn begins or is over, or it is nothing that they do not know. */
export type HandoffDecision =
  | { readonly kind: 'tell'; readonly incoming: Shift | null; readonly outgoing: Outgoing | null }
  | { readonly kind: 'note'; readonly reason: HandoffReason };

/** Somebody whose turn is over, and since when. */
export interface Outgoing {
  readonly userId: string;
  readonly at: Date;
}

/** First seen: whoever made the schedule knows. Same person: their turn goes on, or comes again at once. */
export type HandoffReason = 'first_seen' | 'same_person' | 'gap';

/**
 * Decides who is to be told of a change. `last` is who was on call when the schedule was last looked at (null for a gap);
 * undefined for a schedule that is seen for the first time.
 */
export function decideHandoff(last: string | null | undefined, standing: Shift | Gap, now: Date): HandoffDecision {
  if (last === undefined) return { kind: 'note', reason: 'first_seen' };
  const incoming = standing.kind === 'on_call' ? standing : null;
  if (incoming === null && last === null) return { kind: 'note', reason: 'gap' };
  if (incoming?.userId === last) return { kind: 'note', reason: 'same_person' };
  return { kind: 'tell', incoming, outgoing: last === null ? null : { userId: last, at: standing.from ?? now } };
}

/** Of which schedule people are told, who of them, and by what. */
export interface HandoffSettings {
  readonly id: string;
  /** Rises with each edit and override: who is on call again by one is told again, though it is the same shift. */
  readonly revision: number;
  readonly handoffChannels: readonly HandoffChannel[];
  readonly handoffTells: readonly HandoffSide[];
  /** A Slack channel that hears of each hand-off; null for none. */
  readonly handoffSlackChannelId: string | null;
  /** A webhook, or a Teams workflow, that hears of each hand-off; null for none. */
  readonly handoffWebhookId: string | null;
}

/** Lists by what those are told who are to be told: each person on the first verified address of each of the channels. */
export function planHandoff(
  settings: HandoffSettings,
  { incoming, outgoing }: Omit<Extract<HandoffDecision, { kind: 'tell' }>, 'kind'>,
  reach: Pick<Reach, 'contactMethods' | 'slackChannels' | 'webhooks'>,
): readonly PlannedNotice[] {
  const { handoffTells: tells } = settings;
  return [
    ...(incoming !== null && tells.includes('incoming')
      ? planFor(settings, 'handoff', { userId: incoming.userId, at: incoming.from }, reach)
      : []),
    ...(outgoing !== null && tells.includes('outgoing') ? planFor(settings, 'handoff_over', outgoing, reach) : []),
    ...planForPlaces(settings, incoming, reach),
  ];
}

function planFor(
  { id: scheduleId, revision, handoffChannels }: HandoffSettings,
  event: NoticeEvent,
  { userId, at }: Outgoing,
  { contactMethods }: Pick<Reach, 'contactMethods'>,
): readonly PlannedNotice[] {
  const own = contactMethods.filter((method) => method.userId === userId && method.verified);
  return handoffChannels.flatMap((channel) => {
    const method = own.find((each) => each.channel === channel);
    if (!method) return [];
    return [
      {
        uniqueKey: `v1:${event}:${scheduleId}:${revision}:${at.getTime()}:user:${userId}:${channel}`,
        event,
        about: { type: 'schedule', id: scheduleId },
        recipient: { type: 'user', id: userId },
        channel,
        contactMethodId: method.id,
      },
    ];
  });
}

/** Places hear whose turn begins; of a gap the outgoing person hears. */
function planForPlaces(
  { id: scheduleId, revision, handoffSlackChannelId, handoffWebhookId }: HandoffSettings,
  incoming: Shift | null,
  { slackChannels, webhooks }: Pick<Reach, 'slackChannels' | 'webhooks'>,
): readonly PlannedNotice[] {
  if (incoming === null) return [];
  const toNotice = (recipient: Recipient, channel: Channel): PlannedNotice => ({
    uniqueKey: `v1:handoff:${scheduleId}:${revision}:${incoming.from.getTime()}:${recipient.type}:${recipient.id}:${channel}`,
    event: 'handoff',
    about: { type: 'schedule', id: scheduleId },
    recipient,
    channel,
    contactMethodId: null,
  });
  const slack = slackChannels.filter(({ id, enabled }) => id === handoffSlackChannelId && enabled);
  const hooks = webhooks.filter(({ id, enabled }) => id === handoffWebhookId && enabled);
  return [
    ...slack.map(({ id }) => toNotice({ type: 'slack_channel', id }, 'slack')),
    ...hooks.map(({ id, kind }) => toNotice({ type: 'webhook', id }, kind === 'teams' ? 'teams' : 'webhook')),
  ];
}
