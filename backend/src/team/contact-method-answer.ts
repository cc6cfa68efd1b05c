import { maskAddress } from '../access/mask.ts';
import type { ContactMethodAnswer } from 'incident-core';
import type { ContactMethodRow } from './contact-method.repository.ts';

/** With `hidden`, enough of the address to tell whose it is. */
export function toContactMethodAnswer(row: ContactMethodRow, hidden = false): ContactMethodAnswer {
  return {
    id: row.id,
    user_id: row.userId,
    channel: row.channel,
    address: hidden ? maskAddress(row.address) : row.address,
    verified: row.verifiedAt !== null,
    position: row.position,
    created_at: row.createdAt.toISOString(),
  };
}
