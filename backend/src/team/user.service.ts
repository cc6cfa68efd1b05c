import { Inject, Injectable } from '@nestjs/common';
import type { NewUser, PageQuery, UserChange } from 'incident-core';
import { AuditTrail, type NamedChange } from '../access/audit-trail.ts';
import { nameTaken, noSuch, orProblem, type Breaches } from '../access/constraints.ts';
import { readCursor, toPage, type Page } from '../access/cursor.ts';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { Clock } from '../platform/clock.ts';
import { notFound } from '../platform/problem.ts';
import { Random } from '../platform/random.ts';
import { ContactMethodRepository, type ContactMethodRow } from './contact-method.repository.ts';
import { UserRepository, type UserChanges, type UserRow } from './user.repository.ts';

/** A responder with the ways to reach them, the first choice first. */
export interface ReachableUser extends UserRow {
  readonly contactMethods: readonly ContactMethodRow[];
}

/** Responders and the teams they belong to. */
@Injectable()
export class UserService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly users: UserRepository,
    private readonly contactMethods: ContactMethodRepository,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  async page({ limit, cursor }: PageQuery): Promise<Page<ReachableUser>> {
    const rows = await this.users.list(this.database, readCursor(cursor, 'text'), limit + 1);
    const { items, next } = toPage(rows, limit, ({ name }) => name);
    return { items: await this.withContactMethods(this.database, items), next };
  }

  /** @throws Problem 404 */
  get(id: string): Promise<ReachableUser> {
    return this.read(this.database, id);
  }

  /** @throws Problem 409 when the user name is taken, 422 when a team does not exist */
  create(given: NewUser): Promise<ReachableUser> {
    const { name, username, time_zone: timeZone = 'UTC', team_ids: teamIds = [] } = given;
    const id = this.random.id();
    return this.write({ action: 'user.created', type: 'user', id }, async (transaction) => {
      await this.users.insert(transaction, { id, name, username, timeZone, createdAt: this.clock.now(), leftAt: null });
      await this.users.setTeams(transaction, id, teamIds);
      return this.read(transaction, id);
    });
  }

  /** @throws Problem 404, 409 and 422 as `create` */
  change(id: string, given: UserChange): Promise<ReachableUser> {
    return this.write({ action: 'user.changed', type: 'user', id }, async (transaction) => {
      if (!(await this.users.update(transaction, id, toChanges(given), this.clock.now()))) throw notFound('user', id);
      if (given.team_ids) await this.users.setTeams(transaction, id, given.team_ids);
      return this.read(transaction, id);
    });
  }

  private write(
    change: NamedChange,
    act: (transaction: Transaction) => Promise<ReachableUser>,
  ): Promise<ReachableUser> {
    return orProblem(BREACHES, this.trail.changing(change, act));
  }

  private async read(db: Database | Transaction, id: string): Promise<ReachableUser> {
    const user = await this.users.find(db, id);
    const [reachable] = await this.withContactMethods(db, user ? [user] : []);
    if (!reachable) throw notFound('user', id);
    return reachable;
  }

  private async withContactMethods(
    db: Database | Transaction,
    users: readonly UserRow[],
  ): Promise<readonly ReachableUser[]> {
    const all = await this.contactMethods.list(
      db,
      users.map(({ id }) => id),
    );
    return users.map((user) => ({ ...user, contactMethods: all.filter(({ userId }) => userId === user.id) }));
  }
}

const BREACHES: Breaches = {
  users_username: nameTaken('user', '$.username'),
  team_members_team_id_foreign: noSuch('team', '$.team_ids'),
};

function toChanges({ name, username, time_zone: timeZone }: UserChange): UserChanges {
  return {
    ...(name !== undefined && { name }),
    ...(username !== undefined && { username }),
    ...(timeZone !== undefined && { timeZone }),
  };
}
