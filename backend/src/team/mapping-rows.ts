import { Injectable } from '@nestjs/common';
import { toRoutingRows, type Matchers } from 'incident-core';
import { Clock } from '../platform/clock.ts';
import type { Transaction } from '../platform/database.ts';
import { Random } from '../platform/random.ts';
import { toOneForm } from '../rules/one-form.ts';
import { toTeamMapping } from './mapping-words.ts';
import { RoutingRuleRepository, type RoutingRuleRow } from './routing-rule.repository.ts';
import type { MappingContent } from './team-mapping.repository.ts';

/** The rows that team mappings have among the routing rules, behind all that people made. */
@Injectable()
export class MappingRows {
  constructor(
    private readonly rules: RoutingRuleRepository,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /**
   * Makes the rows those of these mappings; what is as it should be keeps its id. Which services carry a label is not
   * known here, so mappings by label have no rows: the `team:` tag of the rules takes those alerts to their team.
   */
  async write(transaction: Transaction, mappings: readonly MappingContent[]): Promise<void> {
    const { people } = await this.rules.lockOrder(transaction);
    const there = new Map((await this.rules.ofMappings(transaction)).map((row) => [contentOf(row), row] as const));
    const createdAt = this.clock.now();
    const wanted = toRoutingRows(
      mappings.map((mapping) => toTeamMapping(mapping, mapping.teamId)),
      [],
    ).map(({ matchers, team: teamId }): RoutingRuleRow => {
      const kept = there.get(contentOf({ matchers, teamId }));
      return kept ?? { id: this.random.id(), position: 0, matchers, teamId, writtenBy: 'team_mappings', createdAt };
    });
    const ids = new Set(wanted.map(({ id }) => id));
    const known = new Set([...there.values()].map(({ id }) => id));
    await this.rules.delete(
      transaction,
      [...known].filter((id) => !ids.has(id)),
    );
    await this.rules.insert(
      transaction,
      wanted.filter(({ id }) => !known.has(id)),
    );
    await this.rules.writeOrder(transaction, { people, team_mappings: [...ids] });
  }
}

function contentOf({ matchers, teamId }: { readonly matchers: Matchers; readonly teamId: string }): string {
  return toOneForm([matchers, teamId]);
}
