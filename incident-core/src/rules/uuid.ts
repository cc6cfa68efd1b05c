import { sha256Hex } from '../support/hash.ts';

/**
 * A UUID that follows from a name alone, the same on every machine. Of version 5 by its digits, since Kibana refuses
 * saved objects with ids of later versions; its bits are those of SHA-256, not of SHA-1.
 */
export function uuidOf(name: string): string {
  const hex = sha256Hex(`incidents-for-kibana:${name}`);
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
