import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from './config.ts';

const VERSION = 'v1';
const TAG_BYTES = 16;

/** A key by which others recognise it, and which says nothing of it. */
interface NamedKey {
  readonly id: string;
  readonly key: Buffer;
}

/**
 * Seals what must be kept but not read from a stolen table (AES-256-GCM under SECRETS_KEY). What was sealed says at its
 * end with which key, so that keys can change: one that goes and one that comes open as well, and seal nothing.
 */
@Injectable()
export class SecretBox {
  private readonly current: NamedKey;
  private readonly previous: NamedKey | null;
  private readonly all: readonly NamedKey[];

  constructor(@Inject(CONFIG) { SECRETS_KEY, SECRETS_KEY_PREVIOUS, SECRETS_KEY_NEXT }: Config) {
    this.current = toKey(SECRETS_KEY);
    this.previous = SECRETS_KEY_PREVIOUS === undefined ? null : toKey(SECRETS_KEY_PREVIOUS);
    const next = SECRETS_KEY_NEXT === undefined ? null : toKey(SECRETS_KEY_NEXT);
    this.all = [this.current, this.previous, next].filter((key) => key !== null);
  }

  /** By what is sealed now. */
  get keyId(): string {
    return this.current.id;
  }

  /** The keys under which a secret may stay as it is: the present one, and one that is to come. */
  get lastingKeyIds(): readonly string[] {
    return this.all.filter((key) => key !== this.previous).map(({ id }) => id);
  }

  /** `purpose` binds it: sealed for one thing it does not open as another. */
  seal(secret: string, purpose = ''): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.current.key, nonce);
    cipher.setAAD(Buffer.from(purpose, 'utf8'));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    const parts = [nonce, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url'));
    // Older versions read the first four parts and stop: they open it too.
    return [VERSION, ...parts, this.current.id].join('.');
  }

  /** @throws Error when the text was not sealed with one of our keys, or for another purpose. */
  open(text: string, purpose = ''): string {
    const [version, nonce = '', sealed = '', tag = '', id] = text.split('.');
    if (version !== VERSION) throw new Error('a sealed secret is of an unknown version');
    const keys = this.all.filter((key) => id === undefined || key.id === id);
    let failure: unknown = new Error(
      'a secret is sealed with a key that is not given: is SECRETS_KEY_PREVIOUS missing?',
    );
    for (const { key } of keys) {
      try {
        // Without a length a tag cut to four bytes would do.
        const options = { authTagLength: TAG_BYTES };
        const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), options);
        decipher.setAAD(Buffer.from(purpose, 'utf8'));
        decipher.setAuthTag(Buffer.from(tag, 'base64url'));
        return Buffer.concat([decipher.update(Buffer.from(sealed, 'base64url')), decipher.final()]).toString('utf8');
      } catch (error) {
        // What does not say its key may be sealed with any of them.
        failure = error;
      }
    }
    throw failure;
  }

  /**
   * A token of 32 bytes that only who has the key can make: always the same for the same thing, so that a repeated
   * message holds the same one, and by itself it says nothing of it.
   */
  tokenFor(purpose: string, id: string): string {
    return tokenWith(deriveKey(this.current.key, purpose), id);
  }

  /** Those that one of our keys makes, the present one first: one may have been made before the key changed. */
  tokensFor(purpose: string, id: string): readonly string[] {
    return this.all.map(({ key }) => tokenWith(deriveKey(key, purpose), id));
  }

  /** What makes the tokens of a purpose, of each key that we have. */
  tokenKeys(purpose: string): readonly NamedKey[] {
    return this.all.map(({ id, key }) => ({ id, key: deriveKey(key, purpose) }));
  }

  /** What made the tokens of a purpose with the key that goes; null where none does. */
  goingTokenKey(purpose: string): NamedKey | null {
    return this.previous && { id: this.previous.id, key: deriveKey(this.previous.key, purpose) };
  }
}

export function tokenWith(key: Buffer, id: string): string {
  return createHmac('sha256', key).update(id, 'utf8').digest('base64url');
}

/** How tokens are kept: they are random enough that a plain hash cannot be turned back. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}

function deriveKey(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', purpose, 32));
}

function toKey(text: string): NamedKey {
  const key = Buffer.from(text, 'base64');
  return { id: deriveKey(key, 'key id').subarray(0, 8).toString('hex'), key };
}
