import { Module } from '@nestjs/common';
import { LedgerRepository } from './ledger.repository.ts';
import { TimelineRepository } from './timeline.repository.ts';
import { TimelineService } from './timeline.service.ts';

@Module({ providers: [TimelineRepository, LedgerRepository, TimelineService], exports: [TimelineService] })
export class TimelineModule {}
