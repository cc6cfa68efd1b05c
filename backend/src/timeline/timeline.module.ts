import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config.ts';
import { DAY_MS, Pruning } from '../platform/pruning.ts';
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
export class TimelineModule implements OnModuleInit {
  constructor(
    pruning: Pruning,
    private readonly changes: ChangeRepository,
    ledger: LedgerRepository,
    @Inject(CONFIG) config: Config,
  ) {
    // Who comes back after a day looks at everything anew.
    pruning.register({ name: 'incident_changes', keptMs: DAY_MS, prune: (...batch) => changes.prune(...batch) });
    const keptMs = config.LEDGER_RETENTION_DAYS * DAY_MS;
    pruning.register({ name: 'ledger_entries', keptMs, prune: (...batch) => ledger.prune(...batch) });
  }

  async onModuleInit(): Promise<void> {
    await this.changes.forgetOtherServers();
  }
}
