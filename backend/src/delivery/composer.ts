import { Inject, Injectable } from '@nestjs/common';
import {
  isAskedAgain,
  renderMessage,
  renderSlack,
  renderSms,
  renderTeamsMessage,
  renderVoice,
  renderWebhookBody,
  toStandingTemplateEvent,
  toTemplateEvent,
  toTemplateVariables,
  type TemplateParts,
  type Told,
} from 'incident-core';
import { CONFIG, type Config } from '../platform/config.ts';
import type { LinkedPart } from './beginnings.ts';
import type { OutgoingMessage, Recipient } from './channel.ts';
import type { ClaimedDelivery, DeliveryContext } from './delivery.repository.ts';
import { OwnWords } from './own-words.ts';
import { Recipients } from './recipients.ts';
import { voiceCallback } from './twilio.ts';

/** All that one message is made of. */
interface Composition {
  readonly claimed: ClaimedDelivery;
  readonly context: DeliveryContext;
  readonly to: Recipient;
  readonly told: Told;
  readonly own: TemplateParts;
  /** The head of the incident's own message in Slack. */
  readonly ownRoot: string;
  readonly timeoutMs: number;
}

/** Writes the message at the moment of sending, from the incident as it is then. */
@Injectable()
export class Composer {
  constructor(
    private readonly recipients: Recipients,
    private readonly ownWords: OwnWords,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** `gone`: there is no such recipient any more. `after_another`: what comes first there is not there yet. */
  async compose(
    claimed: ClaimedDelivery,
    { delivery, context, link }: LinkedPart,
    now: Date,
    timeoutMs: number,
  ): Promise<OutgoingMessage | 'gone' | 'after_another'> {
    // What is left of a merged message goes under the id that this had, whichever of its deliveries that is.
    const part = { ...claimed, ...delivery };
    const recipient = await this.recipients.of(part, context);
    if (typeof recipient === 'string') return recipient;
    const { to, name } = recipient;
    const told = toTold(context, name, link, now);
    const own = await this.ownParts(told, context, to);
    const ownRoot = await this.ownRoot(told, context, to, own);
    const message = this.toMessage({ claimed: part, context, to, told, own, ownRoot, timeoutMs });
    return part.id === claimed.id ? message : underId(message, claimed.id);
  }

  /** What a call says now that was made before. */
  async callAgain(context: DeliveryContext, now: Date): Promise<string> {
    const keys = voiceCallback(this.config.PUBLIC_URL ?? null, context.deliveryId);
    const told = toTold(context, context.userName ?? '', null, now);
    const { teamId, incidentId } = context;
    const variables = () => toTemplateVariables(told);
    // What was called for may be over: the template is that of how it stands now.
    const event = toStandingTemplateEvent(context.status);
    const { text } = await this.ownWords.of({ channel: 'voice', event, teamId, incidentId, variables });
    return renderVoice(told, keys, text);
  }

  private async ownParts(told: Told, { teamId, incidentId }: DeliveryContext, to: Recipient): Promise<TemplateParts> {
    if (to.kind === 'webhook') return {};
    const variables = () => toTemplateVariables(told);
    return this.ownWords.of({ channel: to.kind, event: toTemplateEvent(told), teamId, incidentId, variables });
  }

  /** The first message in a conversation tells what happened; once it is there, it shows how the incident stands. */
  private async ownRoot(
    told: Told,
    { teamId, incidentId, status }: DeliveryContext,
    to: Recipient,
    own: TemplateParts,
  ): Promise<string> {
    if (to.kind !== 'slack' || to.first === null) return own.text ?? '';
    const variables = () => toTemplateVariables(told);
    const event = toStandingTemplateEvent(status);
    return (await this.ownWords.of({ channel: 'slack', event, teamId, incidentId, variables })).text ?? '';
  }

  /** What is written for other channels is never asked for, and so never written. */
  private toMessage({ claimed, context, to, told, own, ownRoot, timeoutMs }: Composition): OutgoingMessage {
    const { id, incidentId, notificationId, attempts, firstAttemptAt } = claimed;
    const { PUBLIC_URL: publicUrl = null, SLACK_SIGNING_SECRET: slackSecret } = this.config;
    const canPress = publicUrl !== null && slackSecret !== undefined;
    return {
      deliveryId: id,
      idempotencyKey: id,
      incidentId,
      to,
      attempt: attempts,
      firstAttemptAt,
      timeoutMs,
      get rendered() {
        return renderMessage(told, own);
      },
      get webhookBody() {
        const { escalationId, teamId } = context;
        return renderWebhookBody(told, { notificationId, deliveryId: id, incidentId, escalationId, teamId });
      },
      get teamsBody() {
        return renderTeamsMessage(told, own.text);
      },
      get slack() {
        return renderSlack(told, canPress ? incidentId : null, { root: ownRoot, reply: own.text ?? '' });
      },
      get sms() {
        return renderSms(told, to.kind === 'sms' ? to.code : null, own.text);
      },
      get twiml() {
        return renderVoice(told, voiceCallback(publicUrl, id), own.text);
      },
    };
  }
}

/** The message with the id of another delivery; nothing of it is written before it is asked for. */
function underId(message: OutgoingMessage, id: string): OutgoingMessage {
  const own = { deliveryId: { value: id }, idempotencyKey: { value: id } };
  return Object.create(message, own) as OutgoingMessage;
}

/** What the recipient is told, of the incident as it is now. */
export function toTold(context: DeliveryContext, recipient: string, incidentUrl: string | null, now: Date): Told {
  const { run, round, step, stepCount } = context;
  return {
    event: context.event,
    incident: {
      ...context,
      acknowledgedBy: context.status === 'triggered' ? null : context.assigneeName,
      isAskedAgain: isAskedAgain(context),
    },
    team: context.teamName,
    recipient,
    step: step > 0 && stepCount !== null ? { run, round, step, of: stepCount } : null,
    incidentUrl,
    now,
    reason: context.reason,
  };
}
