import type { AttemptOutcome } from 'incident-core';
import type { LookupAddress } from 'node:dns';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { checkWebhookUrl, type ResolveName } from './address-guard.ts';
import { codeOf, refusedForGood, refusedForNow } from './channel.ts';
import { toRetryAfter } from './retry-after.ts';

export interface GuardedPostOptions {
  readonly now: () => Date;
  /** CIDR ranges that webhooks may reach although they are not public. */
  readonly allowed: readonly string[];
  readonly resolve?: ResolveName;
  /** What a 2xx means there. */
  readonly accepted: AttemptOutcome;
}

export interface Parcel {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly signal: AbortSignal;
}

/** What an answer says beyond this is not waited for. */
const ANSWER_BYTES = 64 * 1024;

/** Posts to an address that somebody else gave us: checked first, and connected to as it was checked. Never throws. */
export async function guardedPost(
  address: string,
  parcel: Parcel,
  options: GuardedPostOptions,
): Promise<AttemptOutcome> {
  try {
    const check = await unlessAborted(checkWebhookUrl(address, options), parcel.signal);
    if (check.kind === 'allowed') return await post(check.url, check.addresses, parcel, options);
    if (check.reason === 'not_resolved') return refusedForNow("the webhook's host name could not be resolved");
    return refusedForGood(`the webhook's address is refused: ${check.reason}`);
  } catch (error) {
    // The network's failures come as errors. Their text holds addresses, their code does not.
    if (parcel.signal.aborted) return refusedForNow('the webhook did not answer completely in time');
    return refusedForNow(`the webhook gave no complete answer (${codeOf(error)})`);
  }
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
    promise.then(resolve, reject);
  });
}

function post(
  url: URL,
  addresses: readonly LookupAddress[],
  parcel: Parcel,
  options: GuardedPostOptions,
): Promise<AttemptOutcome> {
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
        resolve(toOutcome(answer, options));
        request.destroy();
      });
      answer.on('end', () => resolve(toOutcome(answer, options)));
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

function toOutcome(
  { statusCode: status = 0, headers }: IncomingMessage,
  { accepted, now }: GuardedPostOptions,
): AttemptOutcome {
  if (status >= 200 && status < 300) return accepted;
  const error = `the webhook answered ${status}`;
  if (status === 410) return refusedForGood(error, true);
  if (status >= 500 || status === 408 || status === 425 || status === 429) {
    return refusedForNow(error, toRetryAfter(headers['retry-after'], now()));
  }
  // Redirects are not followed: the next place is unchecked, and the signed secret's owner named this one.
  return refusedForGood(error);
}
