import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '../platform/database.ts';
import { DirectoryService } from '../team/directory.service.ts';
import { AnswerWays } from './answer-ways.ts';
import type { Recipient } from './channel.ts';
import type { ClaimedDelivery, DeliveryContext } from './delivery.repository.ts';
import type { NoticeContext } from './notice.repository.ts';
import { SlackMessageRepository } from './slack-message.repository.ts';

/** A recipient by name, with where the channel finds them. */
export interface NamedRecipient {
  readonly name: string;
  readonly to: Recipient;
}

/** Finds where a delivery goes. */
@Injectable()
export class Recipients {
  constructor(
    private readonly directory: DirectoryService,
    private readonly slackMessages: SlackMessageRepository,
    private readonly ways: AnswerWays,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  async of(claimed: ClaimedDelivery, context: DeliveryContext): Promise<NamedRecipient | 'gone' | 'after_another'> {
    switch (context.recipientType) {
      case 'user':
        return this.user(claimed, context);
      case 'webhook':
        return this.webhook(context);
      case 'slack_channel':
        return this.slackChannel(claimed, context);
    }
  }

  /** Where a notice goes: it stands alone, and nobody answers it. */
  async ofNotice(context: NoticeContext): Promise<NamedRecipient | 'gone'> {
    const { recipientType, recipientId, channel, address, userName: name } = context;
    if (recipientType === 'slack_channel') {
      const found = await this.directory.slackChannel(this.database, recipientId);
      if (!found?.enabled) return 'gone';
      return { name: found.name, to: { kind: 'slack', conversation: found.channelId, first: null, isShared: false } };
    }
    if (recipientType === 'webhook') return this.webhook(context);
    if (address === null || name === null) return 'gone';
    switch (channel) {
      case 'email':
        return { name, to: { kind: 'email', address, name } };
      case 'slack':
        return { name, to: { kind: 'slack', conversation: address, first: null, isShared: false } };
      case 'sms':
        return { name, to: { kind: 'sms', number: address, code: null, known: [], rivals: 0 } };
      case 'voice':
        return { name, to: { kind: 'voice', number: address } };
      case 'webhook':
      case 'teams':
        return 'gone';
    }
  }

  private async user(
    claimed: ClaimedDelivery,
    { address, userName: name, recipientId, incidentId }: DeliveryContext,
  ): Promise<NamedRecipient | 'gone' | 'after_another'> {
    if (address === null || name === null) return 'gone';
    switch (claimed.channel) {
      case 'email':
        return { name, to: { kind: 'email', address, name } };
      case 'slack':
        return this.slack(claimed.id, incidentId, { conversation: address, name });
      case 'sms':
        return { name, to: await this.ways.smsTo(address, { userId: recipientId, incidentId }, claimed.id) };
      case 'voice':
        return { name, to: { kind: 'voice', number: address } };
      case 'webhook':
      case 'teams':
        return 'gone';
    }
  }

  private async webhook({ recipientId }: Pick<DeliveryContext, 'recipientId'>): Promise<NamedRecipient | 'gone'> {
    const webhook = await this.directory.webhook(this.database, recipientId);
    if (!webhook?.enabled) return 'gone';
    const { name, kind, url, secrets } = webhook;
    return { name, to: kind === 'teams' ? { kind, url } : { kind: 'webhook', url, secrets } };
  }

  private async slackChannel(
    claimed: ClaimedDelivery,
    { recipientId, incidentId }: DeliveryContext,
  ): Promise<NamedRecipient | 'gone' | 'after_another'> {
    const channel = await this.directory.slackChannel(this.database, recipientId);
    if (!channel?.enabled) return 'gone';
    return this.slack(claimed.id, incidentId, { conversation: channel.channelId, name: channel.name });
  }

  private async slack(
    deliveryId: string,
    incidentId: string,
    { conversation, name }: { readonly conversation: string; readonly name: string },
  ): Promise<NamedRecipient | 'after_another'> {
    const first = await this.slackMessages.first(incidentId, conversation, deliveryId);
    if (first.kind === 'on_its_way') return 'after_another';
    const place = first.kind === 'there' ? first.place : null;
    return {
      name,
      to: { kind: 'slack', conversation, first: place, isShared: first.kind === 'there' && first.isShared },
    };
  }
}
