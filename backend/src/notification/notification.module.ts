import { Module } from '@nestjs/common';
import { DeliveryModule } from '../delivery/delivery.module.ts';
import { Pruning } from '../platform/pruning.ts';
import { TeamModule } from '../team/team.module.ts';
import { FallbackRepository } from './fallback.repository.ts';
import { Fallbacks } from './fallbacks.ts';
import { HandoffPatrol } from './handoff-patrol.ts';
import { HandoffRepository } from './handoff.repository.ts';
import { HandoffWorker } from './handoff.worker.ts';
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
import { VerificationController } from './verification.controller.ts';

@Module({
  imports: [DeliveryModule, TeamModule],
  controllers: [NotificationHistoryController, VerificationController],
  providers: [
    FallbackRepository,
    Fallbacks,
    HandoffPatrol,
    HandoffRepository,
    HandoffWorker,
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
  ],
  exports: [NotificationHistoryService, NotificationService, PageTests],
})
export class NotificationModule {
  /** What was told of a test goes with it; its incident stays. */
  constructor(pruning: Pruning, tests: PageTestRepository) {
    pruning.register({ name: 'page_tests', keptMs: 30 * 86_400_000, prune: (before) => tests.forget(before) });
  }
}
