import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.ts';
import { FiguresController } from './figures.controller.ts';
import { FiguresRepository } from './figures.repository.ts';
import { FiguresService } from './figures.service.ts';
import { FiguresWorker } from './figures.worker.ts';
import { ServiceLevelRepository } from './service-level.repository.ts';
import { PagingServiceLevel } from './service-level.ts';

@Module({
  imports: [AccessModule],
  controllers: [FiguresController],
  providers: [FiguresRepository, FiguresService, FiguresWorker, PagingServiceLevel, ServiceLevelRepository],
})
export class FiguresModule {}
