import type { Channel, ContactChannel } from './notification.ts';

/** A token bucket: it holds `burst` messages, and so many more come back in so many seconds. */
export interface ThrottleLimit {
  readonly messages: number;
  readonly seconds: number;
  readonly burst: number;
}

/** How much leaves by a channel, to one place on it, and to one person by it; null where there is no limit. */
export interface Throttles {
  /** With more than so many for one person and channel due at once, they become one message; null: their number is no reason. */
  readonly mergeAbove: number | null;
  /** All that a channel's provider is handed. */
  readonly providers: Readonly<Record<Channel, ThrottleLimit | null>>;
  /** One Slack conversation, one webhook, one Teams workflow. */
  readonly places: Readonly<Record<PlaceChannel, ThrottleLimit | null>>;
  /** One contact method of one person, high and low urgency each for itself, so that none waits for the other. */
  readonly people: Readonly<Record<ContactChannel, ThrottleLimit | null>>;
}

/** The channels on which one place is paced although it is no person. */
export const PLACE_CHANNELS = ['slack', 'webhook', 'teams'] as const;
export type PlaceChannel = (typeof PLACE_CHANNELS)[number];

const limit = (messages: number, seconds: number, burst: number): ThrottleLimit => ({ messages, seconds, burst });

/**
 * Those of somebody who has set none. A provider's are far above what a night asks for, and below what would have us
 * blocked; Slack wants one message a second in a conversation, Teams four. A person's begin where nobody reads along
 * any more.
 */
export const DEFAULT_THROTTLES: Throttles = {
  mergeAbove: 5,
  providers: {
    email: limit(1_000, 1, 5_000),
    slack: limit(50, 1, 2_000),
    sms: limit(100, 1, 2_000),
    voice: limit(30, 1, 500),
    webhook: limit(1_000, 1, 5_000),
    teams: limit(100, 1, 2_000),
  },
  places: { slack: limit(1, 1, 10), webhook: limit(200, 1, 2_000), teams: limit(4, 1, 40) },
  people: { slack: limit(1, 30, 10), email: limit(1, 30, 10), sms: limit(1, 30, 5), voice: limit(1, 60, 2) },
};
