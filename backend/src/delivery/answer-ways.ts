import { Inject, Injectable } from '@nestjs/common';
import type { AnswerAction } from 'incident-core';
import { Clock } from '../platform/clock.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { Random } from '../platform/random.ts';
import { hashToken, SecretBox } from '../platform/secret-box.ts';
import type { AnswerBond, AnswerLink } from './answer-bond.ts';
import { AnswerWaysRepository } from './answer-ways.repository.ts';
import type { SmsRecipient } from './channel.ts';

/** A link or code that is older is of a night that is over. */
const LIFE_MS = 24 * 3_600_000;
/** A callback that comes again later is refused by its own age, or finds its code expired. */
const REMEMBER_MS = 2 * LIFE_MS;
const CODE_TRIES = 20;

/** How somebody who was told can answer without logging in: by a link, or by a code in an SMS. */
@Injectable()
export class AnswerWays {
  constructor(
    private readonly ways: AnswerWaysRepository,
    private readonly box: SecretBox,
    private readonly clock: Clock,
    private readonly random: Random,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** The links of deliveries, the same at each attempt, by delivery; none when nobody outside can reach this backend. */
  async linksFor(deliveries: readonly (AnswerBond & { readonly id: string })[]): Promise<ReadonlyMap<string, string>> {
    const { PUBLIC_URL: publicUrl } = this.config;
    if (publicUrl === undefined) return new Map();
    const createdAt = this.clock.now();
    const expiresAt = new Date(createdAt.getTime() + LIFE_MS);
    const links = deliveries.map((delivery) => ({ ...delivery, token: this.box.tokenFor('answer link', delivery.id) }));
    await this.ways.insertLinks(
      this.database,
      links.map(({ userId, incidentId, token }) => {
        return { userId, incidentId, tokenHash: hashToken(token), createdAt, expiresAt };
      }),
    );
    return new Map(links.map(({ id, token }) => [id, `${publicUrl}/ack/${token}`]));
  }

  /** Where an SMS goes, and how it is answered and told from the others of its incident. */
  async smsTo(number: string, bond: AnswerBond, deliveryId: string): Promise<SmsRecipient> {
    const code = await this.codeFor(bond);
    if (code === null) return { kind: 'sms', number, code, known: [], rivals: 0 };
    const { known, rivals } = await this.ways.otherSms(this.database, bond, deliveryId);
    return { kind: 'sms', number, code, known, rivals };
  }

  /** Four digits by which this person answers about this incident; null when no answer could reach us. */
  async codeFor(bond: AnswerBond): Promise<string | null> {
    if (this.config.PUBLIC_URL === undefined) return null;
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + LIFE_MS);
    const known = await this.ways.prolongCode(this.database, bond, expiresAt);
    if (known !== null) return known;
    for (let tries = 0; tries < CODE_TRIES; tries += 1) {
      const code = String(1000 + Math.floor(this.random.fraction() * 9000));
      if (await this.ways.takeCode(this.database, bond, code, now, expiresAt)) return code;
    }
    // Thousands of incidents in one day: the link is left.
    return null;
  }

  /** Null for a token that nobody was sent. */
  findLink(token: string): Promise<AnswerLink | null> {
    return this.ways.findLink(this.database, hashToken(token));
  }

  /** Each link does each thing once. */
  markActed(token: string, action: AnswerAction): Promise<boolean> {
    return this.ways.markActed(this.database, hashToken(token), action);
  }

  /** It may do that after all. */
  unmarkActed(token: string, action: AnswerAction): Promise<void> {
    return this.ways.unmarkActed(this.database, hashToken(token), action);
  }

  /**
   * What those numbers stand for that came from one of these people; null where none is a code, or no longer, or where they
   * stand for two incidents, be it those of people who share a phone.
   */
  findCode(userIds: readonly string[], codes: readonly string[]): Promise<AnswerBond | null> {
    return this.ways.findCode(this.database, userIds, codes, this.clock.now());
  }

  /** Whether a callback has been acted on. */
  hasSeen(key: string): Promise<boolean> {
    return this.ways.isRemembered(this.database, key);
  }

  async remember(key: string): Promise<void> {
    const now = this.clock.now();
    await this.ways.remember(this.database, key, now, new Date(now.getTime() - REMEMBER_MS));
  }
}
