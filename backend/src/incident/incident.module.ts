import { Inject, Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.ts';
import { DeliveryModule } from '../delivery/delivery.module.ts';
import { EscalationModule } from '../escalation/escalation.module.ts';
import { NotificationModule } from '../notification/notification.module.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import { DAY_MS, Pruning, type Prunable } from '../platform/pruning.ts';
import { TeamModule } from '../team/team.module.ts';
import { TimelineModule } from '../timeline/timeline.module.ts';
import { Acknowledgements } from './acknowledgements.ts';
import { AnswerPageController } from './answer-page.controller.ts';
import { Answers } from './answers.ts';
import { BulkController } from './bulk.controller.ts';
import { Foresight } from './foresight.ts';
import { HandOpenedController } from './hand-opened.controller.ts';
import { HandOpenedIncidents } from './hand-opened-incidents.ts';
import { IncidentChangesController } from './incident-changes.controller.ts';
import { IncidentChanges } from './incident-changes.ts';
import { IncidentListRepository } from './incident-list.repository.ts';
import { IncidentMerges } from './incident-merges.ts';
import { IncidentOrders } from './incident-orders.ts';
import { IncidentPatrolRepository } from './incident-patrol.repository.ts';
import { IncidentPatrol } from './incident-patrol.ts';
import { IncidentReader } from './incident-reader.ts';
import { IncidentTimers } from './incident-timers.ts';
import { IncidentController } from './incident.controller.ts';
import { IncidentRepository } from './incident.repository.ts';
import { IncidentService } from './incident.service.ts';
import { IncidentWorker } from './incident.worker.ts';
import { IntakeRepository } from './intake.repository.ts';
import { IntakeService } from './intake.service.ts';
import { MergeRepository } from './merge.repository.ts';
import { IntakeSurroundings } from './intake-surroundings.ts';
import { NeighbourRepository } from './neighbour.repository.ts';
import { OpenAlertsRepository } from './open-alerts.repository.ts';
import { OpenAlerts } from './open-alerts.ts';
import { IncidentRetentionRepository } from './incident-retention.repository.ts';
import { IncidentResolver } from './resolver.ts';
import { SlackCallbackController } from './slack-callback.controller.ts';
import { StalenessRepository } from './staleness.repository.ts';
import { Staleness } from './staleness.ts';
import { StormRepository } from './storm.repository.ts';
import { StreamController } from './stream.controller.ts';
import { TestIncidents } from './test-incidents.ts';
import { TwilioCallbackController } from './twilio-callback.controller.ts';

@Module({
  imports: [AccessModule, DeliveryModule, EscalationModule, NotificationModule, TeamModule, TimelineModule],
  controllers: [
    AnswerPageController,
    BulkController,
    HandOpenedController,
    IncidentController,
    IncidentChangesController,
    SlackCallbackController,
    StreamController,
    TwilioCallbackController,
  ],
  providers: [
    Acknowledgements,
    Answers,
    Foresight,
    HandOpenedIncidents,
    IncidentChanges,
    IncidentListRepository,
    IncidentMerges,
    IncidentOrders,
    IncidentPatrol,
    IncidentPatrolRepository,
    IncidentReader,
    IncidentRepository,
    IncidentResolver,
    IncidentRetentionRepository,
    IncidentService,
    IncidentTimers,
    IncidentWorker,
    IntakeRepository,
    IntakeService,
    MergeRepository,
    IntakeSurroundings,
    NeighbourRepository,
    OpenAlerts,
    OpenAlertsRepository,
    Staleness,
    StalenessRepository,
    StormRepository,
    TestIncidents,
  ],
  exports: [Foresight, IntakeService, OpenAlerts, TestIncidents],
})
export class IncidentModule {
  constructor(pruning: Pruning, incidents: IncidentRetentionRepository, @Inject(CONFIG) config: Config) {
    const keptMs = config.INCIDENT_RETENTION_DAYS * DAY_MS;
    // With one goes all that belongs to it.
    pruning.register({ name: 'incidents', keptMs, batch: 50, prune: (...batch) => incidents.prune(...batch) });
    const prune: Prunable['prune'] = (...batch) => incidents.pruneEpisodes(...batch);
    pruning.register({ name: 'alert_episodes', keptMs: 2 * keptMs, prune });
  }
}
