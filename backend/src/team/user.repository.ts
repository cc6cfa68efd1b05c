import { Injectable } from '@nestjs/common';
import type { KeyPlace } from '../access/cursor.ts';
import type { Database, Transaction } from '../platform/database.ts';

export interface UserColumns {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly timeZone: string;
  readonly createdAt: Date;
  /** Null for who is here. */
  readonly leftAt: Date | null;
}

export interface UserRow extends UserColumns {
  readonly teamIds: readonly string[];
}

export type UserChanges = Partial<Omit<UserColumns, 'id' | 'createdAt' | 'leftAt'>>;

@Injectable()
export class UserRepository {
  async list(db: Database, after: KeyPlace | null, limit: number): Promise<readonly UserRow[]> {
    const query = this.select(db).orderByRaw('lower(name), id').limit(limit);
    if (after) query.whereRaw('(lower(name), id) > (lower(?), ?::uuid)', [after.key, after.id]);
    return query;
  }

  async find(db: Database | Transaction, id: string): Promise<UserRow | null> {
    const [row] = await this.select(db).where({ id });
    return row ?? null;
  }

  async findByUsername(db: Database | Transaction, username: string): Promise<UserRow | null> {
    const [row] = await this.select(db).whereRaw('lower(username) = lower(?)', [username]);
    return row ?? null;
  }

  /** False when the user name is taken. */
  async insertUnlessKnown(transaction: Transaction, user: UserColumns): Promise<boolean> {
    const inserted: readonly unknown[] = await transaction('users')
      .insert({ ...user, updatedAt: user.createdAt })
      .onConflict(transaction.raw('(lower(username))'))
      .ignore()
      .returning('id');
    return inserted.length > 0;
  }

  async insert(transaction: Transaction, user: UserColumns): Promise<void> {
    await transaction('users').insert({ ...user, updatedAt: user.createdAt });
  }

  /** False when there is no such responder. */
  async update(transaction: Transaction, id: string, changes: UserChanges, now: Date): Promise<boolean> {
    const updated = await transaction('users')
      .where({ id })
      .update({ ...changes, updatedAt: now });
    return updated > 0;
  }

  /** Puts these in the place of all memberships. */
  async setTeams(transaction: Transaction, userId: string, teamIds: readonly string[]): Promise<void> {
    await transaction('team_members')
      .where({ userId })
      .whereNotIn('teamId', [...teamIds])
      .delete();
    if (teamIds.length === 0) return;
    // The same membership may be written from the team's side at the same time.
    await transaction('team_members')
      .insert([...new Set(teamIds)].map((teamId) => ({ teamId, userId })))
      .onConflict()
      .ignore();
  }

  /** Kept from being named anew until the transaction ends; false when there is no such responder. */
  async lock(transaction: Transaction, id: string): Promise<boolean> {
    return (await transaction('users').where({ id }).forUpdate().first('id')) !== undefined;
  }

  /** Null for who is back. */
  async setLeft(transaction: Transaction, id: string, leftAt: Date | null): Promise<void> {
    await transaction('users').where({ id }).update({ leftAt });
  }

  /** The latest first. */
  async left(db: Database, limit: number): Promise<readonly UserRow[]> {
    return this.select(db).whereNotNull('leftAt').orderBy('leftAt', 'desc').orderBy('id').limit(limit);
  }

  /** Those of the user names, in small letters, that are taken. */
  async takenUsernames(transaction: Transaction, usernames: readonly string[]): Promise<readonly string[]> {
    const { rows } = await transaction.raw<{ rows: readonly { readonly username: string }[] }>(
      'select lower(username) as username from users where lower(username) = any(?)',
      [[...usernames]],
    );
    return rows.map(({ username }) => username);
  }

  async delete(transaction: Transaction, id: string): Promise<void> {
    await transaction('users').where({ id }).delete();
  }

  private select(db: Database | Transaction) {
    return db<UserRow>('users').select<UserRow[]>(
      'id',
      'name',
      'username',
      'timeZone',
      'createdAt',
      'leftAt',
      db.raw(`array(select team_id from team_members where user_id = users.id order by team_id) as team_ids`),
    );
  }
}
