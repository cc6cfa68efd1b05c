import { Inject, Injectable } from '@nestjs/common';
import { decideTeam, DEFAULT_TEAM_SETTINGS, type NewIncident } from 'incident-core';
import { may, type Caller } from '../access/caller.ts';
import { unknownReference } from '../access/constraints.ts';
import { forbidden } from '../access/route-rules.ts';
import { EscalationService } from '../escalation/escalation.service.ts';
import { Metrics } from '../metrics/metrics.ts';
import { Clock } from '../platform/clock.ts';
import { afterCommit, DATABASE, type Database } from '../platform/database.ts';
import { Random } from '../platform/random.ts';
import { DirectoryService, type TeamDirectory } from '../team/directory.service.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import { IntakeRepository } from './intake.repository.ts';
import { newIncident } from './new-incident.ts';
import { toEscalated } from './to-escalated.ts';

/** Whose an incident is that a person opens, and why; as the timeline says it. */
interface HandOwner {
  readonly id: string;
  readonly reason: 'given' | 'routing_rule' | 'tag' | 'unrouted';
  readonly routing_rule_id?: string;
}

/** Opens incidents of which no alert tells: no recovery ends them, only a person does. */
@Injectable()
export class HandOpenedIncidents {
  constructor(
    private readonly intake: IntakeRepository,
    private readonly directory: DirectoryService,
    private readonly escalations: EscalationService,
    private readonly timeline: TimelineService,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    private readonly random: Random,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** @throws Problem 403 for a team for which the caller may not, 422 for a team that does not exist */
  async open(given: NewIncident, by: Caller): Promise<string> {
    const now = this.clock.now();
    return this.database.transaction(async (transaction) => {
      // Or the team could go between the look and the row that names it.
      await this.directory.keepTeams(transaction);
      const directory = await this.directory.directory(transaction);
      const owner = ownerOf(given, directory);
      if (!may(by, 'respond', [owner.id])) throw forbidden('respond', { teams: 'incident' });
      const { title, description, severity, service, environment, tags, links } = given;
      const settings = directory.teams.find(({ id }) => id === owner.id)?.settings ?? DEFAULT_TEAM_SETTINGS;
      const unrouted = owner.reason === 'unrouted';
      const ids = { id: this.random.id(), alertId: null, teamId: owner.id };
      const what = { title, description, severity, service, environment, tags, links };
      const opened = newIncident({ ...ids, ...what, unrouted, settings }, now);
      await this.intake.insertIncidents(transaction, [opened]);
      const data = { team: owner, severity: { value: severity, from: 'given' } };
      await this.timeline.append(transaction, [
        { incidentId: opened.id, at: now, kind: 'opened', actor: by.actor, data },
      ]);
      await this.escalations.start(transaction, [toEscalated(opened, false)], 'opened', now);
      afterCommit(transaction, () => {
        this.metrics.opened.inc({ severity });
        if (unrouted) this.metrics.unrouted.inc();
      });
      return opened.id;
    });
  }
}

function ownerOf(given: NewIncident, directory: TeamDirectory): HandOwner {
  const { team_id: id } = given;
  if (id !== undefined) {
    if (directory.teams.some((team) => team.id === id)) return { id, reason: 'given' };
    throw unknownReference([{ path: '$.team_id', found: id, expected: 'the id of a team' }]);
  }
  const team = decideTeam(given, { ...directory, sourceTeamId: null });
  if (team.kind === 'unrouted') return { id: team.teamId, reason: 'unrouted' };
  if (team.reason === 'routing_rule') return { id: team.teamId, reason: 'routing_rule', routing_rule_id: team.ruleId };
  return { id: team.teamId, reason: 'tag' };
}
