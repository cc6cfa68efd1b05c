import { Inject, Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.ts';
import { EscalationModule } from '../escalation/escalation.module.ts';
import { IncidentModule } from '../incident/incident.module.ts';
import { NotificationModule } from '../notification/notification.module.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import { DAY_MS, Pruning } from '../platform/pruning.ts';
import { TeamModule } from '../team/team.module.ts';
import { TimelineModule } from '../timeline/timeline.module.ts';
import { ReconcileModule } from '../reconcile/reconcile.module.ts';
import { DryRunController } from './dry-run.controller.ts';
import { DryRun } from './dry-run.ts';
import { HeartbeatController } from './heartbeat.controller.ts';
import { HeartbeatPatrol } from './heartbeat-patrol.ts';
import { HeartbeatRepository } from './heartbeat.repository.ts';
import { Heartbeats } from './heartbeats.ts';
import { Refusals } from './refusals.ts';
import { IngestionController } from './ingestion.controller.ts';
import { IngestionService } from './ingestion.service.ts';
import { IntakeQueue } from './intake-queue.ts';
import { LedgerLogRepository } from './ledger-log.repository.ts';
import { LedgerReader } from './ledger-reader.ts';
import { LedgerController } from './ledger.controller.ts';
import { PartitionPatrol } from './partition-patrol.ts';
import { PageMeNow } from './page-me-now.ts';
import { PageMeNowController } from './page-me-now.controller.ts';
import { PageTestReader } from './page-test-reader.ts';
import { Partitions } from './partitions.ts';
import { PayloadReader } from './payload-reader.ts';
import { PulledPosts } from './pulled-posts.ts';
import { RawEventPatrol } from './raw-event-patrol.ts';
import { RawEventRetentionRepository } from './raw-event-retention.repository.ts';
import { RawEventRepository } from './raw-event.repository.ts';
import { RefusedPostsRepository } from './refused-posts.repository.ts';
import { RefusedPosts } from './refused-posts.ts';
import { Senders } from './senders.ts';
import { SimulationController } from './simulation.controller.ts';
import { SimulatedPayload } from './simulated-payload.ts';

@Module({
  imports: [
    AccessModule,
    EscalationModule,
    IncidentModule,
    NotificationModule,
    ReconcileModule,
    TeamModule,
    TimelineModule,
  ],
  controllers: [
    IngestionController,
    LedgerController,
    DryRunController,
    HeartbeatController,
    PageMeNowController,
    SimulationController,
  ],
  providers: [
    RawEventRepository,
    IngestionService,
    IntakeQueue,
    DryRun,
    HeartbeatPatrol,
    HeartbeatRepository,
    Heartbeats,
    Senders,
    Refusals,
    LedgerLogRepository,
    LedgerReader,
    PageMeNow,
    PageTestReader,
    PartitionPatrol,
    Partitions,
    PayloadReader,
    PulledPosts,
    RawEventPatrol,
    RawEventRetentionRepository,
    RefusedPosts,
    RefusedPostsRepository,
    SimulatedPayload,
  ],
})
export class IngestionModule {
  constructor(
    pruning: Pruning,
    refused: RefusedPostsRepository,
    events: RawEventRetentionRepository,
    @Inject(CONFIG) config: Config,
  ) {
    const keptMs = config.RAW_EVENT_RETENTION_DAYS * DAY_MS;
    pruning.register({ name: 'raw_event_days', keptMs, prune: (...batch) => events.pruneDay(...batch) });
    pruning.register({ name: 'raw_events', keptMs, prune: (...batch) => events.pruneStray(...batch) });
    const ledgerMs = config.LEDGER_RETENTION_DAYS * DAY_MS;
    pruning.register({ name: 'refused_posts', keptMs: ledgerMs, prune: (...batch) => refused.prune(...batch) });
  }
}
