import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { hashToken } from '../platform/secret-box.ts';
import { SharedCache } from '../platform/shared-cache.ts';
import { readBearerOrPassword } from './credentials.ts';
import { SourceTokenRepository, type FoundSourceToken } from './source-token.repository.ts';
import { TokenCache } from './token-cache.ts';
import { deathOf, isUseStale } from './token-life.ts';

const REFUSAL_COUNTED_EVERY_MS = 1_000;
const MOST_COUNTED = 1_000;

/** The sender of a payload. */
export interface KnownSource {
  readonly id: string;
  readonly name: string;
  readonly teamId: string | null;
  readonly stormRate: number | null;
}

/** Who posts, by the header `Authorization`. */
export type SourceAuthentication =
  | { readonly kind: 'live'; readonly source: KnownSource; readonly tokenId: string }
  /** A token that was good once: its source ought to hear of it. */
  | { readonly kind: 'dead'; readonly source: KnownSource; readonly reason: 'revoked' | 'expired' }
  | { readonly kind: 'unknown' | 'missing' };

/** Tells sources by their tokens, which may post alerts and nothing else. */
@Injectable()
export class SourceTokens {
  private readonly cache = new TokenCache<FoundSourceToken>((found, now) => deathOf(found, now) === null);
  private readonly lastRefusals = new Map<string, number>();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly tokens: SourceTokenRepository,
    private readonly clock: Clock,
    private readonly shared: SharedCache,
  ) {
    shared.onForgotten('source_tokens', () => this.cache.clear());
  }

  /** Takes the token as a Bearer token, or as the password of Basic authorization with any user name. */
  async authenticate(header: string | undefined): Promise<SourceAuthentication> {
    const token = readBearerOrPassword(header);
    if (token === null) return { kind: 'missing' };
    const hash = hashToken(token);
    const now = this.clock.now();
    const found = await this.cache.get(hash, now, () =>
      this.shared.through('source_tokens', hash.toString('base64url'), () => this.find(hash, now)),
    );
    if (found === null) return { kind: 'unknown' };
    const { sourceId: id, sourceName: name, teamId, stormRate } = found;
    const source = { id, name, teamId, stormRate };
    const reason = deathOf(found, now);
    if (reason === null) return { kind: 'live', source, tokenId: found.id };
    await this.countRefusal(found.id, now);
    return { kind: 'dead', source, reason };
  }

  /** To be called after any change to tokens or sources. */
  forget(): void {
    this.cache.clear();
    void this.shared.forget('source_tokens');
  }

  private async find(hash: Buffer, now: Date): Promise<FoundSourceToken | null> {
    const found = await this.tokens.findByHash(this.database, hash);
    if (found !== null && deathOf(found, now) === null && isUseStale(found.lastUsedAt, now)) {
      await this.tokens.recordUse(this.database, found.id, now);
    }
    return found;
  }

  /** At most once a second for each token: a sender gone wild must not make the row a hot spot. */
  private async countRefusal(id: string, now: Date): Promise<void> {
    const last = this.lastRefusals.get(id);
    if (last !== undefined && Math.abs(now.getTime() - last) < REFUSAL_COUNTED_EVERY_MS) return;
    if (this.lastRefusals.size >= MOST_COUNTED) this.lastRefusals.clear();
    this.lastRefusals.set(id, now.getTime());
    await this.tokens.recordRefusal(this.database, id);
  }
}
