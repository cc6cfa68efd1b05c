import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Metrics } from '../metrics/metrics.ts';
import { Suppressions, type ChangedSuppression } from '../notification/suppressions.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { Workers } from '../platform/workers.ts';
import { HoldRepository } from './hold.repository.ts';
import { Holds } from './holds.ts';

const BATCH = 500;

/**
 * Brings live runs in line with a suppression that was made, edited or ended, or that begins or ends now: holds those
 * that it means, and has those that it held looked at again. Each in a transaction of its own.
 */
@Injectable()
export class HoldWorker implements OnModuleInit {
  constructor(
    private readonly runs: HoldRepository,
    private readonly holds: Holds,
    private readonly suppressions: Suppressions,
    private readonly clock: Clock,
    private readonly workers: Workers,
    private readonly metrics: Metrics,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.workers.register('suppression', () => this.tick());
  }

  async tick(): Promise<number> {
    const now = this.clock.now();
    let done = 0;
    for (;;) {
      const found = await this.database.transaction(async (transaction) => {
        const [changed] = await this.suppressions.lockChanged(transaction, now, 1);
        if (changed) await this.apply(transaction, changed, now);
        return changed !== undefined;
      });
      if (!found) break;
      done += 1;
    }
    await this.count();
    return done;
  }

  private async apply(transaction: Transaction, changed: ChangedSuppression, now: Date): Promise<void> {
    const { suppression, isActive } = changed;
    await this.runs.hasten(transaction, suppression.id, now);
    let after: string | null = null;
    while (isActive) {
      const live = await this.runs.lockUnheld(transaction, { teamId: suppression.teamId, after, limit: BATCH });
      if (live.length === 0) break;
      const asked = live.map(({ incidentId }) => ({ incidentId, isNew: false }));
      const holding = await this.suppressions.decide(transaction, asked, now);
      const held = live.flatMap((run) => {
        const by = holding.get(run.incidentId);
        return by ? [{ run, by }] : [];
      });
      await this.holds.hold(transaction, held, now);
      after = live.at(-1)?.incidentId ?? null;
    }
    await this.suppressions.applied(transaction, changed, now);
    await this.workers.ring(transaction, 'escalation');
  }

  private async count(): Promise<void> {
    this.metrics.suppressed.reset();
    for (const { kind, count } of await this.runs.countHeld()) this.metrics.suppressed.set({ kind }, count);
  }
}
