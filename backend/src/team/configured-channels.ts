import type { Channel } from 'incident-core';
import type { Config } from '../platform/config.ts';

/** The channels by which this backend can send; what is planned for others waits until they are configured. */
export function configuredChannels(config: Config): readonly Channel[] {
  return [
    ...(config.SMTP_URL === undefined ? [] : (['email'] as const)),
    ...(config.SLACK_BOT_TOKEN === undefined ? [] : (['slack'] as const)),
    // The other two come with it: the configuration is refused otherwise.
    ...(config.TWILIO_ACCOUNT_SID === undefined ? [] : (['sms', 'voice'] as const)),
    'webhook',
    'teams',
  ];
}
