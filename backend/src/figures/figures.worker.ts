import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Metrics } from '../metrics/metrics.ts';
import { Clock } from '../platform/clock.ts';
import { Workers } from '../platform/workers.ts';
import { PagingServiceLevel } from './service-level.ts';

const MEASURED_EVERY_MS = 60_000;

/** Measures the service level of paging now and then, for Prometheus. */
@Injectable()
export class FiguresWorker implements OnModuleInit {
  private measuredAt: Date | null = null;

  constructor(
    private readonly serviceLevel: PagingServiceLevel,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    private readonly workers: Workers,
  ) {}

  onModuleInit(): void {
    this.workers.register('figures', () => this.tick());
  }

  /** Nothing waits for it: it never finds anything due. */
  private async tick(): Promise<number> {
    const now = this.clock.now();
    if (this.measuredAt !== null && now.getTime() - this.measuredAt.getTime() < MEASURED_EVERY_MS) return 0;
    this.measuredAt = now;
    const level = await this.serviceLevel.measure(null);
    this.metrics.serviceLevelTarget.set(level.target);
    for (const verdict of ['good', 'bad', 'pending', 'excused'] as const) {
      this.metrics.serviceLevelPages.set({ verdict }, level[verdict]);
    }
    // Where nothing was to be sent, nothing of the budget is spent.
    this.metrics.serviceLevelBudgetLeft.set(level.budget_left_share ?? 1);
    for (const { hours, burn_rate } of level.burn) this.metrics.serviceLevelBurnRate.set({ hours }, burn_rate ?? 0);
    return 0;
  }
}
