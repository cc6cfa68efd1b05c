import { Injectable } from '@nestjs/common';
import type { Matchers, RoutingRule } from 'incident-core';
import type { KeyPlace } from '../access/cursor.ts';
import type { Database, Transaction } from '../platform/database.ts';

export interface RoutingRuleRow extends RoutingRule {
  readonly createdAt: Date;
}

const RULE = ['id', 'position', 'matchers', 'teamId', 'createdAt'] as const;

@Injectable()
export class RoutingRuleRepository {
  async list(db: Database, after: KeyPlace | null, limit: number): Promise<readonly RoutingRuleRow[]> {
    const query = db('routing_rules').orderBy(['position', 'id']).limit(limit);
    if (after) query.whereRaw('(position, id) > (?::int, ?::uuid)', [after.key, after.id]);
    return query.select(...RULE);
  }

  async find(db: Database | Transaction, id: string): Promise<RoutingRuleRow | null> {
    const row = await db('routing_rules')
      .where({ id })
      .first(...RULE);
    return row ?? null;
  }

  /** All rules in their order, which nobody else changes until the transaction ends; readers do not wait. */
  async lockOrder(transaction: Transaction): Promise<readonly string[]> {
    await transaction.raw('lock table routing_rules in share row exclusive mode');
    return transaction('routing_rules').orderBy(['position', 'id']).pluck('id');
  }

  /** Numbers the rules from 1 in this order. */
  async writeOrder(transaction: Transaction, ids: readonly string[]): Promise<void> {
    await transaction.raw(
      `update routing_rules set position = place.number
         from unnest(?::uuid[]) with ordinality as place (id, number)
        where routing_rules.id = place.id and position <> place.number`,
      [[...ids]],
    );
  }

  async insert(transaction: Transaction, { matchers, ...rule }: RoutingRuleRow): Promise<void> {
    await transaction('routing_rules').insert({
      ...rule,
      matchers: JSON.stringify(matchers),
      updatedAt: rule.createdAt,
    });
  }

  async update(
    transaction: Transaction,
    id: string,
    { matchers, teamId }: { readonly matchers: Matchers | undefined; readonly teamId: string | undefined },
    now: Date,
  ): Promise<void> {
    await transaction('routing_rules')
      .where({ id })
      .update({
        ...(matchers && { matchers: JSON.stringify(matchers) }),
        ...(teamId !== undefined && { teamId }),
        updatedAt: now,
      });
  }

  async delete(transaction: Transaction, id: string): Promise<void> {
    await transaction('routing_rules').where({ id }).delete();
  }
}
