import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.ts';
import { NotificationModule } from '../notification/notification.module.ts';
import { ConfigParts } from '../rules/config-parts.ts';
import { RulesModule } from '../rules/rules.module.ts';
import { TeamModule } from '../team/team.module.ts';
import { TimelineModule } from '../timeline/timeline.module.ts';
import { Advance } from './advance.ts';
import { EscalationByHand } from './by-hand.ts';
import { EscalationHistoryController } from './escalation-history.controller.ts';
import { EscalationHistoryRepository } from './escalation-history.repository.ts';
import { EscalationHistoryService } from './escalation-history.service.ts';
import { EscalationRepository } from './escalation.repository.ts';
import { EscalationService } from './escalation.service.ts';
import { EscalationWorker } from './escalation.worker.ts';
import { HoldRepository } from './hold.repository.ts';
import { HoldWorker } from './hold.worker.ts';
import { Holds } from './holds.ts';
import { LoudStates } from './loud-states.ts';
import { PolicyConfig } from './policy-config.ts';
import { PolicyController } from './policy.controller.ts';
import { PolicyReadiness } from './policy-readiness.ts';
import { PolicyRepository } from './policy.repository.ts';
import { PolicyService } from './policy.service.ts';
import { ReadinessController } from './readiness.controller.ts';
import { ReadinessService } from './readiness.service.ts';
import { ReadinessWorker } from './readiness.worker.ts';
import { SimulationService } from './simulation.service.ts';
import { RunEnds } from './run-ends.ts';
import { RunPatrolRepository } from './run-patrol.repository.ts';
import { RunPatrol } from './run-patrol.ts';

@Module({
  imports: [NotificationModule, TeamModule, RulesModule, AccessModule, TimelineModule],
  controllers: [PolicyController, EscalationHistoryController, ReadinessController],
  providers: [
    EscalationByHand,
    EscalationHistoryRepository,
    EscalationHistoryService,
    EscalationRepository,
    EscalationService,
    EscalationWorker,
    Advance,
    HoldRepository,
    HoldWorker,
    Holds,
    LoudStates,
    PolicyConfig,
    PolicyReadiness,
    PolicyRepository,
    PolicyService,
    ReadinessService,
    ReadinessWorker,
    SimulationService,
    RunEnds,
    RunPatrol,
    RunPatrolRepository,
  ],
  exports: [EscalationByHand, EscalationService, EscalationHistoryService, PolicyService, SimulationService],
})
export class EscalationModule {
  constructor(parts: ConfigParts, policies: PolicyConfig) {
    parts.register(policies);
  }
}
