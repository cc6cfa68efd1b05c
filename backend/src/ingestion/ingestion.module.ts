import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.ts';
import { EscalationModule } from '../escalation/escalation.module.ts';
import { IncidentModule } from '../incident/incident.module.ts';
import { NotificationModule } from '../notification/notification.module.ts';
import { Pruning } from '../platform/pruning.ts';
import { TeamModule } from '../team/team.module.ts';
import { TimelineModule } from '../timeline/timeline.module.ts';
import { ReconcileModule } from '../reconcile/reconcile.module.ts';
import { DryRunController } from './dry-run.controller.ts';
import { DryRun } from './dry-run.ts';
import { HeartbeatController } from './heartbeat.controller.ts';
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
    RefusedPosts,
    RefusedPostsRepository,
    SimulatedPayload,
  ],
})
export class IngestionModule {
  constructor(pruning: Pruning, refused: RefusedPostsRepository) {
    pruning.register({ name: 'refused_posts', keptMs: 400 * 86_400_000, prune: (before) => refused.prune(before) });
  }
}
