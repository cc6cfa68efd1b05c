import { Module } from '@nestjs/common';
import { NotificationModule } from '../notification/notification.module.ts';
import { TeamModule } from '../team/team.module.ts';
import { TimelineModule } from '../timeline/timeline.module.ts';
import { Advance } from './advance.ts';
import { EscalationRepository } from './escalation.repository.ts';
import { EscalationService } from './escalation.service.ts';
import { EscalationWorker } from './escalation.worker.ts';
import { LoudStates } from './loud-states.ts';
import { PolicyController } from './policy.controller.ts';
import { PolicyRepository } from './policy.repository.ts';
import { PolicyService } from './policy.service.ts';

@Module({
  imports: [NotificationModule, TeamModule, TimelineModule],
  controllers: [PolicyController],
  providers: [
    EscalationRepository,
    EscalationService,
    EscalationWorker,
    Advance,
    LoudStates,
    PolicyRepository,
    PolicyService,
  ],
  exports: [EscalationService],
})
export class EscalationModule {}
