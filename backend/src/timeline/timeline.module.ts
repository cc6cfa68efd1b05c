import { Module } from '@nestjs/common';
import { ChangeFeed } from './change-feed.ts';
import { ChangePruning } from './change-pruning.ts';
import { ChangeRepository } from './change.repository.ts';
import { LedgerRepository } from './ledger.repository.ts';
import { TimelineRepository } from './timeline.repository.ts';
import { TimelineService } from './timeline.service.ts';

@Module({
  providers: [ChangeFeed, ChangePruning, ChangeRepository, TimelineRepository, LedgerRepository, TimelineService],
  exports: [ChangeFeed, TimelineService],
})
export class TimelineModule {}
