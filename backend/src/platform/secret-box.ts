import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from './config.ts';

const VERSION = 'v1';
const TAG_BYTES = 16;

/** Seals what must be kept but not read from a stolen table (AES-256-GCM under SECRETS_KEY). */
@Injectable()
export class SecretBox {
  private readonly key: Buffer;

  constructor(@Inject(CONFIG) config: Config) {
    this.key = Buffer.from(config.SECRETS_KEY, 'base64');
  }

  seal(secret: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce);
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return [VERSION, nonce, sealed, cipher.getAuthTag()]
      .map((part) => (typeof part === 'string' ? part : part.toString('base64url')))
      .join('.');
  }

  /** @throws Error when the text was not sealed with this key. */
  open(text: string): string {
    const [version, nonce = '', sealed = '', tag = ''] = text.split('.');
    if (version !== VERSION) throw new Error('a sealed secret is of an unknown version');
    // Without a length a tag cut to four bytes would do.
    const options = { authTagLength: TAG_BYTES };
    const decipher = createDecipheriv('aes-256-gcm', this.key, Buffer.from(nonce, 'base64url'), options);
    decipher.setAuthTag(Buffer.from(tag, 'base64url'));
    return Buffer.concat([decipher.update(Buffer.from(sealed, 'base64url')), decipher.final()]).toString('utf8');
  }

  /**
   * A token of 32 bytes that only who has the key can make: always the same for the same thing, so that a repeated
   * message holds the same one, and by itself it says nothing of it.
   */
  tokenFor(purpose: string, id: string): string {
    const key = Buffer.from(hkdfSync('sha256', this.key, '', purpose, 32));
    return createHmac('sha256', key).update(id, 'utf8').digest('base64url');
  }
}

/** How tokens are kept: they are random enough that a plain hash cannot be turned back. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}
