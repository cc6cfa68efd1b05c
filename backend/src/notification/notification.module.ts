import { Module } from '@nestjs/common';
import { DeliveryModule } from '../delivery/delivery.module.ts';
import { TeamModule } from '../team/team.module.ts';
import { NotificationHistoryController } from './notification-history.controller.ts';
import { NotificationHistoryRepository } from './notification-history.repository.ts';
import { NotificationHistoryService } from './notification-history.service.ts';
import { NotificationRepository } from './notification.repository.ts';
import { NotificationService } from './notification.service.ts';

@Module({
  imports: [DeliveryModule, TeamModule],
  controllers: [NotificationHistoryController],
  providers: [NotificationHistoryRepository, NotificationHistoryService, NotificationRepository, NotificationService],
  exports: [NotificationHistoryService, NotificationService],
})
export class NotificationModule {}
