import { Injectable } from '@nestjs/common';
import type { Grant } from 'incident-core';
import type { Database, Transaction } from '../platform/database.ts';

@Injectable()
export class RoleRepository {
  /** The role for all teams first. */
  async list(db: Database | Transaction, userId: string): Promise<readonly Grant[]> {
    return db('user_roles').where({ userId }).orderByRaw('team_id nulls first').select('role', 'teamId');
  }

  /** As `list`; nothing for who has left. */
  async effective(db: Database | Transaction, userId: string): Promise<readonly Grant[]> {
    const isHere = await db('users').where({ id: userId }).whereNull('leftAt').first('id');
    return isHere === undefined ? [] : this.list(db, userId);
  }

  /** Puts these in the place of all roles. */
  async replace(transaction: Transaction, userId: string, grants: readonly Grant[]): Promise<void> {
    await transaction('user_roles').where({ userId }).delete();
    if (grants.length === 0) return;
    await transaction('user_roles').insert(grants.map(({ role, teamId }) => ({ userId, role, teamId })));
  }

  /** Nobody else changes the user's roles until the transaction ends; false when there is no such user. */
  async lockUser(transaction: Transaction, userId: string): Promise<boolean> {
    return (await transaction('users').where({ id: userId }).forUpdate().first('id')) !== undefined;
  }

  async userExists(db: Database, userId: string): Promise<boolean> {
    return (await db('users').where({ id: userId }).first('id')) !== undefined;
  }

  async memberships(db: Database | Transaction, userId: string): Promise<readonly string[]> {
    const rows: readonly { readonly teamId: string }[] = await db('team_members')
      .where({ userId })
      .orderBy('teamId')
      .select('teamId');
    return rows.map(({ teamId }) => teamId);
  }
}
