import { Inject, Injectable } from '@nestjs/common';
import type { Grant, Role } from 'incident-core';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { notFound } from '../platform/problem.ts';
import type { AnswerWay } from '../timeline/timeline.ts';
import { ApiTokens } from './api-tokens.ts';
import { AuditTrail } from './audit-trail.ts';
import type { Caller } from './caller.ts';
import { noSuch, orProblem, type Breaches } from './constraints.ts';
import { RoleRepository } from './role.repository.ts';

/** The roles that users hold in the backend, for named teams or for all. */
@Injectable()
export class RoleService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly roles: RoleRepository,
    private readonly callers: ApiTokens,
    private readonly trail: AuditTrail,
  ) {}

  /** @throws Problem 404 */
  async list(userId: string): Promise<readonly Grant[]> {
    if (!(await this.roles.userExists(this.database, userId))) throw notFound('user', userId);
    return this.roles.list(this.database, userId);
  }

  /** A responder who answers from outside, with the roles that they hold in the backend. */
  async callerOf({ id, name }: { readonly id: string; readonly name: string }, via: AnswerWay): Promise<Caller> {
    return {
      actor: { type: 'user', id, name, via },
      userId: id,
      teamIds: await this.roles.memberships(this.database, id),
      grants: await this.roles.effective(this.database, id),
      scopes: [],
    };
  }

  /** @throws Problem 404, 422 when a team does not exist */
  async replace(userId: string, grants: readonly Grant[]): Promise<readonly Grant[]> {
    const held = await orProblem(
      BREACHES,
      this.trail.changing({ action: 'user.roles_replaced', type: 'user', id: userId }, async (transaction) => {
        if (!(await this.roles.lockUser(transaction, userId))) throw notFound('user', userId);
        await this.roles.replace(transaction, userId, grants);
        return this.roles.list(transaction, userId);
      }),
    );
    this.callers.forget();
    return held;
  }

  /** The first role of a user who was made in the same transaction. */
  async grantFirst(transaction: Transaction, userId: string, role: Role): Promise<void> {
    await this.roles.replace(transaction, userId, [{ role, teamId: null }]);
  }
}

const BREACHES: Breaches = { user_roles_team_id_foreign: noSuch('team', '$.roles') };
