import { Inject, Injectable } from '@nestjs/common';
import type { NewRoutingRule, PageQuery, RoutingOrder, RoutingRuleChange } from 'incident-core';
import { AuditTrail } from '../access/audit-trail.ts';
import { noSuch, orProblem, type Breaches } from '../access/constraints.ts';
import { readCursor, toPage, type Page } from '../access/cursor.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { conflict, notFound } from '../platform/problem.ts';
import { Random } from '../platform/random.ts';
import { RoutingRuleRepository, type RoutingRuleRow, type RuleOrder } from './routing-rule.repository.ts';

/**
 * The ordered list that picks the team: the rules that people made, then those of team mappings, which change with the
 * mappings only. Positions run from 1 without gaps; whoever changes the list has it alone.
 */
@Injectable()
export class RoutingRuleService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly rules: RoutingRuleRepository,
    private readonly trail: AuditTrail,
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
    return this.write('routing_rule.created', id, async (transaction) => {
      const order = await this.rules.lockOrder(transaction);
      const last = order.people.length + 1;
      const createdAt = this.clock.now();
      await this.rules.insert(transaction, [{ id, position: last, matchers, teamId, writtenBy: 'people', createdAt }]);
      await this.rules.writeOrder(transaction, placed(order, id, position ?? last));
      return this.read(transaction, id);
    });
  }

  /** @throws Problem 404, 409 for a row of team mappings, 422 when the team does not exist */
  change(id: string, { matchers, team_id: teamId, position }: RoutingRuleChange): Promise<RoutingRuleRow> {
    return this.write('routing_rule.changed', id, async (transaction) => {
      const order = await this.rules.lockOrder(transaction);
      refuseOthers(order, id);
      await this.rules.update(transaction, id, { matchers, teamId }, this.clock.now());
      if (position !== undefined) await this.rules.writeOrder(transaction, placed(order, id, position));
      return this.read(transaction, id);
    });
  }

  /** @throws Problem 409 unless every rule that people made is named exactly once, and no other */
  async order({ ids }: RoutingOrder): Promise<void> {
    const change = { action: 'routing_rules.ordered', type: 'routing_order', id: null } as const;
    await this.trail.changing(change, async (transaction) => {
      const order = await this.rules.lockOrder(transaction);
      const named = new Set(ids);
      const { people } = order;
      if (named.size !== ids.length || named.size !== people.length || !people.every((id) => named.has(id))) {
        throw conflict('other-rules', 'The order must name every routing rule that people made exactly once', {
          expected_count: people.length,
        });
      }
      await this.rules.writeOrder(transaction, { ...order, people: ids });
    });
  }

  /** @throws Problem 404, 409 for a row of team mappings */
  async delete(id: string): Promise<void> {
    const change = { action: 'routing_rule.deleted', type: 'routing_rule', id } as const;
    await this.trail.changing(change, async (transaction) => {
      const order = await this.rules.lockOrder(transaction);
      refuseOthers(order, id);
      await this.rules.delete(transaction, [id]);
      await this.rules.writeOrder(transaction, { ...order, people: order.people.filter((other) => other !== id) });
    });
  }

  private write(
    action: string,
    id: string,
    act: (transaction: Transaction) => Promise<RoutingRuleRow>,
  ): Promise<RoutingRuleRow> {
    return orProblem(BREACHES, this.trail.changing({ action, type: 'routing_rule', id }, act));
  }

  private async read(db: Database | Transaction, id: string): Promise<RoutingRuleRow> {
    const rule = await this.rules.find(db, id);
    if (!rule) throw notFound('routing rule', id);
    return rule;
  }
}

const BREACHES: Breaches = { routing_rules_team_id_foreign: noSuch('team', '$.team_id') };

/** The order with the rule at its position, counted from 1; a position behind the end is the end. */
function placed(order: RuleOrder, id: string, position: number): RuleOrder {
  return { ...order, people: order.people.filter((other) => other !== id).toSpliced(position - 1, 0, id) };
}

function refuseOthers({ people, team_mappings }: RuleOrder, id: string): void {
  if (team_mappings.includes(id)) {
    throw conflict('written-by-mappings', 'Team mappings wrote this routing rule: change the mappings instead');
  }
  if (!people.includes(id)) throw notFound('routing rule', id);
}
