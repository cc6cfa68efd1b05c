import { Inject, Injectable } from '@nestjs/common';
import { sourceProblemAlert } from 'incident-core';
import { IntakeService } from '../incident/intake.service.ts';
import { Metrics } from '../metrics/metrics.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { Random } from '../platform/random.ts';
import type { PollEnd } from './poll.ts';
import { isPassing, type PullFault } from './pull-fault.ts';
import { PullRepository, type ClaimedPull, type PullState } from './pull.repository.ts';

const LONGEST_WAIT_SECONDS = 15 * 60;
/** What passes by itself as a rule is nobody's business before. */
const TOLD_AFTER_MS = 5 * 60_000;

/** Writes down how a poll ended, when the next one is due, and tells people of what lasts. */
@Injectable()
export class PullEnds {
  constructor(
    private readonly pulls: PullRepository,
    private readonly intake: IntakeService,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    private readonly random: Random,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async cameThrough(pull: ClaimedPull, { state, isThrough, fault }: PollEnd): Promise<void> {
    this.metrics.polls.inc({ outcome: fault === null ? 'through' : fault.kind });
    const wait = isThrough ? pull.intervalSeconds : 0;
    await this.end(pull, fault, wait, { ...state, pulledAt: this.clock.now(), failures: 0 });
  }

  /** Waits longer with each failure, or as long as the server asks. */
  async failed(pull: ClaimedPull, fault: PullFault): Promise<void> {
    this.metrics.polls.inc({ outcome: fault.kind });
    this.logger.warn({ source: { id: pull.sourceId }, fault: fault.kind, text: fault.text }, 'a poll failed');
    const doubled = pull.intervalSeconds * 2 ** Math.min(pull.failures, 10);
    const jitter = 1 + this.random.fraction() / 10;
    const wait = Math.max(fault.retryAfterSeconds ?? 0, Math.min(doubled * jitter, LONGEST_WAIT_SECONDS));
    await this.end(pull, fault, wait, { failures: pull.failures + 1 });
  }

  /** The backend stops: another one goes on at once. */
  async putBack(pull: ClaimedPull): Promise<void> {
    await this.database.transaction((transaction) =>
      this.pulls.saveState(transaction, pull, { leasedUntil: null, dueAt: this.clock.now() }),
    );
  }

  private async end(
    pull: ClaimedPull,
    fault: PullFault | null,
    waitSeconds: number,
    state: Omit<PullState, 'leasedUntil'>,
  ): Promise<void> {
    const now = this.clock.now();
    const dueAt = new Date(now.getTime() + waitSeconds * 1000);
    await this.database.transaction(async (transaction) => {
      if (!(await this.pulls.hold(transaction, pull))) return;
      const told = await this.tell(transaction, pull, fault, now);
      await this.pulls.saveState(transaction, pull, { ...state, ...told, dueAt, leasedUntil: null });
    });
  }

  private async tell(
    transaction: Transaction,
    pull: ClaimedPull,
    fault: PullFault | null,
    now: Date,
  ): Promise<Partial<PullState>> {
    if (fault === null) {
      if (pull.faultTold) await this.report(transaction, pull, 'The alerts are pulled again.', true, now);
      return { fault: null, faultText: null, faultSince: null, faultTold: false };
    }
    const faultSince = pull.faultSince ?? now;
    const isLasting = !isPassing(fault.kind) || now.getTime() - faultSince.getTime() >= TOLD_AFTER_MS;
    const isTold = pull.faultTold && pull.fault === fault.kind;
    if (isLasting && !isTold) await this.report(transaction, pull, fault.text, false, now);
    return { fault: fault.kind, faultText: fault.text, faultSince, faultTold: pull.faultTold || isLasting };
  }

  private async report(
    transaction: Transaction,
    { source }: ClaimedPull,
    fault: string,
    over: boolean,
    receivedAt: Date,
  ): Promise<void> {
    const about = { sourceId: source.id, sourceName: source.name, receivedAt };
    const alert = sourceProblemAlert({ kind: 'pull_failing', ...about, fault, over });
    await this.intake.take(transaction, [{ alert, source }], receivedAt);
  }
}
