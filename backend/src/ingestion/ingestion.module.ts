import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.ts';
import { IncidentModule } from '../incident/incident.module.ts';
import { TimelineModule } from '../timeline/timeline.module.ts';
import { DeadTokens } from './dead-tokens.ts';
import { IngestionController } from './ingestion.controller.ts';
import { IngestionService } from './ingestion.service.ts';
import { IntakeQueue } from './intake-queue.ts';
import { Partitions } from './partitions.ts';
import { RawEventRepository } from './raw-event.repository.ts';

@Module({
  imports: [AccessModule, IncidentModule, TimelineModule],
  controllers: [IngestionController],
  providers: [RawEventRepository, IngestionService, IntakeQueue, DeadTokens, Partitions],
})
export class IngestionModule {}
