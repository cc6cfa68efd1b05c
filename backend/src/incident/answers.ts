import { Inject, Injectable } from '@nestjs/common';
import { renderAnswer, type Answered, type AnswerAction } from 'incident-core';
import { RoleService } from '../access/role.service.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { Problem } from '../platform/problem.ts';
import { DirectoryService } from '../team/directory.service.ts';
import type { AnswerWay } from '../timeline/timeline.ts';
import { IncidentChanges } from './incident-changes.ts';
import { IncidentRepository, type NamedIncident } from './incident.repository.ts';
import { IncidentService } from './incident.service.ts';

/** Who answers: a responder whose Slack account, number or link it is. */
export interface Answerer {
  readonly id: string;
  readonly name: string;
}

/** What somebody wants who was told. */
export interface GivenAnswer {
  readonly action: AnswerAction;
  readonly incidentId: string;
  readonly by: Answerer;
  readonly via: AnswerWay;
}

/** What came of it, and what to say. */
export interface TakenAnswer {
  readonly answered: Answered;
  readonly text: string;
}

/** Takes answers from outside: each acts as the responder, who may do as much as their role allows. */
@Injectable()
export class Answers {
  constructor(
    private readonly service: IncidentService,
    private readonly changes: IncidentChanges,
    private readonly incidents: IncidentRepository,
    private readonly roles: RoleService,
    private readonly directory: DirectoryService,
    private readonly clock: Clock,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** Null when there is no such incident any more. */
  async take({ action, incidentId, by, via }: GivenAnswer): Promise<TakenAnswer | null> {
    const caller = await this.roles.callerOf(by, via);
    try {
      const outcome =
        action === 'escalate' || action === 'release'
          ? await this.changes.change(incidentId, { kind: action }, caller)
          : await this.service.act(action, incidentId, caller);
      return await this.say({ kind: outcome, action }, incidentId);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const kind = REFUSALS[error.details.status];
      if (kind === undefined) throw error;
      return kind === 'gone' ? null : this.say({ kind }, incidentId);
    }
  }

  /** What to say to an answer that has come before: how things stand now. */
  async again(action: AnswerAction, incidentId: string): Promise<TakenAnswer | null> {
    return this.say({ kind: 'again', action }, incidentId);
  }

  /** The one responder whose verified Slack account it is; null for nobody's, or one that two claim. */
  async memberOf(slackUser: string): Promise<Answerer | null> {
    const owners = await this.directory.ownersOf(this.database, ['slack'], slackUser);
    return owners.length === 1 ? (owners[0] ?? null) : null;
  }

  /** The responders who have verified that number. */
  phoneOwners(number: string): Promise<readonly Answerer[]> {
    return this.directory.ownersOf(this.database, ['sms', 'voice'], number);
  }

  private async say(answered: Answered, incidentId: string): Promise<TakenAnswer | null> {
    const incident = await this.incidents.find(incidentId);
    return incident ? { answered, text: renderAnswer(answered, toAnswered(incident), this.clock.now()) } : null;
  }
}

const REFUSALS: Readonly<Record<number, 'gone' | 'forbidden' | 'resolved'>> = {
  403: 'forbidden',
  404: 'gone',
  409: 'resolved',
};

/** What an answer says of the incident. */
export function toAnswered(incident: NamedIncident) {
  return { ...incident, acknowledgedBy: incident.assigneeName };
}
