import { Inject, Injectable } from '@nestjs/common';
import {
  renderMergedMessage,
  renderMergedSlack,
  renderMergedSms,
  renderMergedVoice,
  worstOf,
  type Told,
} from 'incident-core';
import { CONFIG, type Config } from '../platform/config.ts';
import { AnswerWays } from './answer-ways.ts';
import type { LinkedPart } from './beginnings.ts';
import type { OutgoingMessage, Recipient } from './channel.ts';
import { toTold } from './composer.ts';
import type { ClaimedDelivery } from './delivery.repository.ts';
import { voiceCallback } from './twilio.ts';

/** A part with what is told of it. */
interface ToldPart extends LinkedPart {
  readonly told: Told;
}

/** Writes one message of several deliveries to one responder, from their incidents as they are then. */
@Injectable()
export class MergedComposer {
  constructor(
    private readonly ways: AnswerWays,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** `gone`: there is no such recipient any more. */
  async compose(
    claimed: ClaimedDelivery,
    given: readonly LinkedPart[],
    now: Date,
    timeoutMs: number,
  ): Promise<OutgoingMessage | 'gone'> {
    const parts = given.map((part): ToldPart => {
      const { context, link } = part;
      return { ...part, told: toTold(context, context.userName ?? '', link, now) };
    });
    const worst = worstOf(parts.map(({ told }) => told));
    const named = parts.find(({ told }) => told === worst);
    if (named === undefined) return 'gone';
    const to = await this.recipient(claimed, named);
    return to === null ? 'gone' : this.toMessage(claimed, parts, { named, to, timeoutMs });
  }

  private async recipient({ id, channel }: ClaimedDelivery, { context }: ToldPart): Promise<Recipient | null> {
    const { address, userName: name, recipientId: userId, incidentId } = context;
    if (address === null || name === null) return null;
    switch (channel) {
      case 'email':
        return { kind: 'email', address, name };
      case 'slack':
        return { kind: 'slack', conversation: address, first: null, isShared: false };
      case 'sms':
        return this.ways.smsTo(address, { userId, incidentId }, id);
      case 'voice':
        return { kind: 'voice', number: address };
      case 'webhook':
      case 'teams':
        return null;
    }
  }

  private toMessage(
    { id, attempts, firstAttemptAt }: ClaimedDelivery,
    parts: readonly ToldPart[],
    { named, to, timeoutMs }: { readonly named: ToldPart; readonly to: Recipient; readonly timeoutMs: number },
  ): OutgoingMessage {
    const { PUBLIC_URL: publicUrl = null, SLACK_SIGNING_SECRET: slackSecret } = this.config;
    const canPress = publicUrl !== null && slackSecret !== undefined;
    const told = parts.map((part) => part.told);
    return {
      deliveryId: id,
      idempotencyKey: id,
      incidentId: null,
      to,
      attempt: attempts,
      firstAttemptAt,
      timeoutMs,
      get rendered() {
        return renderMergedMessage(told);
      },
      get slack() {
        const root = renderMergedSlack(
          parts.map((part) => ({ told: part.told, incidentId: canPress ? part.delivery.incidentId : null })),
        );
        return { root, reply: root };
      },
      get sms() {
        return renderMergedSms(told, to.kind === 'sms' ? to.code : null);
      },
      get twiml() {
        return renderMergedVoice(told, voiceCallback(publicUrl, named.delivery.id));
      },
      // Programs are told of each incident by itself.
      webhookBody: {},
      teamsBody: {},
    };
  }
}
