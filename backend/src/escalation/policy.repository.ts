import { Injectable } from '@nestjs/common';
import type { EscalationPolicy } from 'incident-core';
import type { KeyPlace } from '../access/cursor.ts';
import type { Database, Transaction } from '../platform/database.ts';

export interface PolicyRow extends EscalationPolicy {
  readonly createdAt: Date;
}

const POLICY = ['id', 'name', 'teamId', 'matchers', 'position', 'isDefault', 'repeat', 'steps'] as const;

@Injectable()
export class PolicyRepository {
  /** All of them: an incident's policy is picked among all that its team and everybody has. */
  async all(db: Database | Transaction): Promise<readonly EscalationPolicy[]> {
    return db('escalation_policies')
      .orderBy(['position', 'id'])
      .select(...POLICY);
  }

  async page(db: Database, after: KeyPlace | null, limit: number): Promise<readonly PolicyRow[]> {
    const query = db('escalation_policies').orderBy(['position', 'id']).limit(limit);
    if (after) query.whereRaw('(position, id) > (?::int, ?::uuid)', [after.key, after.id]);
    return query.select(...POLICY, 'createdAt');
  }

  async find(db: Database | Transaction, id: string): Promise<PolicyRow | null> {
    const row = await db('escalation_policies')
      .where({ id })
      .first(...POLICY, 'createdAt');
    return row ?? null;
  }

  /** As `find`; nobody else changes it until the transaction ends. */
  async lock(transaction: Transaction, id: string): Promise<PolicyRow | null> {
    const row = await transaction('escalation_policies')
      .where({ id })
      .forUpdate()
      .first(...POLICY, 'createdAt');
    return row ?? null;
  }

  async insert(transaction: Transaction, policy: PolicyRow): Promise<void> {
    await transaction('escalation_policies').insert({ ...toColumns(policy), updatedAt: policy.createdAt });
  }

  async replace(transaction: Transaction, policy: PolicyRow, now: Date): Promise<void> {
    await transaction('escalation_policies')
      .where({ id: policy.id })
      .update({ ...toColumns(policy), updatedAt: now });
  }

  async delete(transaction: Transaction, id: string): Promise<void> {
    await transaction('escalation_policies').where({ id }).delete();
  }
}

function toColumns(policy: PolicyRow): Readonly<Record<string, unknown>> {
  return { ...policy, matchers: JSON.stringify(policy.matchers), steps: JSON.stringify(policy.steps) };
}
