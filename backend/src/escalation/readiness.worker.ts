import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Metrics } from '../metrics/metrics.ts';
import { Clock } from '../platform/clock.ts';
import { Workers } from '../platform/workers.ts';
import { ReadinessService } from './readiness.service.ts';

const COUNTED_EVERY_MS = 60_000;

/** Counts what is not ready, for the figures: an address that was verified when a policy was saved may not be so any more. */
@Injectable()
export class ReadinessWorker implements OnModuleInit {
  private countedAt: Date | null = null;

  constructor(
    private readonly readiness: ReadinessService,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    private readonly workers: Workers,
  ) {}

  onModuleInit(): void {
    this.workers.register('readiness', () => this.tick());
  }

  /** Nothing waits for it: it never finds anything due. */
  private async tick(): Promise<number> {
    const now = this.clock.now();
    if (this.countedAt !== null && now.getTime() - this.countedAt.getTime() < COUNTED_EVERY_MS) return 0;
    this.countedAt = now;
    const { policies, schedules } = await this.readiness.count();
    this.metrics.policiesNotReady.set(policies);
    this.metrics.schedulesNotReady.set(schedules);
    return 0;
  }
}
