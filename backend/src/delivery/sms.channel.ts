import type { AttemptOutcome } from 'incident-core';
import { z } from 'zod';
import { refusedForGood, type DeliveryChannel, type OutgoingMessage, type SmsRecipient } from './channel.ts';
import { callTwilio, statusCallback, type TwilioAnswer, type TwilioOptions } from './twilio.ts';

const madeSchema = z.object({ sid: z.string().max(64) });
const listSchema = z.object({
  messages: z.array(z.object({ sid: z.string().max(64), body: z.string().nullable(), date_created: z.string() })),
});

/** Twilio's times have whole seconds, and its clock need not be ours. */
const CLOCK_SLACK_MS = 5_000;

/**
 * Sends SMS through Twilio, which takes them first (*sent*) and tells later whether they arrived.
 *
 * Twilio's Messages know no idempotency key. Before a further attempt it is asked for what it has for this number since
 * the first one: a message with the reply code that only this incident has for this person, and that is not known to be
 * another of its messages, is the one whose end nobody knew. Where that is so of several of its messages, it must say the
 * same, or there must be as many as there are of them. Without a code, or when Twilio does not say, it is sent again:
 * twice is better than never.
 */
export class SmsChannel implements DeliveryChannel {
  readonly channel = 'sms';
  readonly #options: TwilioOptions;

  constructor(options: TwilioOptions) {
    this.#options = options;
  }

  async send(message: OutgoingMessage): Promise<AttemptOutcome> {
    const { to } = message;
    if (to.kind !== 'sms') return refusedForGood('this channel sends to phone numbers only');
    const signal = AbortSignal.timeout(message.timeoutMs);
    const there = message.attempt > 1 ? await this.#findSent(message, to, signal) : null;
    const sent = there ?? (await this.#post(message, to, signal));
    return sent.kind === 'answered' ? { kind: 'sent', providerId: sent.answer.sid } : sent;
  }

  #post(message: OutgoingMessage, to: SmsRecipient, signal: AbortSignal): Promise<TwilioAnswer<{ sid: string }>> {
    const callback = statusCallback(this.#options, message.deliveryId);
    const fields = {
      To: to.number,
      From: this.#options.from,
      Body: message.sms,
      ...(callback === null ? {} : { StatusCallback: callback }),
    };
    return callTwilio(this.#options, { method: 'POST', resource: 'Messages.json', fields, signal }, madeSchema);
  }

  async #findSent(
    { firstAttemptAt, sms }: OutgoingMessage,
    { number, code, known, rivals }: SmsRecipient,
    signal: AbortSignal,
  ): Promise<TwilioAnswer<{ sid: string }> | null> {
    if (code === null) return null;
    const fields = { To: number, From: this.#options.from, PageSize: '50' };
    const list = await callTwilio(
      this.#options,
      { method: 'GET', resource: 'Messages.json', fields, signal },
      listSchema,
    );
    if (list.kind === 'refused') return list;
    const since = firstAttemptAt.getTime() - CLOCK_SLACK_MS;
    const found = list.answer.messages.filter(
      ({ sid, body, date_created }) =>
        body?.includes(`Reply ${code} `) && Date.parse(date_created) >= since && !known.includes(sid),
    );
    const mine = found.find(({ body }) => body === sms) ?? (found.length > rivals ? found[0] : undefined);
    return mine === undefined ? null : { kind: 'answered', answer: { sid: mine.sid } };
  }
}
