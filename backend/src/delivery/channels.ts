import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Channel } from 'incident-core';
import { Clock } from '../platform/clock.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import type { DeliveryChannel } from './channel.ts';
import { EmailChannel } from './email.channel.ts';
import { SlackChannel } from './slack.channel.ts';
import { SmsChannel } from './sms.channel.ts';
import { TeamsChannel } from './teams.channel.ts';
import type { TwilioOptions } from './twilio.ts';
import { VoiceChannel } from './voice.channel.ts';
import { WebhookChannel } from './webhook.channel.ts';

/** The ways out that are configured. */
@Injectable()
export class Channels implements OnApplicationShutdown {
  readonly slack: SlackChannel | null;
  /** How long a receipt may take; null where none can reach us. */
  readonly receiptDeadlineSeconds: number | null;
  private readonly email: EmailChannel | null;
  private readonly all: Readonly<Record<Channel, DeliveryChannel | null>>;

  constructor(@Inject(CONFIG) config: Config, clock: Clock) {
    const { SMTP_URL: smtpUrl, MAIL_FROM: from, SLACK_BOT_TOKEN: token, SLACK_API_URL: apiUrl } = config;
    const now = () => clock.now();
    const webhooks = { allowed: config.WEBHOOK_ALLOWED_ADDRESSES, now };
    const twilio = toTwilio(config, now);
    this.email =
      smtpUrl === undefined ? null : new EmailChannel({ smtpUrl, from, messageIdDomain: domainOf(from), now });
    this.slack = token === undefined ? null : new SlackChannel({ token, apiUrl });
    this.receiptDeadlineSeconds = config.PUBLIC_URL === undefined ? null : config.RECEIPT_DEADLINE_SECONDS;
    this.all = {
      email: this.email,
      slack: this.slack,
      sms: twilio === null ? null : new SmsChannel(twilio),
      voice: twilio === null ? null : new VoiceChannel(twilio),
      webhook: new WebhookChannel(webhooks),
      teams: new TeamsChannel(webhooks),
    };
  }

  /** Null when the channel is not configured: nothing can leave by it. */
  of(channel: Channel): DeliveryChannel | null {
    return this.all[channel];
  }

  async onApplicationShutdown(): Promise<void> {
    await this.email?.close();
  }
}

function toTwilio(config: Config, now: () => Date): TwilioOptions | null {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_FROM: from } = config;
  if (accountSid === undefined || authToken === undefined || from === undefined) return null;
  return { accountSid, authToken, from, apiUrl: config.TWILIO_API_URL, publicUrl: config.PUBLIC_URL ?? null, now };
}

function domainOf(from: string): string {
  return /@([^\s<>@]+)/.exec(from)?.[1] ?? 'localhost';
}
