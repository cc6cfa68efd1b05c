import { Inject, Injectable } from '@nestjs/common';
import {
  decideTeam,
  decideUrgency,
  DEFAULT_TEAM_SETTINGS,
  explainRules,
  type AlertOutcome,
  type DryRunAlert,
  type GivenSimulation,
  type Severity,
  type Suppressing,
  type TeamDecision,
  type UrgencyDecision,
} from 'incident-core';
import { may, type Caller } from '../access/caller.ts';
import { forbidden } from '../access/route-rules.ts';
import type { SimulatedSubject } from '../escalation/simulation.service.ts';
import { Suppressions } from '../notification/suppressions.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { notFound } from '../platform/problem.ts';
import { unknownReference } from '../access/constraints.ts';
import { DirectoryService, type TeamDirectory } from '../team/directory.service.ts';
import { IncidentRepository, type NamedIncident } from './incident.repository.ts';
import { IntakeService, type Arrival } from './intake.service.ts';

/** What would become of an alert, and why. */
export interface ForeseenArrival {
  readonly subject: SimulatedSubject;
  readonly outcome: AlertOutcome;
  readonly reason: string | null;
  /** The one that it would concern; null where it would be opened. */
  readonly incident: DryRunAlert['incident'];
  readonly urgency: UrgencyDecision;
  readonly rules: DryRunAlert['rules'];
  readonly heldBy: Suppressing | null;
}

/** Tells what would be escalated, without doing any of it. */
@Injectable()
export class Foresight {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly incidents: IncidentRepository,
    private readonly intake: IntakeService,
    private readonly directory: DirectoryService,
    private readonly suppressions: Suppressions,
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
  async ofImagined(imagined: NonNullable<GivenSimulation['incident']>, at: Date): Promise<SimulatedSubject> {
    const { team_id: teamId, ...matchable } = imagined;
    const directory = await this.directory.directory(this.database);
    const urgencyFor = (id: string) => urgencyIn(directory, id, matchable.severity, at).urgency;
    if (teamId === undefined) {
      const team = decideTeam(matchable, { ...directory, sourceTeamId: null });
      return { ...matchable, urgency: urgencyFor(team.teamId), teamId: team.teamId, owner: ownerOf(team) };
    }
    if (!directory.teams.some(({ id }) => id === teamId)) {
      throw unknownReference([{ path: '$.incident.team_id', found: teamId, expected: 'the id of a team' }]);
    }
    return { ...matchable, urgency: urgencyFor(teamId), teamId, owner: { reason: 'given', routing_rule_id: null } };
  }

  /** What an alert would open, and what would become of it now: often nothing is opened, for there is an incident. */
  async ofArrival(arrival: Arrival, now: Date): Promise<ForeseenArrival> {
    const [foreseen] = await this.ofArrivals([arrival], now);
    if (!foreseen) throw new Error('an arrival was foreseen without an answer');
    return foreseen;
  }

  /** As `ofArrival`, of those that come together: what the first would open, the second finds open. */
  async ofArrivals(arrivals: readonly Arrival[], now: Date): Promise<readonly ForeseenArrival[]> {
    const landings = await this.database.transaction((transaction) => this.intake.foresee(transaction, arrivals, now));
    const directory = await this.directory.directory(this.database);
    const all: ForeseenArrival[] = [];
    for (const [index, arrival] of arrivals.entries()) {
      const { outcome = 'ignored', reason = null, incidentId = null } = landings[index] ?? {};
      // What would be opened has no row yet.
      const incident = incidentId === null ? null : await this.incidents.find(incidentId);
      const subject = toSubject(arrival, directory, incident, now);
      const { alert, source } = arrival;
      const ruleTexts = [alert.rule.id, alert.rule.name].filter((text) => text !== null);
      const { teamId, service, environment, severity, tags } = subject;
      const origins = [{ sourceId: source.id, rules: ruleTexts }];
      const facts = { teamId, service, environment, severity, tags, origins };
      all.push({
        subject,
        outcome,
        reason,
        incident: incident && {
          id: incident.id,
          number: incident.number,
          title: incident.title,
          status: incident.status,
        },
        urgency: urgencyIn(directory, teamId, alert.severity, now),
        rules: toVerdicts(arrival, directory),
        heldBy: await this.suppressions.foresee(this.database, facts, outcome === 'opened', now),
      });
    }
    return all;
  }
}

/** Whose incident it is, or would be: what is open keeps its team. */
function toSubject(
  { alert, source }: Arrival,
  directory: TeamDirectory,
  incident: NamedIncident | null,
  now: Date,
): SimulatedSubject {
  const { severity, service, environment, tags } = alert;
  const sourceTeamId = directory.teams.some(({ id }) => id === source.teamId) ? source.teamId : null;
  const team = decideTeam(alert, { ...directory, sourceTeamId });
  const teamId = incident?.teamId ?? team.teamId;
  const { urgency } = urgencyIn(directory, teamId, severity, now);
  const owner = incident && incident.teamId !== team.teamId ? GIVEN : ownerOf(team);
  return { teamId, severity, urgency, service, environment, tags, owner };
}

const GIVEN = { reason: 'given', routing_rule_id: null } as const;

function toVerdicts({ alert }: Arrival, directory: TeamDirectory): ForeseenArrival['rules'] {
  const names = new Map(directory.teams.map(({ id, name }) => [id, name]));
  const verdicts = explainRules(alert, directory);
  const picked = verdicts.find(({ misfit }) => misfit === null);
  return verdicts.map((verdict) => ({
    id: verdict.ruleId,
    position: verdict.position,
    team: { id: verdict.teamId, name: names.get(verdict.teamId) ?? null },
    misfit: verdict.misfit,
    picked: verdict === picked,
  }));
}

function urgencyIn({ teams }: TeamDirectory, teamId: string, severity: Severity, at: Date): UrgencyDecision {
  const settings = teams.find(({ id }) => id === teamId)?.settings ?? DEFAULT_TEAM_SETTINGS;
  return decideUrgency(severity, settings, at);
}

function ownerOf(team: TeamDecision): SimulatedSubject['owner'] {
  if (team.kind === 'unrouted') return { reason: 'catch_all', routing_rule_id: null };
  return { reason: team.reason, routing_rule_id: team.reason === 'routing_rule' ? team.ruleId : null };
}
