import { Injectable } from '@nestjs/common';
import type { Database, Transaction } from '../platform/database.ts';
import { SecretBox, tokenWith } from '../platform/secret-box.ts';
import { AuditKeyRepository } from './audit-key.repository.ts';

const ENTRY = 'audit entry';
const KEY_PURPOSE = 'audit key';

/** What can have sealed an entry. */
export interface SealingKey {
  readonly id: string;
  readonly key: Buffer;
  /** The last entry that it may have sealed; null while it is in use. */
  readonly through: number | null;
}

/**
 * Seals of the audit trail, under SECRETS_KEY. A seal says with which key it was made. When a key goes, what made its
 * seals is kept, itself sealed with the key that came, and counts for the entries that were there by then only: whoever
 * has the old key can add none, and change none, for the first seal of the new key stands on the last of the old one.
 */
@Injectable()
export class AuditSeals {
  constructor(
    private readonly box: SecretBox,
    private readonly keys: AuditKeyRepository,
  ) {}

  ofEntry(number: number, content: string, before: string): string {
    return `${this.box.tokenFor(ENTRY, toText(number, before, content))}.${this.box.keyId}`;
  }

  /** Any of our keys may have sealed it: none that has gone. */
  isOfHead(seal: string, number: number, last: string): boolean {
    return this.box.tokensFor('audit head', JSON.stringify([number, last])).includes(seal);
  }

  ofHead(number: number, last: string): string {
    return this.box.tokenFor('audit head', JSON.stringify([number, last]));
  }

  isOfAnchor(seal: string, number: number, before: string): boolean {
    return this.box.tokensFor('audit anchor', JSON.stringify([number, before])).includes(seal);
  }

  ofAnchor(number: number, before: string): string {
    return this.box.tokenFor('audit anchor', JSON.stringify([number, before]));
  }

  /** All keys that may have sealed entries. */
  async sealingKeys(db: Database | Transaction): Promise<readonly SealingKey[]> {
    const present = this.box.tokenKeys(ENTRY).map(({ id, key }) => ({ id, key, through: null }));
    const gone = (await this.keys.all(db))
      .filter(({ keyId }) => !present.some(({ id }) => id === keyId))
      .flatMap(({ keyId, sealed }) => this.open(keyId, sealed));
    return [...present, ...gone];
  }

  isOfEntry(keys: readonly SealingKey[], seal: string, number: number, content: string, before: string): boolean {
    const [token = '', keyId] = seal.split('.');
    return keys.some(
      ({ id, key, through }) =>
        (keyId === undefined || keyId === id) &&
        (through === null || number <= through) &&
        tokenWith(key, toText(number, before, content)) === token,
    );
  }

  /** Keeps what made the seals of the key that goes, for the entries that there are by now. */
  async keepGoing(transaction: Transaction): Promise<void> {
    const going = this.box.goingTokenKey(ENTRY);
    if (going === null) return;
    const through = await this.keys.lastSealedWith(transaction, going.id);
    const sealed = this.box.seal(JSON.stringify({ key: going.key.toString('base64'), through }), KEY_PURPOSE);
    await this.keys.save(transaction, { keyId: going.id, sealed });
  }

  private open(id: string, sealed: string): readonly SealingKey[] {
    try {
      const { key, through } = JSON.parse(this.box.open(sealed, KEY_PURPOSE)) as { key: string; through: number };
      return [{ id, key: Buffer.from(key, 'base64'), through }];
    } catch {
      // Not ours: then what it sealed shows as edited.
      return [];
    }
  }
}

function toText(number: number, before: string, content: string): string {
  return JSON.stringify([number, before, content]);
}
