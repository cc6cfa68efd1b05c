import type { EscalationTarget } from './escalation-policy.ts';

/** Ways out that exist now; each has one `*.channel.ts` in the backend. */
export const CHANNELS = ['email', 'webhook'] as const;
export type Channel = (typeof CHANNELS)[number];

/** What a notification tells. */
export const NOTIFICATION_EVENTS = [
  'escalation_step',
  'recovery_noted',
  'new_episode',
  'resolved',
  'nobody_notified',
  'exhausted',
] as const;
export type NotificationEvent = (typeof NOTIFICATION_EVENTS)[number];

/** A responder's way to be reached; only verified ones are used. */
export interface ContactMethod {
  readonly id: string;
  readonly userId: string;
  readonly channel: Channel;
  readonly address: string;
  readonly verified: boolean;
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
  readonly recipient: EscalationTarget;
  readonly channel: Channel;
  readonly contactMethodId: string | null;
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
