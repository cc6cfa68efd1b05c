import type { AttemptOutcome, Channel, JsonObject, RenderedMessage } from 'incident-core';

/** A way out. Knows its provider's protocol, and nothing of incidents, retries or people. */
export interface DeliveryChannel {
  readonly channel: Channel;
  /** Makes one attempt. Never throws: what goes wrong is an outcome, told without secrets and addresses. */
  send(message: OutgoingMessage): Promise<AttemptOutcome>;
}

export interface OutgoingMessage {
  readonly deliveryId: string;
  /** The same for each attempt, so that a receiver can drop what it has already. */
  readonly idempotencyKey: string;
  readonly incidentId: string;
  readonly to: EmailRecipient | WebhookRecipient;
  /** What an e-mail says. */
  readonly rendered: RenderedMessage;
  /** What a webhook says. */
  readonly webhookBody: JsonObject;
  /** Counts from 1. */
  readonly attempt: number;
  /** For the whole attempt, name lookup and answer included. */
  readonly timeoutMs: number;
}

export interface EmailRecipient {
  readonly kind: 'email';
  readonly address: string;
  readonly name: string;
}

export interface WebhookRecipient {
  readonly kind: 'webhook';
  readonly url: string;
  /** `whsec_<base64>`; each signs, so that a receiver can change over. Without any, nothing is signed. */
  readonly secrets: readonly string[];
}

export type Refused = Extract<AttemptOutcome, { readonly kind: 'refused' }>;

/** Trying again later may help. */
export function refusedForNow(error: string, retryAfterSeconds: number | null = null): Refused {
  return { kind: 'refused', retryable: true, error, retryAfterSeconds, gone: false };
}

/** The same attempt would be refused again. */
export function refusedForGood(error: string, gone = false): Refused {
  return { kind: 'refused', retryable: false, error, retryAfterSeconds: null, gone };
}
