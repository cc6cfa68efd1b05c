import { Injectable } from '@nestjs/common';
import type { EscalationTarget, TeamSettings } from 'incident-core';
import type { KeyPlace } from '../access/cursor.ts';
import type { Database, Transaction } from '../platform/database.ts';

export interface TeamColumns {
  readonly id: string;
  readonly name: string;
  readonly isCatchAll: boolean;
  readonly reopenWindowSeconds: number;
  readonly resolveAfterRecoverySeconds: number | null;
  readonly resolveAfterUntrackedSeconds: number | null;
  readonly acknowledgementTimeoutSeconds: number | null;
  readonly autoPauseSeconds: number | null;
  readonly groupingWindowSeconds: number | null;
  readonly urgencies: TeamSettings['urgencies'];
  readonly supportHours: TeamSettings['supportHours'];
  readonly fallbackTarget: EscalationTarget | null;
  readonly createdAt: Date;
}

export interface TeamRow extends TeamColumns {
  readonly memberIds: readonly string[];
}

export type TeamChanges = Partial<Omit<TeamColumns, 'id' | 'isCatchAll' | 'createdAt'>>;

@Injectable()
export class TeamRepository {
  async list(db: Database, after: KeyPlace | null, limit: number): Promise<readonly TeamRow[]> {
    const query = this.select(db).orderByRaw('lower(name), id').limit(limit);
    if (after) query.whereRaw('(lower(name), id) > (lower(?), ?::uuid)', [after.key, after.id]);
    return query;
  }

  async find(db: Database | Transaction, id: string): Promise<TeamRow | null> {
    const [row] = await this.select(db).where({ id });
    return row ?? null;
  }

  async insert(transaction: Transaction, team: TeamColumns): Promise<void> {
    await transaction('teams').insert({ ...toColumns(team), updatedAt: team.createdAt });
  }

  /** False when there is no such team. */
  async update(transaction: Transaction, id: string, changes: TeamChanges, now: Date): Promise<boolean> {
    const updated = await transaction('teams')
      .where({ id })
      .update({ ...toColumns(changes), updatedAt: now });
    return updated > 0;
  }

  /** Puts these in the place of all members. */
  async setMembers(transaction: Transaction, teamId: string, userIds: readonly string[]): Promise<void> {
    await transaction('team_members')
      .where({ teamId })
      .whereNotIn('userId', [...userIds])
      .delete();
    if (userIds.length === 0) return;
    // The same membership may be written from the responder's side at the same time.
    await transaction('team_members')
      .insert([...new Set(userIds)].map((userId) => ({ teamId, userId })))
      .onConflict()
      .ignore();
  }

  /** With its schedules kept from being named anew until the transaction ends; false when there is no such team. */
  async lock(transaction: Transaction, id: string): Promise<boolean> {
    const team = await transaction('teams').where({ id }).forUpdate().first('id');
    await transaction('schedules').where({ teamId: id }).orderBy('id').forUpdate().select('id');
    return team !== undefined;
  }

  async delete(transaction: Transaction, id: string): Promise<void> {
    await transaction('teams').where({ id }).delete();
  }

  private select(db: Database | Transaction) {
    return db<TeamRow>('teams').select<TeamRow[]>(
      'id',
      'name',
      'isCatchAll',
      'reopenWindowSeconds',
      'resolveAfterRecoverySeconds',
      'resolveAfterUntrackedSeconds',
      'acknowledgementTimeoutSeconds',
      'autoPauseSeconds',
      'groupingWindowSeconds',
      'urgencies',
      'supportHours',
      'fallbackTarget',
      'createdAt',
      db.raw(`array(select user_id from team_members where team_id = teams.id order by user_id) as member_ids`),
    );
  }
}

function toColumns(team: Partial<TeamColumns>): Readonly<Record<string, unknown>> {
  const { fallbackTarget, urgencies, supportHours, ...rest } = team;
  return {
    ...rest,
    ...(urgencies !== undefined && { urgencies: JSON.stringify(urgencies) }),
    ...(supportHours !== undefined && { supportHours: JSON.stringify(supportHours) }),
    ...(fallbackTarget !== undefined && { fallbackTarget: fallbackTarget && JSON.stringify(fallbackTarget) }),
  };
}
