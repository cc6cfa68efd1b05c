import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { decideHandoff, planHandoff, type HandoffDecision, type Recipient } from 'incident-core';
import { Metrics } from '../metrics/metrics.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, isTransient, type Database, type Transaction } from '../platform/database.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { Workers } from '../platform/workers.ts';
import { DirectoryService } from '../team/directory.service.ts';
import type { StandingSchedule } from '../team/on-call.ts';
import { HandoffRepository, type DueHandoff } from './handoff.repository.ts';
import { Notices } from './notices.ts';

const BATCH = 100;
export const MOST_FAILURES = 5;
const FAILURE_PAUSE_MS = 30_000;

/** Tells people when their turn begins or is over, and when an edit or an override has put them on call. */
@Injectable()
export class HandoffWorker implements OnModuleInit {
  constructor(
    private readonly handoffs: HandoffRepository,
    private readonly notices: Notices,
    private readonly directory: DirectoryService,
    private readonly clock: Clock,
    private readonly workers: Workers,
    private readonly metrics: Metrics,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.workers.register('handoff', () => this.tick());
  }

  /** Each schedule in a transaction of its own: one that fails holds up no other. */
  async tick(): Promise<number> {
    const now = this.clock.now();
    let done = 0;
    for (const id of await this.handoffs.due(now, MOST_FAILURES, BATCH)) {
      try {
        if (await this.database.transaction((transaction) => this.look(transaction, id, now))) done += 1;
      } catch (error) {
        if (isTransient(error)) throw error;
        await this.failed(id, error, now);
      }
    }
    return done;
  }

  private async look(transaction: Transaction, id: string, now: Date): Promise<boolean> {
    const due = await this.handoffs.claim(transaction, id, now, MOST_FAILURES);
    if (!due) return false;
    const schedule = due.isWanted ? await this.directory.standing(transaction, id, now) : null;
    if (!schedule) {
      await this.handoffs.forget(transaction, id);
      return true;
    }
    const { standing } = schedule;
    const decision = decideHandoff(due.isKnown ? due.lastUserId : undefined, standing, now);
    await this.handoffs.save(transaction, due, standing.kind === 'on_call' ? standing.userId : null, standing.until);
    if (decision.kind === 'tell') await this.tell(transaction, { ...schedule, revision: due.revision }, decision, now);
    return true;
  }

  private async tell(
    transaction: Transaction,
    schedule: StandingSchedule & Pick<DueHandoff, 'revision'>,
    change: Extract<HandoffDecision, { kind: 'tell' }>,
    now: Date,
  ): Promise<void> {
    const { id, handoffSlackChannelId, handoffWebhookId } = schedule;
    const targets: readonly Recipient[] = [
      ...[change.incoming, change.outgoing].flatMap((each) =>
        each === null ? [] : [{ type: 'user' as const, id: each.userId }],
      ),
      ...(handoffSlackChannelId === null ? [] : [{ type: 'slack_channel' as const, id: handoffSlackChannelId }]),
      ...(handoffWebhookId === null ? [] : [{ type: 'webhook' as const, id: handoffWebhookId }]),
    ];
    const planned = planHandoff(schedule, change, await this.directory.reach(transaction, targets, now));
    const isMeant = change.incoming !== null && schedule.handoffTells.includes('incoming');
    if (isMeant && !planned.some(({ event, recipient }) => event === 'handoff' && recipient.type === 'user')) {
      this.metrics.handoffsUnheard.inc();
      this.logger.error({ schedule: { id }, user: { id: change.incoming?.userId } }, 'who is on call cannot be told');
    }
    await this.notices.plan(transaction, planned, now);
  }

  private async failed(id: string, error: unknown, now: Date): Promise<void> {
    const failures = await this.handoffs.countFailure(id, new Date(now.getTime() + FAILURE_PAUSE_MS));
    const parked = failures >= MOST_FAILURES;
    if (parked) this.metrics.parked.inc({ worker: 'handoff' });
    this.logger.error({ err: error, schedule: { id }, parked }, 'a hand-off failed by our own fault');
  }
}
