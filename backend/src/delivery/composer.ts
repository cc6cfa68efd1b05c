import { Inject, Injectable } from '@nestjs/common';
import { renderMessage, renderWebhookBody, type Told } from 'incident-core';
import { DATABASE, type Database } from '../platform/database.ts';
import { DirectoryService } from '../team/directory.service.ts';
import type { EmailRecipient, OutgoingMessage, WebhookRecipient } from './channel.ts';
import type { ClaimedDelivery, DeliveryContext } from './delivery.repository.ts';

/** Writes the message at the moment of sending, from the incident as it is then. */
@Injectable()
export class Composer {
  constructor(
    private readonly directory: DirectoryService,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** Null when the recipient is gone. */
  async compose(
    claimed: ClaimedDelivery,
    context: DeliveryContext,
    now: Date,
    timeoutMs: number,
  ): Promise<OutgoingMessage | null> {
    const recipient = await this.recipientOf(context);
    if (recipient === null) return null;
    const told = toTold(context, recipient.name, now);
    return {
      deliveryId: claimed.id,
      idempotencyKey: claimed.id,
      incidentId: claimed.incidentId,
      to: recipient.to,
      rendered: renderMessage(told),
      webhookBody: renderWebhookBody(told, {
        notificationId: claimed.notificationId,
        deliveryId: claimed.id,
        incidentId: claimed.incidentId,
        escalationId: context.escalationId,
        teamId: context.teamId,
      }),
      attempt: claimed.attempts,
      timeoutMs,
    };
  }

  private async recipientOf(
    context: DeliveryContext,
  ): Promise<{ name: string; to: EmailRecipient | WebhookRecipient } | null> {
    if (context.recipientType === 'user') {
      if (context.address === null || context.userName === null) return null;
      return { name: context.userName, to: { kind: 'email', address: context.address, name: context.userName } };
    }
    const webhook = await this.directory.webhook(this.database, context.recipientId);
    if (!webhook?.enabled) return null;
    return { name: webhook.name, to: { kind: 'webhook', url: webhook.url, secrets: webhook.secrets } };
  }
}

function toTold(context: DeliveryContext, recipient: string, now: Date): Told {
  const { run, round, step, stepCount } = context;
  return {
    event: context.event,
    incident: { ...context, acknowledgedBy: context.status === 'triggered' ? null : context.assigneeName },
    team: context.teamName,
    recipient,
    step: step > 0 && stepCount !== null ? { run, round, step, of: stepCount } : null,
    // Until there is a page for people, only Kibana shows the incident.
    incidentUrl: null,
    now,
    reason: context.reason,
  };
}
