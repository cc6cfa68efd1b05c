import type { Recipient } from './escalation-policy.ts';

/** Ways out that exist now; each has one `*.channel.ts` in the backend. */
export const CHANNELS = ['email', 'webhook', 'slack', 'sms', 'voice', 'teams'] as const;
export type Channel = (typeof CHANNELS)[number];

/** The channels on which a responder can have an address, in the order in which one stands in for another. */
export const CONTACT_CHANNELS = ['slack', 'email', 'sms', 'voice'] as const;
export type ContactChannel = (typeof CONTACT_CHANNELS)[number];

/** What a notification tells. */
export const NOTIFICATION_EVENTS = [
  'escalation_step',
  'recovery_noted',
  'untracked',
  'new_episode',
  'standing_changed',
  'resolved',
  'nobody_notified',
  'exhausted',
  'acknowledgement_ending',
  'acknowledgement_over',
  'work_reminder',
  'assigned',
  'responder_added',
  'severity_rose',
] as const;
export type NotificationEvent = (typeof NOTIFICATION_EVENTS)[number];

/** A responder's way to be reached; only verified ones are used. */
export interface ContactMethod {
  readonly id: string;
  readonly userId: string;
  readonly channel: ContactChannel;
  readonly address: string;
  readonly verified: boolean;
}

/** What puts somebody on call: this schedule, until then. */
export interface OnCallDuty {
  readonly scheduleId: string;
  readonly schedule: string;
  readonly until: Date;
}

/** Why a notification waits although it is due: the recipient's quiet hours, too many for them at once, or for the provider. */
export const HOLD_REASONS = ['quiet_hours', 'throttle', 'provider_throttle'] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

/** A suppression with an end: it is sent then, merged with what else waited for the same recipient and channel. */
export interface Hold {
  readonly reason: HoldReason;
  readonly until: Date;
}

/** The intent to tell one recipient about one event of an incident by one channel. */
export interface PlannedNotification {
  /** Two plans with the same key are the same notification. */
  readonly uniqueKey: string;
  readonly incidentId: string;
  readonly escalationId: string | null;
  readonly run: number;
  readonly round: number;
  readonly step: number;
  readonly event: NotificationEvent;
  readonly recipient: Recipient;
  /** Why they are told where a schedule says so; they are on call, whatever else is true of them. */
  readonly onCall: OnCallDuty | null;
  readonly channel: Channel;
  readonly contactMethodId: string | null;
  /** Seconds from the plan until it is due: the recipient's own delay before this channel. */
  readonly delaySeconds: number;
  readonly hold: Hold | null;
}

export const DELIVERY_STATUSES = ['pending', 'sending', 'sent', 'delivered', 'failed', 'suppressed'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** What one attempt came to. `sent`: the channel took it; `delivered`: the recipient's end confirmed it. */
export type AttemptOutcome =
  | { readonly kind: 'sent' | 'delivered'; readonly providerId: string | null }
  | {
      readonly kind: 'refused';
      readonly retryable: boolean;
      /** Without secrets and addresses. */
      readonly error: string;
      readonly retryAfterSeconds: number | null;
      /** The endpoint says that it is gone for good (HTTP 410). */
      readonly gone: boolean;
    };
