import { Inject, Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.ts';
import { DeliveryModule } from '../delivery/delivery.module.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import { DAY_MS, Pruning } from '../platform/pruning.ts';
import { TeamModule } from '../team/team.module.ts';
import { FallbackRepository } from './fallback.repository.ts';
import { Fallbacks } from './fallbacks.ts';
import { HandoffPatrol } from './handoff-patrol.ts';
import { HandoffRepository } from './handoff.repository.ts';
import { HandoffWorker } from './handoff.worker.ts';
import { MaintenanceWindowController } from './maintenance-window.controller.ts';
import { NoticeRetentionRepository } from './notice-retention.repository.ts';
import { Notices } from './notices.ts';
import { NotificationHistoryController } from './notification-history.controller.ts';
import { NotificationHistoryRepository } from './notification-history.repository.ts';
import { NotificationHistoryService } from './notification-history.service.ts';
import { NotificationPatrolRepository } from './notification-patrol.repository.ts';
import { NotificationPatrol } from './notification-patrol.ts';
import { NotificationRepository } from './notification.repository.ts';
import { NotificationService } from './notification.service.ts';
import { PageTestRepository } from './page-test.repository.ts';
import { PageTests } from './page-tests.ts';
import { PlannedNoticeRepository } from './planned-notice.repository.ts';
import { ShownChanges } from './shown-changes.ts';
import { SilenceController } from './silence.controller.ts';
import { SilenceReminders } from './silence-reminders.ts';
import { SuppressionPatrol } from './suppression-patrol.ts';
import { SuppressionPreviewRepository } from './suppression-preview.repository.ts';
import { SuppressionPreviews } from './suppression-previews.ts';
import { SuppressionRepository } from './suppression.repository.ts';
import { SuppressionService } from './suppression.service.ts';
import { Suppressions } from './suppressions.ts';
import { TokenWarnings } from './token-warnings.ts';
import { VerificationController } from './verification.controller.ts';

@Module({
  imports: [AccessModule, DeliveryModule, TeamModule],
  controllers: [MaintenanceWindowController, NotificationHistoryController, SilenceController, VerificationController],
  providers: [
    FallbackRepository,
    Fallbacks,
    HandoffPatrol,
    HandoffRepository,
    HandoffWorker,
    NoticeRetentionRepository,
    Notices,
    NotificationHistoryRepository,
    NotificationHistoryService,
    NotificationPatrol,
    NotificationPatrolRepository,
    NotificationRepository,
    NotificationService,
    PageTestRepository,
    PageTests,
    PlannedNoticeRepository,
    ShownChanges,
    SilenceReminders,
    SuppressionPatrol,
    SuppressionPreviewRepository,
    SuppressionPreviews,
    SuppressionRepository,
    SuppressionService,
    Suppressions,
    TokenWarnings,
  ],
  exports: [NotificationHistoryService, NotificationService, PageTests, ShownChanges, Suppressions],
})
export class NotificationModule {
  constructor(
    pruning: Pruning,
    tests: PageTestRepository,
    notices: NoticeRetentionRepository,
    @Inject(CONFIG) config: Config,
  ) {
    // What was told of a test goes with it; its incident stays.
    pruning.register({ name: 'page_tests', keptMs: 30 * DAY_MS, prune: (...batch) => tests.forget(...batch) });
    const keptMs = config.INCIDENT_RETENTION_DAYS * DAY_MS;
    pruning.register({ name: 'suppressions', keptMs, prune: (...batch) => notices.pruneSuppressions(...batch) });
    pruning.register({ name: 'handoff_notices', keptMs, prune: (...batch) => notices.pruneHandoffs(...batch) });
  }
}
