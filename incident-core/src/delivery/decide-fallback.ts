import type { Channel, ContactChannel, DeliveryStatus, NotificationEvent } from '../model/notification.ts';
import type { Urgency } from '../model/severity.ts';

/** A provider that is not tried again by then is not waited for: the next channel tries beside it. */
export const FALLBACK_AFTER_SECONDS = 60;

/** What came of a delivery that did not get through, and what else there is to reach its recipient by. */
export interface Unreached {
  readonly event: NotificationEvent;
  readonly urgency: Urgency;
  /** Whether it has failed, or is tried again so many seconds after its first attempt. */
  readonly state: { readonly kind: 'failed' } | { readonly kind: 'refused'; readonly nextAfterSeconds: number };
  /** The recipient's other tellings of the same thing. */
  readonly others: readonly OtherTelling[];
  /** The channels on which the recipient has a verified contact method, in the order in which they stand in for each other; none where the recipient is no responder. */
  readonly channels: readonly ContactChannel[];
  readonly channel: Channel;
}

/** The same told by another channel. */
export interface OtherTelling {
  readonly channel: Channel;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  /** Whether all it waits for is the recipient's own delay. */
  readonly isDelayed: boolean;
}

/** Whether the recipient is told by a further channel: one that is planned now, or one that was to wait longer. */
export type FallbackDecision =
  | { readonly kind: 'fall_back'; readonly channel: ContactChannel }
  | { readonly kind: 'hasten'; readonly channel: ContactChannel }
  | { readonly kind: 'none'; readonly reason: NoFallback };

/** Why there is no fallback: nobody is called by it, it is too early, another channel got through or will tell, only the phone is left, or nothing. */
export const NO_FALLBACKS = [
  'not_for_event',
  'not_yet',
  'told_otherwise',
  'not_tried_yet',
  'low_urgency',
  'no_channel_left',
] as const;
export type NoFallback = (typeof NO_FALLBACKS)[number];

const CALLING_EVENTS: readonly NotificationEvent[] = [
  ...(['escalation_step', 'nobody_notified', 'exhausted', 'new_episode', 'severity_rose'] as const),
  ...(['acknowledgement_ending', 'acknowledgement_over', 'assigned', 'responder_added'] as const),
];

/**
 * Decides by what a recipient is told whom a channel did not reach. What calls for somebody falls back on the next channel
 * in the recipient's order that has not been tried, until one has taken it; one that would have its turn later has it
 * now. At low urgency it is Slack or mail: no phone rings for it.
 */
export function decideFallback(unreached: Unreached): FallbackDecision {
  const { event, urgency, state, others, channels, channel } = unreached;
  if (!CALLING_EVENTS.includes(event)) return none('not_for_event');
  if (state.kind === 'refused' && state.nextAfterSeconds < FALLBACK_AFTER_SECONDS) return none('not_yet');
  if (others.some(({ status }) => status === 'sent' || status === 'delivered')) return none('told_otherwise');
  // Whichever is tried last decides; what was refused before goes on beside it.
  const waiting = others.filter(({ status, attempts }) => status === 'pending' && attempts === 0);
  if (others.some(({ status }) => status === 'sending') || waiting.some(({ isDelayed }) => !isDelayed)) {
    return none('not_tried_yet');
  }
  const usable = channels.filter((candidate) => urgency === 'high' || !PHONE_CHANNELS.includes(candidate));
  const delayed = usable.find((candidate) => waiting.some((other) => other.channel === candidate));
  if (delayed !== undefined) return { kind: 'hasten', channel: delayed };
  const tried = [channel, ...others.map((other) => other.channel)];
  const next = usable.find((candidate) => !tried.includes(candidate));
  if (next !== undefined) return { kind: 'fall_back', channel: next };
  return none(usable.length < channels.length ? 'low_urgency' : 'no_channel_left');
}

const PHONE_CHANNELS: readonly ContactChannel[] = ['sms', 'voice'];

function none(reason: NoFallback): FallbackDecision {
  return { kind: 'none', reason };
}
