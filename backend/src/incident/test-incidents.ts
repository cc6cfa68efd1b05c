import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { describeTest, DEFAULT_TEAM_SETTINGS, type EscalationPolicy } from 'incident-core';
import { askerOf, type Caller } from '../access/caller.ts';
import { EscalationService } from '../escalation/escalation.service.ts';
import { PageTests } from '../notification/page-tests.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, isTransient, type Database, type Transaction } from '../platform/database.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { Random } from '../platform/random.ts';
import { Workers } from '../platform/workers.ts';
import { DirectoryService } from '../team/directory.service.ts';
import { SYSTEM } from '../timeline/timeline.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import { IncidentRepository } from './incident.repository.ts';
import { IntakeRepository, type StoredIncident } from './intake.repository.ts';
import { newIncident } from './new-incident.ts';
import { IncidentResolver } from './resolver.ts';
import { toEscalated } from './to-escalated.ts';

const BATCH = 20;

/** Opens real incidents that are tests, and ends those of all tests: at an acknowledgement, or when their time is up. */
@Injectable()
export class TestIncidents implements OnModuleInit {
  constructor(
    private readonly tests: PageTests,
    private readonly intake: IntakeRepository,
    private readonly incidents: IncidentRepository,
    private readonly resolver: IncidentResolver,
    private readonly escalations: EscalationService,
    private readonly directory: DirectoryService,
    private readonly timeline: TimelineService,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly workers: Workers,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.workers.register('incident', () => this.tick());
  }

  /** An incident of nobody's alert, on which that policy runs and no other. */
  async open(transaction: Transaction, policy: EscalationPolicy, by: Caller): Promise<string> {
    const now = this.clock.now();
    const { catchAllTeamId } = await this.directory.directory(transaction);
    const incident = this.toIncident(policy, policy.teamId ?? catchAllTeamId, by);
    const { id, severity, teamId } = incident;
    await this.intake.insertIncidents(transaction, [incident]);
    const data = { team: { id: teamId, reason: 'page_test' }, severity: { value: severity, from: 'page_test' } };
    await this.timeline.append(transaction, [{ incidentId: id, at: now, kind: 'opened', actor: by.actor, data }]);
    const escalated = { ...toEscalated(incident, false), policyId: policy.id };
    await this.escalations.start(transaction, [escalated], 'page_test', now);
    return id;
  }

  /** One that fails by our own fault stays for the next tick, and holds up no other. */
  async tick(): Promise<number> {
    let ended = 0;
    for (const id of await this.tests.due(BATCH)) {
      try {
        if (await this.database.transaction((transaction) => this.end(transaction, id))) ended += 1;
      } catch (error) {
        if (isTransient(error)) throw error;
        this.logger.error({ err: error, page_test: { id } }, 'a test could not be ended, by our own fault');
      }
    }
    return ended;
  }

  private async end(transaction: Transaction, id: string): Promise<boolean> {
    const ended = await this.tests.end(transaction, id);
    if (!ended) return false;
    const incident = ended.incidentId === null ? null : await this.incidents.lock(transaction, ended.incidentId);
    if (incident !== null && incident.status !== 'resolved') {
      await this.resolver.resolve(transaction, [incident], 'test_over', SYSTEM, this.clock.now());
    }
    return true;
  }

  /** As bad as what the policy is for, so that those are told by what they would be told by then. */
  private toIncident(policy: EscalationPolicy, teamId: string, by: Caller): StoredIncident {
    const now = this.clock.now();
    const severity = policy.matchers.severity?.[0] ?? 'error';
    const { title, reason } = describeTest({ name: policy.name, askedBy: askerOf(by).name });
    return newIncident(
      {
        id: this.random.id(),
        alertId: null,
        title,
        description: reason,
        severity,
        service: null,
        environment: null,
        tags: ['page-test'],
        links: { alert: null, rule: null, service: null },
        teamId,
        unrouted: false,
        settings: DEFAULT_TEAM_SETTINGS,
      },
      now,
    );
  }
}
