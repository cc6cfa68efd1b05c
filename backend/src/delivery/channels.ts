import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Channel } from 'incident-core';
import { Clock } from '../platform/clock.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import type { DeliveryChannel } from './channel.ts';
import { EmailChannel } from './email.channel.ts';
import { WebhookChannel } from './webhook.channel.ts';

/** The ways out that are configured. */
@Injectable()
export class Channels implements OnApplicationShutdown {
  private readonly email: EmailChannel | null;
  private readonly webhook: WebhookChannel;

  constructor(@Inject(CONFIG) config: Config, clock: Clock) {
    const { SMTP_URL: smtpUrl, MAIL_FROM: from } = config;
    const now = () => clock.now();
    this.email =
      smtpUrl === undefined ? null : new EmailChannel({ smtpUrl, from, messageIdDomain: domainOf(from), now });
    this.webhook = new WebhookChannel({ allowed: config.WEBHOOK_ALLOWED_ADDRESSES, now });
  }

  /** Null when the channel is not configured: nothing can leave by it. */
  of(channel: Channel): DeliveryChannel | null {
    switch (channel) {
      case 'email':
        return this.email;
      case 'webhook':
        return this.webhook;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.email?.close();
  }
}

function domainOf(from: string): string {
  return /@([^\s<>@]+)/.exec(from)?.[1] ?? 'localhost';
}
