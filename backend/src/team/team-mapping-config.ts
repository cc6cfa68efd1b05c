import { Injectable } from '@nestjs/common';
import { findMappingProblems, type Team, type TeamMappingFile } from 'incident-core';
import { Clock } from '../platform/clock.ts';
import type { Transaction } from '../platform/database.ts';
import { Random } from '../platform/random.ts';
import type { ConfigPart, ConfigText, PartPlan } from '../rules/config-parts.ts';
import { planEntries, type EntryWords } from '../rules/entry-plan.ts';
import { toOneForm } from '../rules/one-form.ts';
import { DirectoryService } from './directory.service.ts';
import { MappingStore } from './mapping-store.ts';
import { describeMapping, fromTeamMapping, scopeOf, toTeamMapping } from './mapping-words.ts';
import type { MappingContent } from './team-mapping.repository.ts';

/** Team mappings as `team-mapping.json` holds them. */
@Injectable()
export class TeamMappingConfig implements ConfigPart<'team-mapping'> {
  readonly config = 'team-mapping';

  constructor(
    private readonly mappings: MappingStore,
    private readonly directory: DirectoryService,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  async export(transaction: Transaction): Promise<TeamMappingFile> {
    const rows = await this.mappings.all(transaction);
    const { teams } = await this.directory.directory(transaction);
    const nameOf = namesOf(teams);
    return { mappings: rows.map((row) => toTeamMapping(row, nameOf(row.teamId))) };
  }

  async plan(
    transaction: Transaction,
    given: ConfigText<'team-mapping'>,
    { takeOver }: { readonly takeOver: boolean },
  ): Promise<PartPlan> {
    const rows = await this.mappings.lockAll(transaction);
    const { teams } = await this.directory.directory(transaction);
    const problems = findMappingProblems(given.document, { services: null, teams: teams.map(({ name }) => name) });
    const isWrong = problems.some(({ level }) => level === 'error');
    const wanted = isWrong ? [] : toContents(given.document, teams);
    const plan = planEntries(isWrong ? [] : rows, wanted, wordsWith(teams), { owner: given, takeOver });
    return {
      changes: plan.changes,
      problems,
      isPending: plan.isPending,
      write: () =>
        this.mappings.write(
          transaction,
          rows,
          plan.toRows(this.clock.now(), () => this.random.id()),
        ),
    };
  }
}

/** The teams are known to be there: problems were found otherwise. */
function toContents({ mappings }: TeamMappingFile, teams: readonly Team[]): readonly MappingContent[] {
  const ids = new Map(teams.map(({ id, name }) => [name.toLowerCase(), id] as const));
  return mappings.flatMap((mapping) => {
    const teamId = ids.get(mapping.team.toLowerCase());
    return teamId === undefined ? [] : [fromTeamMapping(mapping, teamId)];
  });
}

function wordsWith(teams: readonly Team[]): EntryWords<MappingContent> {
  const nameOf = namesOf(teams);
  return {
    keyOf: scopeOf,
    valueOf: (content) => toOneForm(toTeamMapping(content, nameOf(content.teamId))),
    nameOf: describeMapping,
  };
}

function namesOf(teams: readonly Team[]): (id: string) => string {
  const names = new Map(teams.map(({ id, name }) => [id, name] as const));
  return (id) => names.get(id) ?? id;
}
