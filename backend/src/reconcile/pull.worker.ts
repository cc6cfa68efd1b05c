import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { SourceHealths } from '../access/source-health.ts';
import { Metrics } from '../metrics/metrics.ts';
import { SOURCE_HEALTHS } from 'incident-core';
import { Clock } from '../platform/clock.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { Workers } from '../platform/workers.ts';
import { LeaseLost } from './found-alerts.ts';
import { Poll } from './poll.ts';
import { PullEnds } from './pull-ends.ts';
import { PullFault } from './pull-fault.ts';
import { PullRepository, type ClaimedPull } from './pull.repository.ts';

/** A source that is slow holds up the others of one tick, and no more. */
const AT_ONCE = 4;
const COUNTED_EVERY_MS = 60_000;

/** Polls the sources that are due, each by one backend at a time. */
@Injectable()
export class PullWorker implements OnModuleInit, OnModuleDestroy {
  private readonly stopping = new AbortController();
  private countedAt: Date | null = null;

  constructor(
    private readonly pulls: PullRepository,
    private readonly poll: Poll,
    private readonly ends: PullEnds,
    private readonly healths: SourceHealths,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    private readonly workers: Workers,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.workers.register('pull', () => this.tick());
  }

  /** Before the workers are waited for: a slow Elasticsearch must not hold up the end. */
  onModuleDestroy(): void {
    this.stopping.abort();
  }

  async tick(): Promise<number> {
    await this.countHealths();
    if (this.stopping.signal.aborted) return 0;
    const claimed = await this.pulls.claim(this.clock.now(), this.poll.leasedUntil(), AT_ONCE);
    await Promise.all(claimed.map((pull) => this.work(pull)));
    return claimed.length;
  }

  private async work(pull: ClaimedPull): Promise<void> {
    try {
      await this.ends.cameThrough(pull, await this.poll.run(pull, this.stopping.signal));
    } catch (error) {
      if (error instanceof LeaseLost) return;
      if (this.stopping.signal.aborted) await this.ends.putBack(pull);
      else if (error instanceof PullFault) await this.ends.failed(pull, error);
      else {
        this.logger.error({ err: error, source: { id: pull.sourceId } }, 'a poll failed by our own fault');
        await this.ends.failed(pull, new PullFault('internal', 'The poll fails by our own fault; the log says how.'));
      }
    }
  }

  private async countHealths(): Promise<void> {
    const now = this.clock.now();
    if (this.countedAt !== null && now.getTime() - this.countedAt.getTime() < COUNTED_EVERY_MS) return;
    this.countedAt = now;
    const counts = await this.healths.count();
    for (const health of SOURCE_HEALTHS) this.metrics.sources.set({ health }, counts.get(health) ?? 0);
  }
}
