import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Metrics } from '../metrics/metrics.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, isTransient, type Database } from '../platform/database.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { Workers } from '../platform/workers.ts';
import { Advance } from './advance.ts';
import { EscalationRepository } from './escalation.repository.ts';

const BATCH = 100;
const FAILURES_UNTIL_PARKED = 5;
const FAILURE_PAUSE_MS = 30_000;

/**
 * Moves the runs that are due. All of a move is rows in one transaction, so a lock is enough: a worker that dies leaves
 * the run as it was.
 */
@Injectable()
export class EscalationWorker implements OnModuleInit {
  constructor(
    private readonly escalations: EscalationRepository,
    private readonly advance: Advance,
    private readonly clock: Clock,
    private readonly workers: Workers,
    private readonly metrics: Metrics,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.workers.register('escalation', () => this.tick());
  }

  async tick(): Promise<number> {
    return (await this.listen()) + (await this.move());
  }

  /** Notes which active steps have reached somebody, or nobody. */
  private async listen(): Promise<number> {
    return this.database.transaction(async (transaction) => {
      const heard = await this.escalations.claimHeardOf(transaction, BATCH);
      if (heard.length > 0) await this.advance.noteHeard(transaction, heard, this.clock.now());
      return heard.length;
    });
  }

  private async move(): Promise<number> {
    const now = this.clock.now();
    const claimed: string[] = [];
    try {
      await this.database.transaction(async (transaction) => {
        const due = await this.escalations.claimDue(transaction, now, BATCH, null);
        claimed.push(...due.map(({ id }) => id));
        if (due.length > 0) await this.advance.move(transaction, due, now);
      });
    } catch (error) {
      if (isTransient(error)) throw error;
      this.logger.error({ err: error }, 'a batch of escalations failed; each is tried alone');
      for (const id of claimed) await this.moveAlone(id, now);
    }
    return claimed.length;
  }

  /** One that keeps failing by our own fault is set aside loudly and holds up nobody else. */
  private async moveAlone(id: string, now: Date): Promise<void> {
    try {
      await this.database.transaction(async (transaction) => {
        await this.advance.move(transaction, await this.escalations.claimDue(transaction, now, 1, id), now);
      });
    } catch (error) {
      if (isTransient(error)) throw error;
      const pause = new Date(now.getTime() + FAILURE_PAUSE_MS);
      const parked = await this.escalations.countFailure(this.database, id, FAILURES_UNTIL_PARKED, pause, now);
      if (parked) this.metrics.parked.inc({ worker: 'escalation' });
      this.logger.error({ err: error, escalation: { id }, parked }, 'an escalation failed by our own fault');
    }
  }
}
