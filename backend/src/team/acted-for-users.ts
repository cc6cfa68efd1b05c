import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { ActingRole } from 'incident-core';
import { ActingUsers, type ActingUser } from '../access/acting-users.ts';
import { AuditTrail } from '../access/audit-trail.ts';
import { RoleService } from '../access/role.service.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { Problem } from '../platform/problem.ts';
import { Random } from '../platform/random.ts';
import { UserRepository, type UserRow } from './user.repository.ts';

/** Knows Kibana's users by their names, and makes those whom it sees for the first time. */
@Injectable()
export class ActedForUsers implements OnModuleInit {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly users: UserRepository,
    private readonly roles: RoleService,
    private readonly acting: ActingUsers,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  onModuleInit(): void {
    this.acting.register((username, role) => this.findOrMake(username, role));
  }

  async findOrMake(username: string, role: ActingRole): Promise<ActingUser> {
    const known = await this.users.findByUsername(this.database, username);
    if (known?.leftAt) throw hasLeft(known);
    return toActing(known ?? (await this.make(username, role)));
  }

  /** Two calls may see the same user first: one makes them, the other waits and finds them. */
  private async make(username: string, role: ActingRole): Promise<UserRow> {
    const user = {
      id: this.random.id(),
      name: username,
      username,
      timeZone: 'UTC',
      createdAt: this.clock.now(),
      leftAt: null,
    };
    const change = { action: 'user.seen_in_kibana', type: 'user', id: user.id } as const;
    return this.trail.changing(change, async (transaction) => {
      if (await this.users.insertUnlessKnown(transaction, user)) {
        await this.roles.grantFirst(transaction, user.id, role);
        return { ...user, teamIds: [] };
      }
      const known = await this.users.findByUsername(transaction, username);
      if (!known) throw new Error('a user name is taken, and nobody has it');
      return known;
    });
  }
}

/** 403: Kibana knows them still, we do not let them in. */
function hasLeft({ username }: UserRow): Problem {
  return new Problem(403, 'has-left', 'This user has left', {
    detail: `found ${JSON.stringify(username)}, of whom a manager said that they have left; expected somebody who is here`,
  });
}

function toActing({ id, name, teamIds }: UserRow): ActingUser {
  return { id, name, teamIds };
}
