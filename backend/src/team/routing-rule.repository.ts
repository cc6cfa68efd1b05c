import { Injectable } from '@nestjs/common';
import type { Matchers, RoutingRule, RuleWriter } from 'incident-core';
import type { KeyPlace } from '../access/cursor.ts';
import { inPieces, type Database, type Transaction } from '../platform/database.ts';

export interface RoutingRuleRow extends RoutingRule {
  readonly writtenBy: RuleWriter;
  readonly createdAt: Date;
}

/** The ids of all rules: first those that people made, then those of team mappings. */
export type RuleOrder = Readonly<Record<RuleWriter, readonly string[]>>;

const RULE = ['id', 'position', 'matchers', 'teamId', 'writtenBy', 'createdAt'] as const;

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
  async lockOrder(transaction: Transaction): Promise<RuleOrder> {
    await transaction.raw('lock table routing_rules in share row exclusive mode');
    const rows: readonly Pick<RoutingRuleRow, 'id' | 'writtenBy'>[] = await transaction('routing_rules')
      .orderBy(['position', 'id'])
      .select('id', 'writtenBy');
    const by = (writer: RuleWriter) => rows.filter(({ writtenBy }) => writtenBy === writer).map(({ id }) => id);
    return { people: by('people'), team_mappings: by('team_mappings') };
  }

  /** The rows of team mappings, in their order. */
  async ofMappings(transaction: Transaction): Promise<readonly RoutingRuleRow[]> {
    return transaction('routing_rules')
      .where({ writtenBy: 'team_mappings' })
      .orderBy(['position', 'id'])
      .select(...RULE);
  }

  /** Numbers the rules from 1 in this order. */
  async writeOrder(transaction: Transaction, { people, team_mappings }: RuleOrder): Promise<void> {
    await transaction.raw(
      `update routing_rules set position = place.number
         from unnest(?::uuid[]) with ordinality as place (id, number)
        where routing_rules.id = place.id and position <> place.number`,
      [[...people, ...team_mappings]],
    );
  }

  async insert(transaction: Transaction, rules: readonly RoutingRuleRow[]): Promise<void> {
    for (const piece of inPieces(rules)) {
      await transaction('routing_rules').insert(
        piece.map(({ matchers, ...rule }) => ({
          ...rule,
          matchers: JSON.stringify(matchers),
          updatedAt: rule.createdAt,
        })),
      );
    }
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

  async delete(transaction: Transaction, ids: readonly string[]): Promise<void> {
    await transaction('routing_rules')
      .whereRaw('id = any(?::uuid[])', [[...ids]])
      .delete();
  }
}
