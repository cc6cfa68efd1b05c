import { Inject, Injectable } from '@nestjs/common';
import type { NewToken, PageQuery, RotatedToken } from 'incident-core';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { conflict, notFound, type Problem } from '../platform/problem.ts';
import { Random } from '../platform/random.ts';
import { hashToken } from '../platform/secret-box.ts';
import { ApiTokenRepository, type ApiTokenRow } from './api-token.repository.ts';
import { ApiTokens } from './api-tokens.ts';
import { AuditTrail, type NamedChange } from './audit-trail.ts';
import { noSuch, orProblem, type Breaches } from './constraints.ts';
import { readCursor, toPage, type Page } from './cursor.ts';
import { deathOf, readExpiry } from './token-life.ts';

/** What came of the token that the configuration names as the first admin's. */
export type FirstAdminOutcome = 'known' | 'made' | 'others_live' | 'dead';

/** What came of the token that the configuration names as Kibana's. */
export type ActingTokenOutcome = 'known' | 'made' | 'dead' | 'other_kind';

/** Two, so that a new token can be in place before the old one goes. */
const MOST_LIVE_TOKENS = 2;

/** API tokens, as administrators keep them. One live admin token always stays, else nobody could make another. */
@Injectable()
export class ApiTokenService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly tokens: ApiTokenRepository,
    private readonly live: ApiTokens,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  async page({ limit, cursor }: PageQuery): Promise<Page<ApiTokenRow>> {
    const rows = await this.tokens.list(this.database, readCursor(cursor, 'text'), limit + 1);
    return toPage(rows, limit, ({ name }) => name);
  }

  /** @throws Problem 404 */
  async get(id: string): Promise<ApiTokenRow> {
    const token = await this.tokens.find(this.database, id);
    if (!token) throw notFound('token', id);
    return token;
  }

  /** @throws Problem 400 for an expiry that has passed, 409 when two of that owner and name live, 422 when the responder does not exist */
  create(given: NewToken): Promise<ApiTokenRow & { readonly token: string }> {
    return this.make({
      ...this.row(given.name),
      userId: given.user_id ?? null,
      scopes: [...new Set(given.scopes)],
      expiresAt: readExpiry(given.expires_at, this.clock.now()),
    });
  }

  /**
   * Another one in its place; it lives on itself, so that nothing stops until the new one is everywhere.
   *
   * @throws Problem 404, 400 and 409 as `create`, 409 for a dead one
   */
  async rotate(id: string, given: RotatedToken): Promise<ApiTokenRow & { readonly token: string }> {
    const now = this.clock.now();
    const { name, userId, scopes, ...life } = await this.get(id);
    if (deathOf(life, now) !== null) throw conflict('dead-token', 'The token is dead: make a new one');
    return this.make({ ...this.row(name), userId, scopes, expiresAt: readExpiry(given.expires_at, now) });
  }

  private async make(row: ApiTokenRow): Promise<ApiTokenRow & { readonly token: string }> {
    const token = this.random.token('ika');
    const made = this.trail.changing(named('api_token.created', row.id), async (transaction) => {
      if ((await this.tokens.countLive(transaction, row, this.clock.now())) >= MOST_LIVE_TOKENS) {
        throw conflict('two-live-tokens', 'Two tokens of this name and user are alive: revoke one first');
      }
      await this.tokens.insert(transaction, { ...row, tokenHash: hashToken(token) });
    });
    await orProblem(BREACHES, made);
    return { ...row, token };
  }

  /** @throws Problem 404, 409 for the last live admin token */
  async revoke(id: string): Promise<void> {
    const now = this.clock.now();
    await this.trail.changing(named('api_token.revoked', id), async (transaction) => {
      await this.tokens.lockAdmins(transaction);
      if (!(await this.tokens.find(transaction, id))) throw notFound('token', id);
      const admins = await this.tokens.liveAdmins(transaction, now);
      if (admins.length > 0 && admins.every((admin) => admin.id === id)) throw lastAdmin();
      await this.tokens.revoke(transaction, id, now);
    });
    this.live.forget();
  }

  /**
   * To be called before a responder is deleted, whose tokens go too.
   *
   * @throws Problem 409 when the last live admin tokens are theirs
   */
  async refuseLastAdmin(transaction: Transaction, userId: string): Promise<void> {
    await this.tokens.lockAdmins(transaction);
    const admins = await this.tokens.liveAdmins(transaction, this.clock.now());
    if (admins.length > 0 && admins.every((admin) => admin.userId === userId)) throw lastAdmin();
  }

  /** All of somebody's, who leaves. @throws Problem 409 when the last live admin tokens are theirs */
  async revokeAllOf(transaction: Transaction, userId: string): Promise<void> {
    await this.refuseLastAdmin(transaction, userId);
    await this.tokens.revokeAllOf(transaction, userId, this.clock.now());
  }

  /** Takes the token as an admin's while there is no other live one; safe when several backends start at once. */
  async ensureFirstAdmin(token: string): Promise<FirstAdminOutcome> {
    const now = this.clock.now();
    const tokenHash = hashToken(token);
    return this.database.transaction(async (transaction) => {
      await this.tokens.lockAdmins(transaction);
      const known = await this.tokens.findByHash(transaction, tokenHash);
      if (known !== null && deathOf(known, now) === null && known.scopes.includes('admin')) return 'known';
      if ((await this.tokens.liveAdmins(transaction, now)).length > 0) return 'others_live';
      if (known !== null) return 'dead';
      const row = this.row('first admin');
      await this.trail.within(transaction, named('api_token.created', row.id), () =>
        this.tokens.insert(transaction, { ...row, tokenHash }),
      );
      return 'made';
    });
  }

  /** Takes the token as one that acts for Kibana's users, unless it was revoked; safe when several backends start at once. */
  async ensureActing(token: string): Promise<ActingTokenOutcome> {
    const now = this.clock.now();
    const tokenHash = hashToken(token);
    return this.database.transaction(async (transaction) => {
      await this.tokens.lockAdmins(transaction);
      const known = await this.tokens.findByHash(transaction, tokenHash);
      if (known !== null) {
        if (!known.scopes.includes('act_as')) return 'other_kind';
        return deathOf(known, now) === null ? 'known' : 'dead';
      }
      const row: ApiTokenRow = { ...this.row('kibana'), scopes: ['act_as'] };
      await this.trail.within(transaction, named('api_token.created', row.id), () =>
        this.tokens.insert(transaction, { ...row, tokenHash }),
      );
      return 'made';
    });
  }

  private row(name: string): ApiTokenRow {
    return {
      id: this.random.id(),
      name,
      userId: null,
      scopes: ['admin'],
      createdAt: this.clock.now(),
      expiresAt: null,
      revokedAt: null,
      lastUsedAt: null,
    };
  }
}

const BREACHES: Breaches = { api_tokens_user_id_foreign: noSuch('user', '$.user_id') };

function named(action: string, id: string): NamedChange {
  return { action, type: 'api_token', id };
}

function lastAdmin(): Problem {
  return conflict('last-admin', 'This would end the last live admin token: make another first');
}
