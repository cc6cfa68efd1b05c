import { Inject, Injectable } from '@nestjs/common';
import type { DepartureAnswer } from 'incident-core';
import { ApiTokenService } from '../access/api-token.service.ts';
import { ApiTokens } from '../access/api-tokens.ts';
import { AuditTrail } from '../access/audit-trail.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { notFound } from '../platform/problem.ts';
import { DirectoryRepository } from './directory.repository.ts';
import { UserRepository } from './user.repository.ts';

const MOST_LISTED = 500;

/**
 * People who leave. They are told nothing and may do nothing from then on; what counts on them stays as it is and is
 * listed, for only people know who takes their turns.
 */
@Injectable()
export class Departures {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly users: UserRepository,
    private readonly directory: DirectoryRepository,
    private readonly tokens: ApiTokenService,
    private readonly callers: ApiTokens,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** The first time counts. @throws Problem 404, 409 for the owner of the last live admin tokens */
  async leave(id: string): Promise<void> {
    await this.trail.changing({ action: 'user.left', type: 'user', id }, async (transaction) => {
      // Before the user's row, as all do who look at the admins.
      await this.tokens.revokeAllOf(transaction, id);
      if (!(await this.users.lock(transaction, id))) throw notFound('user', id);
      const user = await this.users.find(transaction, id);
      if (user?.leftAt === null) await this.users.setLeft(transaction, id, this.clock.now());
    });
    this.callers.forget();
  }

  /** @throws Problem 404 */
  async comeBack(id: string): Promise<void> {
    await this.trail.changing({ action: 'user.returned', type: 'user', id }, async (transaction) => {
      if (!(await this.users.lock(transaction, id))) throw notFound('user', id);
      await this.users.setLeft(transaction, id, null);
    });
    this.callers.forget();
  }

  /** Who has left, the latest first, each with what still counts on them. */
  async list(): Promise<readonly DepartureAnswer[]> {
    const gone = await this.users.left(this.database, MOST_LISTED);
    const counting = await this.directory.countingOn(
      this.database,
      gone.map(({ id }) => id),
      this.clock.now(),
    );
    return gone.map(({ id, name, leftAt }) => ({
      user: { id, name },
      left_at: leftAt?.toISOString() ?? '',
      named_by: counting
        .filter(({ userId }) => userId === id)
        .map(({ type, id: namingId, name: naming }) => ({ type, id: namingId, name: naming })),
    }));
  }
}
