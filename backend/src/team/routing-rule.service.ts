import { Inject, Injectable } from '@nestjs/common';
import type { NewRoutingRule, PageQuery, RoutingOrder, RoutingRuleChange } from 'incident-core';
import { noSuch, orProblem, type Breaches } from '../access/constraints.ts';
import { readCursor, toPage, type Page } from '../access/cursor.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { conflict, notFound } from '../platform/problem.ts';
import { Random } from '../platform/random.ts';
import { RoutingRuleRepository, type RoutingRuleRow } from './routing-rule.repository.ts';

/** The ordered list that picks the team. Positions run from 1 without gaps; whoever changes the list has it alone. */
@Injectable()
export class RoutingRuleService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly rules: RoutingRuleRepository,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  async page({ limit, cursor }: PageQuery): Promise<Page<RoutingRuleRow>> {
    const rows = await this.rules.list(this.database, readCursor(cursor, 'number'), limit + 1);
    return toPage(rows, limit, ({ position }) => position);
  }

  /** @throws Problem 404 */
  get(id: string): Promise<RoutingRuleRow> {
    return this.read(this.database, id);
  }

  /** @throws Problem 422 when the team does not exist */
  create({ matchers, team_id: teamId, position }: NewRoutingRule): Promise<RoutingRuleRow> {
    const id = this.random.id();
    return this.write(async (transaction) => {
      const order = await this.rules.lockOrder(transaction);
      const last = order.length + 1;
      await this.rules.insert(transaction, { id, position: last, matchers, teamId, createdAt: this.clock.now() });
      await this.rules.writeOrder(transaction, placed(order, id, position ?? last));
      return this.read(transaction, id);
    });
  }

  /** @throws Problem 404, 422 when the team does not exist */
  change(id: string, { matchers, team_id: teamId, position }: RoutingRuleChange): Promise<RoutingRuleRow> {
    return this.write(async (transaction) => {
      const order = await this.rules.lockOrder(transaction);
      if (!order.includes(id)) throw notFound('routing rule', id);
      await this.rules.update(transaction, id, { matchers, teamId }, this.clock.now());
      if (position !== undefined) await this.rules.writeOrder(transaction, placed(order, id, position));
      return this.read(transaction, id);
    });
  }

  /** @throws Problem 409 unless every rule is named exactly once */
  async order({ ids }: RoutingOrder): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const order = await this.rules.lockOrder(transaction);
      const named = new Set(ids);
      if (named.size !== ids.length || named.size !== order.length || !order.every((id) => named.has(id))) {
        throw conflict('other-rules', 'The order must name every routing rule exactly once', {
          expected_count: order.length,
        });
      }
      await this.rules.writeOrder(transaction, ids);
    });
  }

  /** @throws Problem 404 */
  async delete(id: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const order = await this.rules.lockOrder(transaction);
      if (!order.includes(id)) throw notFound('routing rule', id);
      await this.rules.delete(transaction, id);
      await this.rules.writeOrder(
        transaction,
        order.filter((other) => other !== id),
      );
    });
  }

  private write(act: (transaction: Transaction) => Promise<RoutingRuleRow>): Promise<RoutingRuleRow> {
    return orProblem(BREACHES, this.database.transaction(act));
  }

  private async read(db: Database | Transaction, id: string): Promise<RoutingRuleRow> {
    const rule = await this.rules.find(db, id);
    if (!rule) throw notFound('routing rule', id);
    return rule;
  }
}

const BREACHES: Breaches = { routing_rules_team_id_foreign: noSuch('team', '$.team_id') };

/** The order with the rule at its position, counted from 1; a position behind the end is the end. */
function placed(order: readonly string[], id: string, position: number): readonly string[] {
  return order.filter((other) => other !== id).toSpliced(position - 1, 0, id);
}
