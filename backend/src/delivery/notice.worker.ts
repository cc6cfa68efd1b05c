import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CHANNELS, type AttemptOutcome, type Channel } from 'incident-core';
import { Metrics } from '../metrics/metrics.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, isTransient, type Database } from '../platform/database.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { Workers } from '../platform/workers.ts';
import { DirectoryService } from '../team/directory.service.ts';
import { Attempt, ATTEMPT_MS, countAttempt, ENDED } from './attempt.ts';
import { refusedForGood, refusedForNow } from './channel.ts';
import { Channels } from './channels.ts';
import { DeliveryRepository, type Attempted, type DeliveryEnd } from './delivery.repository.ts';
import { NoticeComposer, type NoticeTurn } from './notice-composer.ts';
import { NoticeRepository, type ClaimedNotice, type NoticeContext } from './notice.repository.ts';
import { UnheardHandoffs } from './unheard-handoffs.ts';

const BATCH = 20;
const LEASE_SECONDS = 60;
const FAILURES_UNTIL_PARKED = 5;
const FAILURE_PAUSE_MS = 30_000;

/**
 * Delivers what is of no incident: as other deliveries, but each is a message of its own that waits behind no storm, and
 * there is no incident whose state or timeline it has a part in.
 */
@Injectable()
export class NoticeWorker implements OnModuleInit {
  constructor(
    private readonly notices: NoticeRepository,
    private readonly deliveries: DeliveryRepository,
    private readonly composer: NoticeComposer,
    private readonly attempt: Attempt,
    private readonly channels: Channels,
    private readonly unheard: UnheardHandoffs,
    private readonly directory: DirectoryService,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly workers: Workers,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    for (const channel of CHANNELS) this.workers.register('delivery', () => this.tick(channel));
  }

  private async tick(channel: Channel): Promise<number> {
    const claimed = await this.notices.claim(channel, this.clock.now(), LEASE_SECONDS, BATCH);
    const known = await this.notices.contexts(claimed.map(({ id }) => id));
    const contexts = new Map(known.map((context) => [context.deliveryId, context]));
    const turns = await Promise.allSettled(claimed.map((notice) => this.deliver(notice, contexts.get(notice.id))));
    for (const turn of turns) if (turn.status === 'rejected') throw turn.reason;
    return claimed.length;
  }

  private async deliver(notice: ClaimedNotice, context: NoticeContext | undefined): Promise<void> {
    try {
      if (!context) throw new Error(`delivery ${notice.id} has no notification`);
      const turn = await this.composer.turn(notice, context, ATTEMPT_MS);
      if (turn.kind === 'suppress') {
        return await this.write(notice, context, { ...ENDED, status: 'suppressed', reason: turn.reason }, null);
      }
      const beganAt = this.clock.now();
      await this.deliveries.beginAttempts([{ ...notice, at: beganAt }]);
      const outcome = await this.send(notice, turn);
      const latencyMs = Math.max(this.clock.now().getTime() - beganAt.getTime(), 0);
      const end = this.attempt.endOf(notice, outcome, turn.giveUpSeconds);
      await this.write(notice, context, end, { outcome, latencyMs });
    } catch (error) {
      await this.failed(notice, error);
    }
  }

  private async send(notice: ClaimedNotice, turn: Extract<NoticeTurn, { kind: 'send' }>): Promise<AttemptOutcome> {
    const channel = this.channels.of(notice.channel);
    if (!channel) return refusedForNow(`the channel ${notice.channel} is not configured`);
    const composed = await turn.compose();
    return composed === 'gone' ? refusedForGood('the recipient is gone') : channel.send(composed);
  }

  private async write(
    notice: ClaimedNotice,
    context: NoticeContext,
    end: DeliveryEnd,
    attempted: Attempted | null,
  ): Promise<void> {
    const now = this.clock.now();
    const { channel } = notice;
    const kept = await this.database.transaction(async (transaction) => {
      if (attempted) await this.deliveries.endAttempts(transaction, [{ claimed: notice, ...attempted, at: now }]);
      if ((await this.deliveries.end(transaction, [{ claimed: notice, end, at: now }])).size === 0) return false;
      if (end.status === 'failed') await this.unheard.note(transaction, context, notice.notificationId);
      if (attempted?.outcome.kind === 'refused' && attempted.outcome.gone && context.recipientType === 'webhook') {
        await this.directory.turnOffWebhook(transaction, context.recipientId, 'it answered 410 Gone', now);
      }
      return true;
    });
    if (attempted) countAttempt(this.metrics, channel, attempted);
    if (!kept || end.status === 'pending') return;
    this.metrics.deliveries.inc({ channel, status: end.status });
    if (end.status === 'failed') {
      const about = { delivery: { id: notice.id, channel }, event: context.event, reason: end.reason };
      this.logger.error(about, 'a notice was not delivered');
    }
  }

  private async failed(notice: ClaimedNotice, error: unknown): Promise<void> {
    if (isTransient(error)) throw error;
    const now = this.clock.now();
    const dueAt = new Date(now.getTime() + FAILURE_PAUSE_MS);
    const parked = await this.deliveries.countFailure(notice, FAILURES_UNTIL_PARKED, dueAt, now);
    if (parked) this.metrics.parked.inc({ worker: 'delivery' });
    this.logger.error({ err: error, delivery: { id: notice.id }, parked }, 'a notice failed by our own fault');
  }
}
