import { Injectable } from '@nestjs/common';
import type { ContactChannel } from 'incident-core';
import type { Database, Transaction } from '../platform/database.ts';

export interface ContactMethodRow {
  readonly id: string;
  readonly userId: string;
  readonly channel: ContactChannel;
  readonly address: string;
  readonly position: number;
  readonly verifiedAt: Date | null;
  readonly createdAt: Date;
}

const CONTACT_METHOD = ['id', 'userId', 'channel', 'address', 'position', 'verifiedAt', 'createdAt'] as const;

@Injectable()
export class ContactMethodRepository {
  /** Those of the responders, in the order in which they are to be used. */
  async list(db: Database | Transaction, userIds: readonly string[]): Promise<readonly ContactMethodRow[]> {
    if (userIds.length === 0) return [];
    return db('contact_methods')
      .whereIn('userId', [...userIds])
      .orderBy(['userId', 'position', 'id'])
      .select(...CONTACT_METHOD);
  }

  /** Nobody else changes it until the transaction ends. */
  async lock(transaction: Transaction, id: string): Promise<ContactMethodRow | null> {
    const row = await transaction('contact_methods')
      .where({ id })
      .forUpdate()
      .first(...CONTACT_METHOD);
    return row ?? null;
  }

  async insert(transaction: Transaction, row: ContactMethodRow): Promise<void> {
    await transaction('contact_methods').insert(row);
  }

  async update(
    transaction: Transaction,
    { id, address, position, verifiedAt }: Pick<ContactMethodRow, 'id' | 'address' | 'position' | 'verifiedAt'>,
  ): Promise<void> {
    await transaction('contact_methods').where({ id }).update({ address, position, verifiedAt });
  }

  /** False when there is none. */
  async delete(db: Database, id: string): Promise<boolean> {
    return (await db('contact_methods').where({ id }).delete()) > 0;
  }
}
