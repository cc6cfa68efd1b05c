import type { AttemptOutcome } from 'incident-core';
import { toRanges } from '../platform/address-ranges.ts';
import { refusedForGood, type DeliveryChannel, type OutgoingMessage } from './channel.ts';
import { guardedPost } from './guarded-post.ts';
import type { WebhookOptions } from './webhook.channel.ts';

/**
 * Posts a card to a Microsoft Teams workflow. It answers 202 before the card is shown, so that its word is *sent*. It
 * knows no idempotency key; ours is the run's tracking id, by which a repeat can be told in the workflow's history.
 */
export class TeamsChannel implements DeliveryChannel {
  readonly channel = 'teams';
  readonly #options: WebhookOptions;

  constructor(options: WebhookOptions) {
    toRanges(options.allowed);
    this.#options = options;
  }

  async send({ to, idempotencyKey, teamsBody, timeoutMs }: OutgoingMessage): Promise<AttemptOutcome> {
    if (to.kind !== 'teams') return refusedForGood('this channel sends to Microsoft Teams workflows only');
    if (!/^[\x21-\x7e]{1,256}$/.test(idempotencyKey))
      return refusedForGood('the idempotency key does not fit a header');
    const body = Buffer.from(JSON.stringify(teamsBody));
    const headers = {
      'content-type': 'application/json',
      'content-length': String(body.byteLength),
      'user-agent': 'incidents-for-kibana',
      'x-ms-client-tracking-id': idempotencyKey,
    };
    const signal = AbortSignal.timeout(timeoutMs);
    return guardedPost(to.url, { headers, body, signal }, { ...this.#options, accepted: SENT });
  }
}

const SENT: AttemptOutcome = { kind: 'sent', providerId: null };
