import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.ts';
import { IncidentModule } from '../incident/incident.module.ts';
import { Resealing } from '../platform/resealing.ts';
import { FoundAlerts } from './found-alerts.ts';
import { KibanaRules } from './kibana-rules.ts';
import { Poll } from './poll.ts';
import { PulledIntake } from './pulled-intake.ts';
import { PullEnds } from './pull-ends.ts';
import { PullPatrol } from './pull-patrol.ts';
import { PullController } from './pull.controller.ts';
import { PullRepository } from './pull.repository.ts';
import { PullService } from './pull.service.ts';
import { PullWorker } from './pull.worker.ts';

@Module({
  imports: [AccessModule, IncidentModule],
  controllers: [PullController],
  providers: [
    FoundAlerts,
    KibanaRules,
    Poll,
    PulledIntake,
    PullEnds,
    PullPatrol,
    PullRepository,
    PullService,
    PullWorker,
  ],
  exports: [PulledIntake],
})
export class ReconcileModule {
  constructor(resealing: Resealing) {
    resealing.register({ table: 'source_pulls', column: 'sealed_api_key', isList: false });
  }
}
