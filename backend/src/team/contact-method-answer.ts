import type { ContactMethodAnswer } from 'incident-core';
import type { ContactMethodRow } from './contact-method.repository.ts';

export function toContactMethodAnswer(row: ContactMethodRow): ContactMethodAnswer {
  return {
    id: row.id,
    user_id: row.userId,
    channel: row.channel,
    address: row.address,
    verified: row.verifiedAt !== null,
    position: row.position,
    created_at: row.createdAt.toISOString(),
  };
}
