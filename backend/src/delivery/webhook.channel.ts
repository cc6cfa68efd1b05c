import type { AttemptOutcome } from 'incident-core';
import { createHmac } from 'node:crypto';
import { toRanges } from '../platform/address-ranges.ts';
import type { ResolveName } from './address-guard.ts';
import { refusedForGood, type DeliveryChannel, type OutgoingMessage, type WebhookRecipient } from './channel.ts';
import { guardedPost, type Parcel } from './guarded-post.ts';

export interface WebhookOptions {
  readonly now: () => Date;
  /** CIDR ranges that webhooks may reach although they are not public. */
  readonly allowed: readonly string[];
  readonly resolve?: ResolveName;
}

/** Posts signed JSON as Standard Webhooks describes it. A 2xx confirms: *delivered*. */
export class WebhookChannel implements DeliveryChannel {
  readonly channel = 'webhook';
  readonly #options: WebhookOptions;

  constructor(options: WebhookOptions) {
    toRanges(options.allowed);
    this.#options = options;
  }

  async send(message: OutgoingMessage): Promise<AttemptOutcome> {
    const { to, idempotencyKey, timeoutMs } = message;
    if (to.kind !== 'webhook') return refusedForGood('this channel sends to webhooks only');
    if (!/^[\x21-\x7e]{1,256}$/.test(idempotencyKey))
      return refusedForGood('the idempotency key does not fit a header');
    const body = Buffer.from(JSON.stringify(message.webhookBody));
    const headers = toHeaders(idempotencyKey, this.#options.now(), body, to);
    if (headers === null) return refusedForGood('none of the signing secrets can be read');
    const signal = AbortSignal.timeout(timeoutMs);
    return guardedPost(to.url, { headers, body, signal }, { ...this.#options, accepted: DELIVERED });
  }
}

const DELIVERED: AttemptOutcome = { kind: 'delivered', providerId: null };

/** One signature over `id.timestamp.body` per readable secret, as Standard Webhooks writes them; empty when none is. */
export function signWebhook(id: string, timestamp: number, body: Uint8Array, secrets: readonly string[]): string {
  return secrets
    .map(toKey)
    .filter((key) => key !== null)
    .map((key) => `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`)
    .join(' ');
}

function toHeaders(id: string, now: Date, body: Uint8Array, to: WebhookRecipient): Parcel['headers'] | null {
  const timestamp = Math.floor(now.getTime() / 1000);
  const signature = signWebhook(id, timestamp, body, to.secrets);
  if (signature === '' && to.secrets.length > 0) return null;
  return {
    'content-type': 'application/json',
    'content-length': String(body.byteLength),
    'user-agent': 'incidents-for-kibana',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    ...(signature === '' ? {} : { 'webhook-signature': signature }),
  };
}

function toKey(secret: string): Buffer | null {
  const [, encoded] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? [];
  const key = Buffer.from(encoded ?? '', 'base64');
  return key.byteLength >= 24 && key.byteLength <= 64 ? key : null;
}
