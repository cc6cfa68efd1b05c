import { Inject, Injectable } from '@nestjs/common';
import {
  DEFAULT_TEAM_SETTINGS,
  type EscalationTarget,
  type NewTeam,
  type PageQuery,
  type TeamChange,
} from 'incident-core';
import { AuditTrail, type NamedChange } from '../access/audit-trail.ts';
import { nameTaken, noSuch, orProblem, unknownReference, type Breaches } from '../access/constraints.ts';
import { readCursor, toPage, type Page } from '../access/cursor.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { conflict, notFound, type Problem } from '../platform/problem.ts';
import { Random } from '../platform/random.ts';
import { DirectoryService } from './directory.service.ts';
import { targetInUse } from './target-deletion.ts';
import { TeamRepository, type TeamChanges, type TeamRow } from './team.repository.ts';

/** Teams and who belongs to them. */
@Injectable()
export class TeamService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly teams: TeamRepository,
    private readonly directory: DirectoryService,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  async page({ limit, cursor }: PageQuery): Promise<Page<TeamRow>> {
    const rows = await this.teams.list(this.database, readCursor(cursor, 'text'), limit + 1);
    return toPage(rows, limit, ({ name }) => name);
  }

  /** @throws Problem 404 */
  get(id: string): Promise<TeamRow> {
    return this.read(this.database, id);
  }

  /** @throws Problem 409 when the name is taken, 422 when a member or the fallback target does not exist */
  create(given: NewTeam): Promise<TeamRow> {
    const settings = {
      ...DEFAULT_TEAM_SETTINGS,
      autoPauseSeconds: null,
      fallbackTarget: null,
      ...toChanges(given),
      name: given.name,
    };
    const team = { ...settings, id: this.random.id(), isCatchAll: false, createdAt: this.clock.now() };
    return this.write(given, { action: 'team.created', type: 'team', id: team.id }, async (transaction) => {
      await this.teams.insert(transaction, team);
      await this.teams.setMembers(transaction, team.id, given.member_ids ?? []);
      return this.read(transaction, team.id);
    });
  }

  /** @throws Problem 404, 409 and 422 as `create` */
  change(id: string, given: TeamChange): Promise<TeamRow> {
    return this.write(given, { action: 'team.changed', type: 'team', id }, async (transaction) => {
      if (!(await this.teams.update(transaction, id, toChanges(given), this.clock.now()))) throw notFound('team', id);
      if (given.member_ids) await this.teams.setMembers(transaction, id, given.member_ids);
      return this.read(transaction, id);
    });
  }

  /** @throws Problem 404, 409 for the catch-all team, while the team owns routing rules, mappings or incidents, or something of others tells it */
  async delete(id: string): Promise<void> {
    const deletion = this.trail.changing({ action: 'team.deleted', type: 'team', id }, async (transaction) => {
      if (!(await this.teams.lock(transaction, id))) throw notFound('team', id);
      const { isCatchAll } = await this.read(transaction, id);
      if (isCatchAll) throw conflict('catch-all', 'The catch-all team must stay: it owns what nothing else claims');
      const namedBy = await this.directory.namedByOthers(transaction, id);
      if (namedBy.length > 0) throw targetInUse('team, or one of its schedules,', namedBy);
      await this.teams.delete(transaction, id);
    });
    await orProblem(OWNED, deletion);
  }

  private write(
    given: TeamChange,
    change: NamedChange,
    act: (transaction: Transaction) => Promise<TeamRow>,
  ): Promise<TeamRow> {
    return orProblem(
      BREACHES,
      this.trail.changing(change, async (transaction) => {
        if (given.fallback_target) await this.refuseMissing(transaction, given.fallback_target);
        return act(transaction);
      }),
    );
  }

  private async refuseMissing(transaction: Transaction, target: EscalationTarget): Promise<void> {
    if ((await this.directory.missingTargets(transaction, [target])).length === 0) return;
    throw unknownReference([
      { path: '$.fallback_target.id', found: target.id, expected: `the id of a ${target.type}` },
    ]);
  }

  private async read(db: Database | Transaction, id: string): Promise<TeamRow> {
    const team = await this.teams.find(db, id);
    if (!team) throw notFound('team', id);
    return team;
  }
}

const BREACHES: Breaches = {
  teams_name: nameTaken('team', '$.name'),
  team_members_user_id_foreign: noSuch('user', '$.member_ids'),
};

const OWNED: Breaches = {
  routing_rules_team_id_foreign: ownsServices,
  team_mappings_team_id_foreign: ownsServices,
  incidents_team_id_foreign: () => conflict('team-in-use', 'The team owns incidents, which must keep their team'),
};

/** Most mappings have rows among the rules, so it cannot be said which it is. */
function ownsServices(): Problem {
  return conflict('team-in-use', 'The team owns routing rules or team mappings: give them to another team first');
}

function toChanges(given: TeamChange): TeamChanges {
  return {
    ...(given.name !== undefined && { name: given.name }),
    ...(given.reopen_window_seconds !== undefined && { reopenWindowSeconds: given.reopen_window_seconds }),
    ...(given.acknowledgement_timeout_seconds !== undefined && {
      acknowledgementTimeoutSeconds: given.acknowledgement_timeout_seconds,
    }),
    ...(given.resolve_after_recovery_seconds !== undefined && {
      resolveAfterRecoverySeconds: given.resolve_after_recovery_seconds,
    }),
    ...(given.resolve_after_untracked_seconds !== undefined && {
      resolveAfterUntrackedSeconds: given.resolve_after_untracked_seconds,
    }),
    ...(given.auto_pause_seconds !== undefined && { autoPauseSeconds: given.auto_pause_seconds }),
    ...(given.grouping_window_seconds !== undefined && { groupingWindowSeconds: given.grouping_window_seconds }),
    ...(given.urgencies !== undefined && { urgencies: given.urgencies }),
    ...(given.support_hours !== undefined && {
      supportHours: given.support_hours.map(({ time_zone: timeZone, ...hours }) => ({ ...hours, timeZone })),
    }),
    ...(given.fallback_target !== undefined && { fallbackTarget: given.fallback_target }),
  };
}
