import { Inject, Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../platform/clock.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { ChangeRepository } from './change.repository.ts';

const EVERY_MS = 600_000;
const KEPT_MS = 86_400_000;

/** Throws away changes after a day: who comes back later than that looks at everything anew. */
@Injectable()
export class ChangePruning {
  constructor(
    private readonly changes: ChangeRepository,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Interval(EVERY_MS)
  async tick(): Promise<void> {
    if (this.config.ROLE === 'api') return;
    try {
      await this.prune();
    } catch (error) {
      this.logger.warn({ err: error }, 'old changes were not thrown away; the next try follows');
    }
  }

  prune(): Promise<number> {
    return this.changes.prune(new Date(this.clock.now().getTime() - KEPT_MS));
  }
}
