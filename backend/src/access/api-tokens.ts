import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { hashToken } from '../platform/secret-box.ts';
import { ApiTokenRepository, type FoundApiToken } from './api-token.repository.ts';
import type { Caller } from './caller.ts';
import { readBearer } from './credentials.ts';
import { TokenCache } from './token-cache.ts';
import { deathOf, isUseStale } from './token-life.ts';

/** Tells callers by their API tokens. */
@Injectable()
export class ApiTokens {
  private readonly cache = new TokenCache<FoundApiToken>((found, now) => deathOf(found, now) === null);

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly tokens: ApiTokenRepository,
    private readonly clock: Clock,
  ) {}

  /** Null for anything but a live API token, and the same whatever is wrong with it. */
  async authenticate(header: string | undefined): Promise<Caller | null> {
    const token = readBearer(header);
    if (token === null) return null;
    const hash = hashToken(token);
    const now = this.clock.now();
    const found = await this.cache.get(hash, now, () => this.find(hash, now));
    return found !== null && deathOf(found, now) === null ? toCaller(found) : null;
  }

  /** To be called after any change to tokens or to the responders they belong to. */
  forget(): void {
    this.cache.clear();
  }

  private async find(hash: Buffer, now: Date): Promise<FoundApiToken | null> {
    const found = await this.tokens.findByHash(this.database, hash);
    if (found !== null && deathOf(found, now) === null && isUseStale(found.lastUsedAt, now)) {
      await this.tokens.recordUse(this.database, found.id, now);
    }
    return found;
  }
}

function toCaller({ id, name, userId, userName, scopes }: FoundApiToken): Caller {
  if (userId === null) return { actor: { type: 'token', id, name }, userId, scopes };
  return { actor: { type: 'user', id: userId, name: userName ?? name }, userId, scopes };
}
