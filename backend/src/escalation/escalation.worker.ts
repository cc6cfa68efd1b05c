import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Metrics } from '../metrics/metrics.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, isTransient, type Database, type Transaction } from '../platform/database.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import type { SpanPlan } from '../platform/span-plan.ts';
import { Tracing } from '../platform/tracing.ts';
import { Workers } from '../platform/workers.ts';
import { Advance } from './advance.ts';
import { EscalationRepository, type DueEscalation } from './escalation.repository.ts';

const BATCH = 200;
const FAILURES_UNTIL_PARKED = 5;
const FAILURE_PAUSE_MS = 30_000;

/** One kind of work: what is claimed, and what is done with it. */
interface Turn<Run extends DueEscalation> {
  claim(transaction: Transaction, limit: number, only: string | null): Promise<readonly Run[]>;
  apply(transaction: Transaction, runs: readonly Run[]): Promise<void>;
}

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
    private readonly tracing: Tracing,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.workers.register('escalation', () => this.moveDue());
    this.workers.register('heard', () => this.noteHeard());
  }

  moveDue(): Promise<number> {
    const now = this.clock.now();
    return this.work(now, {
      claim: (transaction, limit, only) => this.escalations.claimDue(transaction, now, limit, only),
      apply: (transaction, runs) =>
        this.tracing.withinEach(
          () => runs.map(planSpan),
          () => this.advance.move(transaction, runs, now),
        ),
    });
  }

  /** Notes which steps have reached somebody, or nobody. Looks at all that are under way, and so holds up no move. */
  async noteHeard(): Promise<number> {
    const now = this.clock.now();
    let isUnheard = false;
    const noted = await this.work(now, {
      claim: (transaction, limit, only) => this.escalations.claimHeardOf(transaction, limit, only),
      apply: async (transaction, runs) => {
        await this.advance.noteHeard(transaction, runs, now);
        if (!runs.some(({ reached }) => !reached)) return;
        // Whose step reached nobody goes on at once.
        isUnheard = true;
        await this.workers.ring(transaction, 'escalation');
      },
    });
    // That somebody was reached leaves nothing to do, and who is reached meanwhile is noted at the next look.
    return isUnheard || noted === BATCH ? noted : 0;
  }

  /** A batch in one transaction; when that fails by our own fault, each run alone. Answers how many did not fail. */
  private async work<Run extends DueEscalation>(now: Date, turn: Turn<Run>): Promise<number> {
    const claimed: string[] = [];
    try {
      await this.database.transaction(async (transaction) => {
        const runs = await turn.claim(transaction, BATCH, null);
        claimed.push(...runs.map(({ id }) => id));
        if (runs.length > 0) await turn.apply(transaction, runs);
      });
      return claimed.length;
    } catch (error) {
      if (isTransient(error)) throw error;
      this.logger.error({ err: error }, 'a batch of escalations failed; each is tried alone');
    }
    let done = 0;
    for (const id of claimed) if (await this.workAlone(id, now, turn)) done += 1;
    return done;
  }

  /** One that keeps failing by our own fault is set aside loudly and holds up nobody else. */
  private async workAlone<Run extends DueEscalation>(id: string, now: Date, turn: Turn<Run>): Promise<boolean> {
    try {
      await this.database.transaction(async (transaction) => {
        const runs = await turn.claim(transaction, 1, id);
        if (runs.length > 0) await turn.apply(transaction, runs);
      });
      return true;
    } catch (error) {
      if (isTransient(error)) throw error;
      const pause = new Date(now.getTime() + FAILURE_PAUSE_MS);
      const parked = await this.escalations.countFailure(this.database, id, FAILURES_UNTIL_PARKED, pause, now);
      if (parked) this.metrics.parked.inc({ worker: 'escalation' });
      this.logger.error({ err: error, escalation: { id }, parked }, 'an escalation failed by our own fault');
      return false;
    }
  }
}

function planSpan({ id, incidentId, run, round, step, status }: DueEscalation): SpanPlan {
  return {
    name: 'escalation step',
    parent: { incidentId },
    attributes: {
      'incidents.incident_id': incidentId,
      'incidents.escalation_id': id,
      'incidents.run': run,
      'incidents.round': round,
      'incidents.step': step,
      'incidents.status': status,
    },
  };
}
