import { Injectable } from '@nestjs/common';
import type { EscalationPolicy } from 'incident-core';
import type { KeyPlace } from '../access/cursor.ts';
import { inPieces, type Database, type Transaction } from '../platform/database.ts';
import { columnsOf, Statement } from '../platform/statement.ts';
import type { Managed } from '../rules/managed.ts';

export interface PolicyRow extends EscalationPolicy, Managed {
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const POLICY = ['id', 'name', 'teamId', 'matchers', 'position', 'isDefault', 'repeat', 'steps'] as const;
const ROW = [...POLICY, 'managedBy', 'file', 'fileHash', 'createdAt', 'updatedAt'] as const;

const ALL = new Statement<EscalationPolicy>(
  `select ${columnsOf(POLICY)} from escalation_policies order by position, id`,
);

@Injectable()
export class PolicyRepository {
  /** All of them: an incident's policy is picked among all that its team and everybody has. */
  async all(db: Database | Transaction): Promise<readonly EscalationPolicy[]> {
    return ALL.run(db);
  }

  async page(db: Database, after: KeyPlace | null, limit: number): Promise<readonly PolicyRow[]> {
    const query = db('escalation_policies').orderBy(['position', 'id']).limit(limit);
    if (after) query.whereRaw('(position, id) > (?::int, ?::uuid)', [after.key, after.id]);
    return query.select(...ROW);
  }

  /** All of them, by name. */
  async rows(db: Database | Transaction): Promise<readonly PolicyRow[]> {
    return db('escalation_policies')
      .orderByRaw('lower(name), id')
      .select(...ROW);
  }

  async find(db: Database | Transaction, id: string): Promise<PolicyRow | null> {
    const row = await db('escalation_policies')
      .where({ id })
      .first(...ROW);
    return row ?? null;
  }

  /** As `find`; nobody else changes it until the transaction ends. */
  async lock(transaction: Transaction, id: string): Promise<PolicyRow | null> {
    const row = await transaction('escalation_policies')
      .where({ id })
      .forUpdate()
      .first(...ROW);
    return row ?? null;
  }

  /** As `rows`; nobody else changes or locks one until the transaction ends, and readers do not wait. */
  async lockAll(transaction: Transaction): Promise<readonly PolicyRow[]> {
    await transaction.raw('lock table escalation_policies in exclusive mode');
    return this.rows(transaction);
  }

  async insert(transaction: Transaction, policy: PolicyRow): Promise<void> {
    await transaction('escalation_policies').insert(toColumns(policy));
  }

  async replace(transaction: Transaction, policy: PolicyRow): Promise<void> {
    await transaction('escalation_policies').where({ id: policy.id }).update(toColumns(policy));
  }

  /** Writes whole rows, in the place of those with their ids; a default may move from one of them to another. */
  async put(transaction: Transaction, policies: readonly PolicyRow[]): Promise<void> {
    await transaction('escalation_policies')
      .whereRaw('id = any(?::uuid[])', [policies.map(({ id }) => id)])
      .where({ isDefault: true })
      .update({ isDefault: false });
    for (const piece of inPieces(policies)) {
      await transaction('escalation_policies').insert(piece.map(toColumns)).onConflict('id').merge();
    }
  }

  async delete(transaction: Transaction, ids: readonly string[]): Promise<void> {
    await transaction('escalation_policies')
      .whereRaw('id = any(?::uuid[])', [[...ids]])
      .delete();
  }
}

function toColumns(policy: PolicyRow): Readonly<Record<string, unknown>> {
  return { ...policy, matchers: JSON.stringify(policy.matchers), steps: JSON.stringify(policy.steps) };
}
