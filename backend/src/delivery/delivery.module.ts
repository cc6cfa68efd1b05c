import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.ts';
import { DAY_MS, Pruning } from '../platform/pruning.ts';
import { TeamModule } from '../team/team.module.ts';
import { TimelineModule } from '../timeline/timeline.module.ts';
import { AnswerWays } from './answer-ways.ts';
import { AnswerWaysRepository } from './answer-ways.repository.ts';
import { Attempt } from './attempt.ts';
import { Beginnings } from './beginnings.ts';
import { Channels } from './channels.ts';
import { ClaimRepository } from './claim.repository.ts';
import { Claims } from './claims.ts';
import { Composer } from './composer.ts';
import { DeliveryEnds } from './delivery-ends.ts';
import { DeliveryLogController } from './delivery-log.controller.ts';
import { DeliveryLogRepository } from './delivery-log.repository.ts';
import { DeliveryLogService } from './delivery-log.service.ts';
import { DeliveryPatrolRepository } from './delivery-patrol.repository.ts';
import { DeliveryPatrol } from './delivery-patrol.ts';
import { DeliveryRepository } from './delivery.repository.ts';
import { DeliveryService } from './delivery.service.ts';
import { DeliveryWorker } from './delivery.worker.ts';
import { FirstSendRepository } from './first-send.repository.ts';
import { MergedComposer } from './merged-composer.ts';
import { NoticeComposer } from './notice-composer.ts';
import { NoticeRepository } from './notice.repository.ts';
import { NoticeWorker } from './notice.worker.ts';
import { ReceiptRepository } from './receipt.repository.ts';
import { OwnWords } from './own-words.ts';
import { Receipts } from './receipts.ts';
import { Recipients } from './recipients.ts';
import { Replies } from './replies.ts';
import { SlackMessageRepository } from './slack-message.repository.ts';
import { ThrottleController } from './throttle.controller.ts';
import { ThrottleRepository } from './throttle.repository.ts';
import { TemplatePreviews } from './template-previews.ts';
import { TemplateController } from './template.controller.ts';
import { TemplateRepository } from './template.repository.ts';
import { TemplateService } from './template.service.ts';
import { TwilioStatusController } from './twilio-status.controller.ts';
import { UnheardHandoffs } from './unheard-handoffs.ts';
import { Unreached } from './unreached.ts';

@Module({
  imports: [AccessModule, TeamModule, TimelineModule],
  controllers: [DeliveryLogController, TemplateController, ThrottleController, TwilioStatusController],
  providers: [
    AnswerWays,
    AnswerWaysRepository,
    Attempt,
    Beginnings,
    Channels,
    ClaimRepository,
    Claims,
    Composer,
    DeliveryEnds,
    DeliveryLogRepository,
    DeliveryLogService,
    DeliveryPatrol,
    DeliveryPatrolRepository,
    DeliveryRepository,
    DeliveryService,
    DeliveryWorker,
    FirstSendRepository,
    MergedComposer,
    OwnWords,
    NoticeComposer,
    NoticeRepository,
    NoticeWorker,
    ReceiptRepository,
    Receipts,
    Recipients,
    Replies,
    SlackMessageRepository,
    ThrottleRepository,
    TemplatePreviews,
    TemplateRepository,
    TemplateService,
    UnheardHandoffs,
    Unreached,
  ],
  exports: [AnswerWays, DeliveryService, Replies],
})
export class DeliveryModule {
  constructor(pruning: Pruning, claims: ClaimRepository, ways: AnswerWaysRepository) {
    // No bucket takes longer to fill: a message a day is the slowest that can be set.
    pruning.register({ name: 'throttle_buckets', keptMs: 8 * DAY_MS, prune: (...batch) => claims.forget(...batch) });
    // Whoever comes by an old link is told that it has expired, for a while.
    const keptMs = 30 * DAY_MS;
    pruning.register({ name: 'answer_links', keptMs, prune: (...batch) => ways.pruneLinks(...batch) });
    pruning.register({ name: 'reply_codes', keptMs, prune: (...batch) => ways.pruneCodes(...batch) });
  }
}
