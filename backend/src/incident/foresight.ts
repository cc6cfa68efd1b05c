import { Inject, Injectable } from '@nestjs/common';
import { decideTeam, urgencyOf, type AlertOutcome, type GivenSimulation, type TeamDecision } from 'incident-core';
import { may, type Caller } from '../access/caller.ts';
import { forbidden } from '../access/route-rules.ts';
import type { SimulatedSubject } from '../escalation/simulation.service.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { notFound } from '../platform/problem.ts';
import { unknownReference } from '../access/constraints.ts';
import { DirectoryService } from '../team/directory.service.ts';
import { IncidentRepository } from './incident.repository.ts';
import { IntakeService, type Arrival } from './intake.service.ts';

/** What would become of an alert. */
export interface Foreseen {
  readonly outcome: AlertOutcome;
  readonly reason: string | null;
  readonly incidentId: string | null;
}

/** Tells what would be escalated, without doing any of it. */
@Injectable()
export class Foresight {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly incidents: IncidentRepository,
    private readonly intake: IntakeService,
    private readonly directory: DirectoryService,
  ) {}

  /** An incident that there is. @throws Problem 404, 403 for one that the caller may not see */
  async ofIncident(id: string, caller: Caller): Promise<SimulatedSubject> {
    const incident = await this.incidents.find(id);
    if (!incident) throw notFound('incident', id);
    const { teamId, severity, urgency, service, environment, tags, unrouted } = incident;
    if (!may(caller, 'view', [teamId])) throw forbidden('view', { teams: 'incident' });
    const reason = unrouted ? ('catch_all' as const) : ('given' as const);
    return { teamId, severity, urgency, service, environment, tags, owner: { reason, routing_rule_id: null } };
  }

  /** One that there is not. @throws Problem 422 for a team that there is not */
  async ofImagined(imagined: NonNullable<GivenSimulation['incident']>): Promise<SimulatedSubject> {
    const { team_id: teamId, ...matchable } = imagined;
    const directory = await this.directory.directory(this.database);
    const urgency = urgencyOf(matchable.severity);
    if (teamId === undefined) {
      const team = decideTeam(matchable, { ...directory, sourceTeamId: null });
      return { ...matchable, urgency, teamId: team.teamId, owner: ownerOf(team) };
    }
    if (!directory.teams.some(({ id }) => id === teamId)) {
      throw unknownReference([{ path: '$.incident.team_id', found: teamId, expected: 'the id of a team' }]);
    }
    return { ...matchable, urgency, teamId, owner: { reason: 'given', routing_rule_id: null } };
  }

  /** What an alert would open, and what would become of it now: often nothing is opened, for there is an incident. */
  async ofArrival(
    arrival: Arrival,
    now: Date,
  ): Promise<{ readonly subject: SimulatedSubject; readonly foreseen: Foreseen }> {
    const { alert, source } = arrival;
    const directory = await this.directory.directory(this.database);
    const sourceTeamId = directory.teams.some(({ id }) => id === source.teamId) ? source.teamId : null;
    const team = decideTeam(alert, { ...directory, sourceTeamId });
    const { severity, service, environment, tags } = alert;
    const urgency = urgencyOf(severity);
    const landing = await this.database.transaction((transaction) => this.intake.foresee(transaction, arrival, now));
    const { outcome, reason } = landing;
    return {
      subject: { teamId: team.teamId, severity, urgency, service, environment, tags, owner: ownerOf(team) },
      // What would be opened has no id yet.
      foreseen: { outcome, reason, incidentId: outcome === 'opened' ? null : landing.incidentId },
    };
  }
}

function ownerOf(team: TeamDecision): SimulatedSubject['owner'] {
  if (team.kind === 'unrouted') return { reason: 'catch_all', routing_rule_id: null };
  return { reason: team.reason, routing_rule_id: team.reason === 'routing_rule' ? team.ruleId : null };
}
