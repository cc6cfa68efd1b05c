import { Inject, Injectable } from '@nestjs/common';
import type { Grant, Scope } from 'incident-core';
import { CONFIG, type Config } from '../platform/config.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { Problem } from '../platform/problem.ts';
import { ApiTokenRepository } from './api-token.repository.ts';
import { may, type Caller } from './caller.ts';
import { RoleRepository } from './role.repository.ts';
import { forbidden } from './route-rules.ts';

/** What is to be given or taken: to whom, and what it allows. */
export interface GivenAccess {
  readonly userId: string | null;
  readonly scopes?: readonly Scope[];
  readonly grants?: readonly Grant[];
}

/**
 * Who may give access: nobody gives more than they hold. What Kibana lends to its users for the length of a call does
 * not become something that stays, unless the configuration says so.
 */
@Injectable()
export class AccessRules {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly roles: RoleRepository,
    private readonly tokens: ApiTokenRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws Problem 403 */
  async hold(caller: Caller, { userId, scopes = [], grants = [] }: GivenAccess): Promise<void> {
    if (may(caller, 'admin', 'all')) return;
    if (caller.scopes.includes('act_as') && !this.config.KIBANA_MANAGES_ACCESS) {
      throw new Problem(403, 'access-in-backend', 'Roles and tokens are given in the backend, not from Kibana', {
        detail: 'found a user of Kibana; expected a token of the backend, or KIBANA_MANAGES_ACCESS=true',
      });
    }
    const isOfAdmin = scopes.length > 0 || grants.some(({ role }) => role === 'admin');
    if (isOfAdmin || (userId !== null && (await this.isAdmin(userId)))) throw forbidden('admin', { teams: 'all' });
  }

  /**
   * Whoever says that an administrator has left, is back or was never there takes or gives their access.
   *
   * @throws Problem 403
   */
  async holdOver(caller: Caller, userId: string): Promise<void> {
    if (!may(caller, 'admin', 'all') && (await this.isAdmin(userId))) throw forbidden('admin', { teams: 'all' });
  }

  private async isAdmin(userId: string): Promise<boolean> {
    const grants = await this.roles.list(this.database, userId);
    return grants.some(({ role }) => role === 'admin') || this.tokens.hasAdminToken(this.database, userId);
  }
}
