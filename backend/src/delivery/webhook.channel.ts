import type { AttemptOutcome } from 'incident-core';
import { createHmac } from 'node:crypto';
import type { LookupAddress } from 'node:dns';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { checkWebhookUrl, toRanges, type ResolveName } from './address-guard.ts';
import {
  refusedForGood,
  refusedForNow,
  type DeliveryChannel,
  type OutgoingMessage,
  type WebhookRecipient,
} from './channel.ts';

export interface WebhookOptions {
  readonly now: () => Date;
  /** CIDR ranges that webhooks may reach although they are not public. */
  readonly allowed: readonly string[];
  readonly resolve?: ResolveName;
}

/** What an answer says beyond this is not waited for. */
const ANSWER_BYTES = 64 * 1024;

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
    return this.#post(to.url, { headers, body, signal: AbortSignal.timeout(timeoutMs) });
  }

  async #post(address: string, parcel: Parcel): Promise<AttemptOutcome> {
    try {
      const check = await unlessAborted(checkWebhookUrl(address, this.#options), parcel.signal);
      if (check.kind === 'allowed') return await post(check.url, check.addresses, parcel, this.#options.now);
      if (check.reason === 'not_resolved') return refusedForNow("the webhook's host name could not be resolved");
      return refusedForGood(`the webhook's address is refused: ${check.reason}`);
    } catch (error) {
      // The network's failures come as errors. Their text holds addresses, their code does not.
      if (parcel.signal.aborted) return refusedForNow('the webhook did not answer completely in time');
      return refusedForNow(`the webhook gave no complete answer (${toCode(error)})`);
    }
  }
}

/** One signature over `id.timestamp.body` per readable secret, as Standard Webhooks writes them; empty when none is. */
export function signWebhook(id: string, timestamp: number, body: Uint8Array, secrets: readonly string[]): string {
  return secrets
    .map(toKey)
    .filter((key) => key !== null)
    .map((key) => `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`)
    .join(' ');
}

interface Parcel {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly signal: AbortSignal;
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

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
    promise.then(resolve, reject);
  });
}

function post(url: URL, addresses: readonly LookupAddress[], parcel: Parcel, now: () => Date): Promise<AttemptOutcome> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method: 'POST',
      headers: parcel.headers,
      signal: parcel.signal,
      // A connection of its own: none is reused that was opened for another check. The name stays for TLS and Host.
      agent: false,
      lookup: toLookup(addresses),
    });
    request.on('response', (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.byteLength;
        if (bytes <= ANSWER_BYTES) return;
        resolve(toOutcome(answer, now()));
        request.destroy();
      });
      answer.on('end', () => resolve(toOutcome(answer, now())));
      answer.on('error', reject);
    });
    request.on('error', reject);
    // Half an answer is none: the receiver may have died over it.
    request.on('close', () => reject(new Error('closed without a complete answer')));
    request.end(parcel.body);
  });
}

/** Answers with the checked addresses instead of asking again, for the second answer could be another one. */
function toLookup(addresses: readonly LookupAddress[]): LookupFunction {
  return (_name, { all }, callback) => {
    const [first] = addresses;
    if (all === true) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family ?? 4);
  };
}

function toOutcome({ statusCode: status = 0, headers }: IncomingMessage, now: Date): AttemptOutcome {
  if (status >= 200 && status < 300) return { kind: 'delivered', providerId: null };
  const error = `the webhook answered ${status}`;
  if (status === 410) return refusedForGood(error, true);
  if (status >= 500 || status === 408 || status === 425 || status === 429) {
    return refusedForNow(error, toRetryAfter(headers['retry-after'], now));
  }
  // Redirects are not followed: the next place is unchecked, and the signed secret's owner named this one.
  return refusedForGood(error);
}

/** Seconds, from a number or an HTTP date (RFC 9110 10.2.3). */
function toRetryAfter(value: string | undefined, now: Date): number | null {
  if (value === undefined) return null;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const at = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}

function toCode(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'connection closed';
}
