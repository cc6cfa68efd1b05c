import { Module } from '@nestjs/common';
import { TeamModule } from '../team/team.module.ts';
import { TimelineModule } from '../timeline/timeline.module.ts';
import { Attempt } from './attempt.ts';
import { Channels } from './channels.ts';
import { Composer } from './composer.ts';
import { DeliveryEnds } from './delivery-ends.ts';
import { DeliveryRepository } from './delivery.repository.ts';
import { DeliveryService } from './delivery.service.ts';
import { DeliveryWorker } from './delivery.worker.ts';

@Module({
  imports: [TeamModule, TimelineModule],
  providers: [DeliveryRepository, DeliveryService, DeliveryEnds, DeliveryWorker, Attempt, Composer, Channels],
  exports: [DeliveryService],
})
export class DeliveryModule {}
