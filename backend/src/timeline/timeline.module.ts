import { Module } from '@nestjs/common';
import { Pruning } from '../platform/pruning.ts';
import { ChangeFeed } from './change-feed.ts';
import { ChangeRelay } from './change-relay.ts';
import { ChangeRepository } from './change.repository.ts';
import { LedgerRepository } from './ledger.repository.ts';
import { TimelineRepository } from './timeline.repository.ts';
import { TimelineService } from './timeline.service.ts';

@Module({
  providers: [ChangeFeed, ChangeRelay, ChangeRepository, TimelineRepository, LedgerRepository, TimelineService],
  exports: [ChangeFeed, TimelineService],
})
export class TimelineModule {
  /** Who comes back after a day looks at everything anew. */
  constructor(pruning: Pruning, changes: ChangeRepository) {
    pruning.register({ name: 'incident_changes', keptMs: 86_400_000, prune: (before) => changes.prune(before) });
  }
}
