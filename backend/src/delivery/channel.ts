import type { AttemptOutcome, Channel, JsonObject, RenderedMessage, SlackMessages } from 'incident-core';

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
  /** Null for what is of no incident, and for a message about several. */
  readonly incidentId: string | null;
  readonly to: Recipient;
  /** What an e-mail says. */
  readonly rendered: RenderedMessage;
  /** What a webhook says. */
  readonly webhookBody: JsonObject;
  /** What a Microsoft Teams workflow is sent. */
  readonly teamsBody: JsonObject;
  readonly slack: SlackMessages;
  readonly sms: string;
  /** What a call says, as TwiML. */
  readonly twiml: string;
  /** Counts from 1. From the second on, what came of those before may be unknown. */
  readonly attempt: number;
  readonly firstAttemptAt: Date;
  /** For the whole attempt, name lookup and answer included. */
  readonly timeoutMs: number;
}

export type Recipient =
  EmailRecipient | WebhookRecipient | TeamsRecipient | SlackRecipient | SmsRecipient | VoiceRecipient;

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

export interface TeamsRecipient {
  readonly kind: 'teams';
  readonly url: string;
}

export interface SlackRecipient {
  readonly kind: 'slack';
  /** A channel's id or a member's. */
  readonly conversation: string;
  /** The message that the incident has there; null when this is to be it. */
  readonly first: SlackPlace | null;
  /** That message is about other incidents too, and is not brought up to date for one of them. */
  readonly isShared: boolean;
}

/** Where a message stands in Slack. */
export interface SlackPlace {
  readonly channel: string;
  readonly ts: string;
}

export interface SmsRecipient {
  readonly kind: 'sms';
  readonly number: string;
  /** What the recipient can answer with; in the text, no other message of this incident to them has another. */
  readonly code: string | null;
  /** The provider's ids of the messages of this incident to them that are known to be there. */
  readonly known: readonly string[];
  /** How many other messages of this incident to them have been tried, and nobody knows whether they are there. */
  readonly rivals: number;
}

export interface VoiceRecipient {
  readonly kind: 'voice';
  readonly number: string;
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

/** The code of an error of the network; its text may hold addresses. */
export function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'connection closed';
}
