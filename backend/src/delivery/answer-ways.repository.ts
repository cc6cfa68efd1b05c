import { Injectable } from '@nestjs/common';
import type { AnswerAction } from 'incident-core';
import { inPieces, type Database, type Transaction } from '../platform/database.ts';
import { deleteSome } from '../platform/delete-some.ts';
import type { AnswerBond, AnswerLink } from './answer-bond.ts';

const IS_OF_NONE_OPEN = `not exists (select from incidents i where i.id = r.incident_id and i.status <> 'resolved')`;

@Injectable()
export class AnswerWaysRepository {
  /** One that was made before for the same delivery stays as it is. */
  async insertLinks(
    db: Database | Transaction,
    links: readonly (AnswerBond & { readonly tokenHash: Buffer; readonly createdAt: Date; readonly expiresAt: Date })[],
  ): Promise<void> {
    for (const piece of inPieces(links)) await db('answer_links').insert(piece).onConflict('tokenHash').ignore();
  }

  async findLink(db: Database | Transaction, tokenHash: Buffer): Promise<AnswerLink | null> {
    const row = await db('answer_links as l')
      .join('users as u', 'u.id', 'l.userId')
      .where({ tokenHash })
      .first('l.userId', 'l.incidentId', 'l.acted', 'l.expiresAt', 'u.name as userName');
    return row ?? null;
  }

  /** Answers whether it was not done with this link before. */
  async markActed(db: Database | Transaction, tokenHash: Buffer, action: AnswerAction): Promise<boolean> {
    const changed = await db('answer_links')
      .where({ tokenHash })
      .whereRaw('not (? = any(acted))', [action])
      .update({ acted: db.raw('array_append(acted, ?::text)', [action]) });
    return changed === 1;
  }

  async unmarkActed(db: Database | Transaction, tokenHash: Buffer, action: AnswerAction): Promise<void> {
    await db('answer_links')
      .where({ tokenHash })
      .update({ acted: db.raw('array_remove(acted, ?::text)', [action]) });
  }

  /** The code that this person has for this incident, alive for as long as is asked; null when it has none. */
  async prolongCode(db: Database | Transaction, bond: AnswerBond, expiresAt: Date): Promise<string | null> {
    const rows: readonly { readonly code: string }[] = await db('reply_codes')
      .where({ userId: bond.userId, incidentId: bond.incidentId })
      .update({ expiresAt })
      .returning('code');
    return rows[0]?.code ?? null;
  }

  /** False when the person has this code for another incident, and it is alive. */
  async takeCode(
    db: Database | Transaction,
    bond: AnswerBond,
    code: string,
    now: Date,
    expiresAt: Date,
  ): Promise<boolean> {
    const { rows } = await db.raw<{ rows: readonly unknown[] }>(
      `insert into reply_codes as r (user_id, code, incident_id, expires_at)
       values (:userId, :code, :incidentId, :expiresAt)
       on conflict (user_id, code) do update set incident_id = excluded.incident_id, expires_at = excluded.expires_at
        where r.expires_at <= :now
       returning 1`,
      { ...bond, code, now, expiresAt },
    );
    return rows.length === 1;
  }

  /**
   * What else was sent by SMS to this person about this incident: the provider's ids of what has gone, and of how many
   * messages that were tried nobody knows whether they have.
   */
  async otherSms(
    db: Database | Transaction,
    { userId, incidentId }: AnswerBond,
    deliveryId: string,
  ): Promise<{ readonly known: readonly string[]; readonly rivals: number }> {
    const rows: readonly { readonly providerId: string | null }[] = await db('deliveries as d')
      .join('notifications as n', 'n.id', 'd.notificationId')
      .where({ 'd.incidentId': incidentId, 'd.channel': 'sms', 'n.recipientId': userId })
      .whereNot('d.id', deliveryId)
      .whereRaw(
        `(d.provider_id is not null
          or (d.attempts > 0 and d.status in ('pending', 'sending') and d.merged_into is distinct from ?))`,
        [deliveryId],
      )
      .select('d.providerId');
    const known = rows.flatMap(({ providerId }) => (providerId === null ? [] : [providerId]));
    return { known: [...new Set(known)], rivals: rows.length - known.length };
  }

  /** The incident that the code of one of these people stands for; null too for one that stands for two of theirs. */
  async findCode(
    db: Database | Transaction,
    userIds: readonly string[],
    codes: readonly string[],
    now: Date,
  ): Promise<AnswerBond | null> {
    const bonds: readonly AnswerBond[] = await db('reply_codes')
      .whereIn('userId', [...userIds])
      .whereIn('code', [...codes])
      .where('expiresAt', '>', now)
      .select('userId', 'incidentId');
    const [bond = null] = bonds;
    return bonds.every(({ incidentId }) => incidentId === bond?.incidentId) ? bond : null;
  }

  /** Remembers a callback; answers false for one that was remembered before. Old ones are let go. */
  async remember(db: Database | Transaction, key: string, now: Date, forgetBefore: Date): Promise<boolean> {
    await db('seen_callbacks').where('seenAt', '<', forgetBefore).delete();
    const inserted: readonly unknown[] = await db('seen_callbacks')
      .insert({ key, seenAt: now })
      .onConflict('key')
      .ignore()
      .returning('key');
    return inserted.length === 1;
  }

  /** Throws away links that have expired before, but of open incidents. */
  pruneLinks(transaction: Transaction, before: Date, limit: number): Promise<number> {
    const where = `r.expires_at < :before and ${IS_OF_NONE_OPEN}`;
    return deleteSome(transaction, { from: 'answer_links', where, order: 'r.expires_at' }, { before }, limit);
  }

  pruneCodes(transaction: Transaction, before: Date, limit: number): Promise<number> {
    const where = `r.expires_at < :before and ${IS_OF_NONE_OPEN}`;
    return deleteSome(transaction, { from: 'reply_codes', where, order: 'r.expires_at' }, { before }, limit);
  }

  async isRemembered(db: Database | Transaction, key: string): Promise<boolean> {
    return (await db('seen_callbacks').where({ key }).first('key')) !== undefined;
  }
}
