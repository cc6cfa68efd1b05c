import type { SlackPlace } from './channel.ts';

/** Reads where a message stands from the id that the channel gave it; null where it posted none. */
export function placeOf(providerId: string | null): SlackPlace | null {
  const [, channel, ts] = /^([A-Z0-9]+):([\d.]+)$/.exec(providerId ?? '') ?? [];
  return channel === undefined || ts === undefined ? null : { channel, ts };
}
