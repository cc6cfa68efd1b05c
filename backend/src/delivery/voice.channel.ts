import type { AttemptOutcome } from 'incident-core';
import { z } from 'zod';
import { refusedForGood, type DeliveryChannel, type OutgoingMessage } from './channel.ts';
import { callTwilio, statusCallback, type TwilioOptions } from './twilio.ts';

const madeSchema = z.object({ sid: z.string().max(64) });

/**
 * Calls through Twilio, which takes the call first (*sent*) and tells later whether it was answered. A call holds nothing
 * by which Twilio could be asked for it, so that one whose end is unknown is made again: better twice than never.
 */
export class VoiceChannel implements DeliveryChannel {
  readonly channel = 'voice';
  readonly #options: TwilioOptions;

  constructor(options: TwilioOptions) {
    this.#options = options;
  }

  async send({ to, deliveryId, twiml, timeoutMs }: OutgoingMessage): Promise<AttemptOutcome> {
    if (to.kind !== 'voice') return refusedForGood('this channel calls phone numbers only');
    const callback = statusCallback(this.#options, deliveryId);
    const made = await callTwilio(
      this.#options,
      {
        method: 'POST',
        resource: 'Calls.json',
        fields: {
          To: to.number,
          From: this.#options.from,
          Twiml: twiml,
          ...(callback === null ? {} : toReceiptFields(callback)),
        },
        signal: AbortSignal.timeout(timeoutMs),
      },
      madeSchema,
    );
    return made.kind === 'answered' ? { kind: 'sent', providerId: made.answer.sid } : made;
  }
}

/**
 * Twilio says how the call ended, and whether it is a machine that took it, for a mailbox is nobody who was reached. It
 * listens beside the call, so that who answers hears no silence first.
 */
function toReceiptFields(callback: string): Readonly<Record<string, string>> {
  return {
    StatusCallback: callback,
    StatusCallbackEvent: 'completed',
    MachineDetection: 'Enable',
    AsyncAmd: 'true',
    AsyncAmdStatusCallback: callback,
  };
}
