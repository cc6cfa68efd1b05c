import { Inject, Injectable } from '@nestjs/common';
import type { Grant } from 'incident-core';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { hashToken } from '../platform/secret-box.ts';
import { SharedCache } from '../platform/shared-cache.ts';
import { ApiTokenRepository, type FoundApiToken } from './api-token.repository.ts';
import type { Caller } from './caller.ts';
import { readBearer } from './credentials.ts';
import { RoleRepository } from './role.repository.ts';
import { TokenCache } from './token-cache.ts';
import { deathOf, isUseStale } from './token-life.ts';

/** A token with what it allows. */
interface KnownToken {
  readonly token: FoundApiToken;
  readonly teamIds: readonly string[];
  readonly grants: readonly Grant[];
}

/** Tells callers by their API tokens. */
@Injectable()
export class ApiTokens {
  private readonly cache = new TokenCache<KnownToken>(({ token }, now) => deathOf(token, now) === null);

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly tokens: ApiTokenRepository,
    private readonly roles: RoleRepository,
    private readonly clock: Clock,
    private readonly shared: SharedCache,
  ) {
    shared.onForgotten('api_tokens', () => this.cache.clear());
  }

  /** Null for anything but a live API token, and the same whatever is wrong with it. */
  async authenticate(header: string | undefined): Promise<Caller | null> {
    const token = readBearer(header);
    if (token === null) return null;
    const hash = hashToken(token);
    const now = this.clock.now();
    const found = await this.cache.get(hash, now, () =>
      this.shared.through('api_tokens', hash.toString('base64url'), () => this.find(hash, now)),
    );
    return found !== null && deathOf(found.token, now) === null ? toCaller(found) : null;
  }

  /** To be called after any change to tokens, or to the responders they belong to and their roles. */
  forget(): void {
    this.cache.clear();
    void this.shared.forget('api_tokens');
  }

  private async find(hash: Buffer, now: Date): Promise<KnownToken | null> {
    const token = await this.tokens.findByHash(this.database, hash);
    if (token === null) return null;
    if (deathOf(token, now) === null && isUseStale(token.lastUsedAt, now)) {
      await this.tokens.recordUse(this.database, token.id, now);
    }
    const { userId } = token;
    const teamIds = userId === null ? [] : await this.roles.memberships(this.database, userId);
    if (token.scopes.includes('admin')) return { token, teamIds, grants: [{ role: 'admin', teamId: null }] };
    const grants = userId === null ? [] : await this.roles.effective(this.database, userId);
    return { token, teamIds, grants };
  }
}

function toCaller({ token, grants, teamIds }: KnownToken): Caller {
  const { id, name, userId, userName, scopes } = token;
  if (userId === null) return { actor: { type: 'token', id, name }, userId, teamIds, grants, scopes };
  return { actor: { type: 'user', id: userId, name: userName ?? name }, userId, teamIds, grants, scopes };
}
