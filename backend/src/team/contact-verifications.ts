import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  CODE_SECONDS,
  CODES_OF_METHOD,
  CODES_OF_PERSON,
  decideCode,
  secondsToWait,
  type CodeDecision,
  type CodeRefusal,
} from 'incident-core';
import { AuditTrail } from '../access/audit-trail.ts';
import { askerOf, type Caller } from '../access/caller.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { conflict, notFound, Problem, tooMany } from '../platform/problem.ts';
import { Random } from '../platform/random.ts';
import { hashToken, SecretBox } from '../platform/secret-box.ts';
import { ContactMethodRepository, type ContactMethodRow } from './contact-method.repository.ts';
import { ContactVerificationRepository, type VerificationRow } from './contact-verification.repository.ts';

/** A code that is to be sent. */
export interface BegunVerification {
  readonly id: string;
  readonly method: ContactMethodRow;
  readonly expiresAt: Date;
}

/** Codes by which responders show that an address is theirs. */
@Injectable()
export class ContactVerifications {
  constructor(
    private readonly verifications: ContactVerificationRepository,
    private readonly contactMethods: ContactMethodRepository,
    private readonly trail: AuditTrail,
    private readonly box: SecretBox,
    private readonly clock: Clock,
    private readonly random: Random,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** Makes a code; those before it count no more. @throws Problem 404, 409 when it is verified, 429 */
  async begin(transaction: Transaction, contactMethodId: string, by: Caller): Promise<BegunVerification> {
    const method = await this.lock(transaction, contactMethodId);
    if (method.verifiedAt !== null) {
      throw conflict('already-verified', 'The contact method is verified', {
        detail: 'found a verified contact method; expected one that is not',
      });
    }
    const now = this.clock.now();
    const askedBy = askerOf(by).id;
    const since = new Date(now.getTime() - CODES_OF_PERSON.seconds * 1000);
    const past = await this.verifications.past(transaction, { contactMethodId, askedBy }, since);
    const wait = Math.max(
      secondsToWait(CODES_OF_METHOD, past.ofMethod, now),
      secondsToWait(CODES_OF_PERSON, past.ofPerson, now),
    );
    if (wait > 0) throw tooMany('codes', `${CODES_OF_METHOD.most} codes an hour for one contact method`, wait);
    await this.verifications.endAll(transaction, contactMethodId, now);
    const id = this.random.id();
    const expiresAt = new Date(now.getTime() + CODE_SECONDS * 1000);
    const codeHash = this.hash(id, this.codeOf(id));
    const row = { id, contactMethodId, askedBy, codeHash, tries: 0, createdAt: now, expiresAt, overAt: null };
    await this.verifications.insert(transaction, row);
    return { id, method, expiresAt };
  }

  /** Six digits that only who has our key can make, the same at each attempt to send them; they are kept nowhere. */
  codeOf(verificationId: string): string {
    return toCode(this.box.tokenFor('verification code', verificationId));
  }

  /** @throws Problem 404, 409 when no code counts any more, 422 for a wrong one, which counts against it */
  async confirm(contactMethodId: string, code: string): Promise<ContactMethodRow> {
    // What is refused has been counted: the refusal follows the commit.
    const { method, decision } = await this.database.transaction((transaction) =>
      this.tryCode(transaction, contactMethodId, code),
    );
    if (decision.kind === 'refuse') throw refusal(decision);
    return method;
  }

  /** Whatever was sent to the address that it had counts no more. */
  async addressChanged(transaction: Transaction, contactMethodId: string): Promise<void> {
    await this.verifications.endAll(transaction, contactMethodId, this.clock.now());
  }

  private async tryCode(
    transaction: Transaction,
    contactMethodId: string,
    given: string,
  ): Promise<{ readonly method: ContactMethodRow; readonly decision: CodeDecision }> {
    const method = await this.lock(transaction, contactMethodId);
    const now = this.clock.now();
    const last = await this.verifications.last(transaction, contactMethodId);
    const code = last && { expiresAt: last.expiresAt, tries: last.tries, isOver: last.overAt !== null };
    const matches = last !== null && this.isCode(last, given);
    const decision = decideCode(code, matches, now);
    if (decision.kind === 'refuse') {
      if (last !== null && decision.reason === 'wrong_code') await this.verifications.countTry(transaction, last.id);
      return { method, decision };
    }
    await this.verifications.endAll(transaction, contactMethodId, now);
    const verified = { ...method, verifiedAt: now };
    const change = { action: 'contact_method.verified', type: 'contact_method', id: contactMethodId } as const;
    await this.trail.within(transaction, change, () => this.contactMethods.update(transaction, verified));
    return { method: verified, decision };
  }

  /** Our key may have changed since it was made, and again since it was sent. */
  private isCode({ id, codeHash }: Pick<VerificationRow, 'id' | 'codeHash'>, given: string): boolean {
    const hashes = this.box.tokensFor('verification hash', `${id}:${given}`);
    if (hashes.some((token) => timingSafeEqual(hashToken(token), codeHash))) return true;
    return hashes.length > 1 && this.box.tokensFor('verification code', id).some((token) => toCode(token) === given);
  }

  /** Six digits are few: their hash is one that only who has our key can compute. */
  private hash(verificationId: string, code: string): Buffer {
    return hashToken(this.box.tokenFor('verification hash', `${verificationId}:${code}`));
  }

  private async lock(transaction: Transaction, id: string): Promise<ContactMethodRow> {
    const method = await this.contactMethods.lock(transaction, id);
    if (!method) throw notFound('contact method', id);
    return method;
  }
}

function toCode(token: string): string {
  return String(Buffer.from(token, 'base64url').readUIntBE(0, 6) % 1_000_000).padStart(6, '0');
}

const REFUSED: Readonly<Record<CodeRefusal, string>> = {
  no_code: 'No code was sent that still counts: ask for one',
  code_expired: 'The code is too old: ask for a new one',
  code_used_up: 'A wrong code was given too often: ask for a new one',
  wrong_code: 'This is not the code that was sent last',
};

function refusal({ reason, triesLeft }: Extract<CodeDecision, { kind: 'refuse' }>): Problem {
  const type = reason.replaceAll('_', '-');
  if (reason !== 'wrong_code') return conflict(type, REFUSED[reason]);
  return new Problem(422, type, REFUSED[reason], { tries_left: triesLeft });
}
