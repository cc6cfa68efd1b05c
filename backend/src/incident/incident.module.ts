import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.ts';
import { EscalationModule } from '../escalation/escalation.module.ts';
import { NotificationModule } from '../notification/notification.module.ts';
import { TeamModule } from '../team/team.module.ts';
import { TimelineModule } from '../timeline/timeline.module.ts';
import { BulkController } from './bulk.controller.ts';
import { IncidentListRepository } from './incident-list.repository.ts';
import { IncidentReader } from './incident-reader.ts';
import { IncidentController } from './incident.controller.ts';
import { IncidentRepository } from './incident.repository.ts';
import { IncidentService } from './incident.service.ts';
import { IncidentWorker } from './incident.worker.ts';
import { IntakeRepository } from './intake.repository.ts';
import { IntakeService } from './intake.service.ts';
import { StreamController } from './stream.controller.ts';

@Module({
  imports: [AccessModule, EscalationModule, NotificationModule, TeamModule, TimelineModule],
  controllers: [BulkController, IncidentController, StreamController],
  providers: [
    IncidentListRepository,
    IncidentReader,
    IncidentRepository,
    IncidentService,
    IncidentWorker,
    IntakeRepository,
    IntakeService,
  ],
  exports: [IntakeService],
})
export class IncidentModule {}
