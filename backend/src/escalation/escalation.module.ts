import { Module } from '@nestjs/common';
import { NotificationModule } from '../notification/notification.module.ts';
import { TeamModule } from '../team/team.module.ts';
import { TimelineModule } from '../timeline/timeline.module.ts';
import { Advance } from './advance.ts';
import { EscalationHistoryController } from './escalation-history.controller.ts';
import { EscalationHistoryRepository } from './escalation-history.repository.ts';
import { EscalationHistoryService } from './escalation-history.service.ts';
import { EscalationRepository } from './escalation.repository.ts';
import { EscalationService } from './escalation.service.ts';
import { EscalationWorker } from './escalation.worker.ts';
import { LoudStates } from './loud-states.ts';
import { PolicyController } from './policy.controller.ts';
import { PolicyRepository } from './policy.repository.ts';
import { PolicyService } from './policy.service.ts';

@Module({
  imports: [NotificationModule, TeamModule, TimelineModule],
  controllers: [PolicyController, EscalationHistoryController],
  providers: [
    EscalationHistoryRepository,
    EscalationHistoryService,
    EscalationRepository,
    EscalationService,
    EscalationWorker,
    Advance,
    LoudStates,
    PolicyRepository,
    PolicyService,
  ],
  exports: [EscalationService, EscalationHistoryService],
})
export class EscalationModule {}
