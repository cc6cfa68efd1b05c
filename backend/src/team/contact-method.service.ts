import { Injectable } from '@nestjs/common';
import { contactAddressSchema, type ContactMethodChange, type NewContactMethod } from 'incident-core';
import { AuditTrail } from '../access/audit-trail.ts';
import { Clock } from '../platform/clock.ts';
import { notFound } from '../platform/problem.ts';
import { readField } from '../platform/validate.ts';
import { Random } from '../platform/random.ts';
import { ContactMethodRepository, type ContactMethodRow } from './contact-method.repository.ts';
import { ContactVerifications } from './contact-verifications.ts';
import { UserRepository } from './user.repository.ts';

/** Where responders can be reached. */
@Injectable()
export class ContactMethodService {
  constructor(
    private readonly contactMethods: ContactMethodRepository,
    private readonly users: UserRepository,
    private readonly verifications: ContactVerifications,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** @throws Problem 404 when there is no such responder */
  async create(userId: string, { channel, address, verified, position }: NewContactMethod): Promise<ContactMethodRow> {
    const now = this.clock.now();
    const id = this.random.id();
    return this.trail.changing(
      { action: 'contact_method.created', type: 'contact_method', id },
      async (transaction) => {
        if (!(await this.users.lock(transaction, userId))) throw notFound('user', userId);
        const last = (await this.contactMethods.list(transaction, [userId])).at(-1);
        const row = {
          id,
          userId,
          channel,
          address,
          position: position ?? (last ? last.position + 1 : 0),
          verifiedAt: verified ? now : null,
          createdAt: now,
        };
        await this.contactMethods.insert(transaction, row);
        return row;
      },
    );
  }

  /** @throws Problem 404, 400 when the address is none of its channel */
  async change(id: string, given: ContactMethodChange): Promise<ContactMethodRow> {
    return this.trail.changing(
      { action: 'contact_method.changed', type: 'contact_method', id },
      async (transaction) => {
        const before = await this.contactMethods.lock(transaction, id);
        if (!before) throw notFound('contact method', id);
        const address =
          given.address === undefined
            ? before.address
            : readField(contactAddressSchema(before.channel), given.address, '$.address');
        const verified = given.verified ?? (before.verifiedAt !== null && address === before.address);
        const after = {
          ...before,
          address,
          position: given.position ?? before.position,
          verifiedAt: verified ? this.verifiedAt(before, address) : null,
        };
        await this.contactMethods.update(transaction, after);
        if (address !== before.address) await this.verifications.addressChanged(transaction, id);
        return after;
      },
    );
  }

  /** @throws Problem 404 */
  async delete(id: string): Promise<void> {
    await this.trail.changing({ action: 'contact_method.deleted', type: 'contact_method', id }, async (transaction) => {
      if (!(await this.contactMethods.delete(transaction, id))) throw notFound('contact method', id);
    });
  }

  /** The time of a verification stays with the address that it was made for. */
  private verifiedAt(before: ContactMethodRow, address: string): Date {
    return address === before.address && before.verifiedAt !== null ? before.verifiedAt : this.clock.now();
  }
}
