import { Inject, Injectable } from '@nestjs/common';
import {
  DEFAULT_STORM_RATE,
  type NewSource,
  type NewSourceToken,
  type PageQuery,
  type SourceChange,
} from 'incident-core';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { conflict, notFound } from '../platform/problem.ts';
import { Random } from '../platform/random.ts';
import { hashToken } from '../platform/secret-box.ts';
import { AuditTrail } from './audit-trail.ts';
import { nameTaken, noSuch, orProblem, type Breaches } from './constraints.ts';
import { readCursor, toPage, type Page } from './cursor.ts';
import { SourceRepository, type SourceRow } from './source.repository.ts';
import { SourceTokenRepository, type SourceTokenRow } from './source-token.repository.ts';
import { SourceTokens } from './source-tokens.ts';
import { readExpiry } from './token-life.ts';

/** Two, so that a new token can be in place before the old one goes. */
const MOST_LIVE_TOKENS = 2;

/** Sources and their tokens, as administrators keep them. */
@Injectable()
export class SourceService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly sources: SourceRepository,
    private readonly tokens: SourceTokenRepository,
    private readonly live: SourceTokens,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  async page({ limit, cursor }: PageQuery): Promise<Page<SourceRow>> {
    const rows = await this.sources.list(this.database, readCursor(cursor, 'text'), limit + 1);
    return toPage(rows, limit, ({ name }) => name);
  }

  find(id: string): Promise<SourceRow | null> {
    return this.sources.find(this.database, id);
  }

  /** @throws Problem 404 */
  async get(id: string): Promise<SourceRow> {
    const source = await this.find(id);
    if (!source) throw notFound('source', id);
    return source;
  }

  /** @throws Problem 409 when the name is taken, 422 when the team does not exist */
  async create({
    name,
    team_id: teamId = null,
    storm_rate: stormRate = DEFAULT_STORM_RATE,
  }: NewSource): Promise<SourceRow> {
    const source = { id: this.random.id(), name, teamId, stormRate, createdAt: this.clock.now() };
    const change = { action: 'source.created', type: 'source', id: source.id } as const;
    await orProblem(
      BREACHES,
      this.trail.changing(change, (transaction) => this.sources.insert(transaction, source)),
    );
    return source;
  }

  /** @throws Problem 404, 409 and 422 as `create` */
  async change(id: string, { name, team_id: teamId, storm_rate: stormRate }: SourceChange): Promise<SourceRow> {
    const changes = {
      ...(name !== undefined && { name }),
      ...(teamId !== undefined && { teamId }),
      ...(stormRate !== undefined && { stormRate }),
    };
    const changed = this.trail.changing({ action: 'source.changed', type: 'source', id }, (transaction) =>
      this.sources.update(transaction, id, changes, this.clock.now()),
    );
    const source = await orProblem(BREACHES, changed);
    if (!source) throw notFound('source', id);
    this.live.forget();
    return source;
  }

  /** @throws Problem 404, 409 while it has a live token */
  async delete(id: string): Promise<void> {
    await this.trail.changing({ action: 'source.deleted', type: 'source', id }, async (transaction) => {
      if ((await this.countLive(transaction, id)) > 0) {
        throw conflict('source-in-use', 'The source has a live token: revoke it first');
      }
      await this.sources.delete(transaction, id);
    });
    this.live.forget();
  }

  /** @throws Problem 404 */
  async tokenPage(id: string, { limit, cursor }: PageQuery): Promise<Page<SourceTokenRow>> {
    await this.get(id);
    const rows = await this.tokens.list(this.database, id, readCursor(cursor, 'text'), limit + 1);
    return toPage(rows, limit, (token) => token.id);
  }

  /** @throws Problem 404, 400 for an expiry that has passed, 409 when the source has two live tokens */
  async createToken(id: string, given: NewSourceToken): Promise<SourceTokenRow & { readonly token: string }> {
    const now = this.clock.now();
    const row: SourceTokenRow = {
      id: this.random.id(),
      sourceId: id,
      createdAt: now,
      expiresAt: readExpiry(given.expires_at, now),
      revokedAt: null,
      lastUsedAt: null,
      refusedCount: 0,
    };
    const token = this.random.token('iks');
    const change = { action: 'source_token.created', type: 'source_token', id: row.id } as const;
    await this.trail.changing(change, async (transaction) => {
      if ((await this.countLive(transaction, id)) >= MOST_LIVE_TOKENS) {
        throw conflict('two-live-tokens', 'The source has two live tokens: revoke one first');
      }
      await this.tokens.insert(transaction, { ...row, tokenHash: hashToken(token) });
    });
    return { ...row, token };
  }

  /** @throws Problem 404 */
  async revokeToken(id: string, tokenId: string): Promise<void> {
    const change = { action: 'source_token.revoked', type: 'source_token', id: tokenId } as const;
    await this.trail.changing(change, async (transaction) => {
      const isRevoked = await this.tokens.revoke(transaction, id, tokenId, this.clock.now());
      if (!isRevoked) throw notFound('token', tokenId);
    });
    this.live.forget();
  }

  /** The count holds until the transaction ends, for whoever makes a token locks the source first. */
  private async countLive(transaction: Transaction, id: string): Promise<number> {
    if (!(await this.sources.lock(transaction, id))) throw notFound('source', id);
    return this.tokens.countLive(transaction, id, this.clock.now());
  }
}

const BREACHES: Breaches = {
  sources_name: nameTaken('source', '$.name'),
  sources_team_id_foreign: noSuch('team', '$.team_id'),
};
