import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CHANNELS, decideDelivery, decideSend, type AttemptOutcome, type Channel } from 'incident-core';
import { Metrics } from '../metrics/metrics.ts';
import { Clock } from '../platform/clock.ts';
import { isTransient } from '../platform/database.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { Random } from '../platform/random.ts';
import { Workers } from '../platform/workers.ts';
import { Channels } from './channels.ts';
import { Composer } from './composer.ts';
import { DeliveryEnds } from './delivery-ends.ts';
import {
  DeliveryRepository,
  type ClaimedDelivery,
  type DeliveryContext,
  type DeliveryEnd,
} from './delivery.repository.ts';

const BATCH = 50;
const LEASE_SECONDS = 60;
/** Shorter than the lease, so that a slow provider cannot outlive it. */
const ATTEMPT_MS = 30_000;
const FAILURES_UNTIL_PARKED = 5;
const FAILURE_PAUSE_MS = 30_000;

/** Takes due deliveries, makes one attempt each, and writes down what came of it. */
@Injectable()
export class DeliveryWorker implements OnModuleInit {
  constructor(
    private readonly deliveries: DeliveryRepository,
    private readonly ends: DeliveryEnds,
    private readonly composer: Composer,
    private readonly channels: Channels,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly metrics: Metrics,
    private readonly workers: Workers,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    // One worker a channel, so that a slow provider holds up nobody else's.
    for (const channel of CHANNELS) this.workers.register('delivery', () => this.tick(channel));
  }

  async tick(channel: Channel): Promise<number> {
    const claimed = await this.deliveries.claim(channel, this.clock.now(), LEASE_SECONDS, BATCH);
    if (claimed.length === 0) return 0;
    const contexts = new Map(
      (await this.deliveries.contexts(claimed.map(({ id }) => id))).map((context) => [context.deliveryId, context]),
    );
    await Promise.all(claimed.map((delivery) => this.deliver(delivery, contexts.get(delivery.id))));
    return claimed.length;
  }

  private async deliver(claimed: ClaimedDelivery, context: DeliveryContext | undefined): Promise<void> {
    try {
      if (!context) throw new Error(`delivery ${claimed.id} has no notification`);
      const decision = decideSend({
        event: context.event,
        incidentStatus: context.status,
        run: context.runStatus === null ? null : { status: context.runStatus, end: context.runEnd },
        recipient: recipientOf(context),
      });
      if (decision.kind === 'suppress') {
        await this.ends.write(
          claimed,
          context,
          { status: 'suppressed', reason: decision.reason, providerId: null, dueAt: null },
          null,
        );
        return;
      }
      const outcome = await this.attempt(claimed, context);
      await this.ends.write(claimed, context, this.endOf(claimed, outcome), outcome);
    } catch (error) {
      await this.failed(claimed, error);
    }
  }

  private async attempt(claimed: ClaimedDelivery, context: DeliveryContext): Promise<AttemptOutcome> {
    await this.deliveries.beginAttempt(claimed.id, claimed.attempts, this.clock.now());
    const channel = this.channels.of(claimed.channel);
    const message = await this.composer.compose(claimed, context, this.clock.now(), ATTEMPT_MS);
    if (!channel || !message) {
      const error = channel ? 'the recipient is gone' : `the channel ${claimed.channel} is not configured`;
      return { kind: 'refused', retryable: channel === null, error, retryAfterSeconds: null, gone: false };
    }
    return channel.send(message);
  }

  private endOf(claimed: ClaimedDelivery, outcome: AttemptOutcome): DeliveryEnd {
    const decision = decideDelivery({
      outcome,
      attempts: claimed.attempts,
      firstAttemptAt: claimed.firstAttemptAt,
      jitter: this.random.fraction(),
      now: this.clock.now(),
    });
    switch (decision.kind) {
      case 'sent':
      case 'delivered':
        return { status: decision.kind, reason: null, providerId: decision.providerId, dueAt: null };
      case 'retry':
        return { status: 'pending', reason: decision.error, providerId: null, dueAt: decision.at };
      case 'failed':
        return { status: 'failed', reason: `${decision.reason}: ${decision.error}`, providerId: null, dueAt: null };
    }
  }

  /** Without the database nothing can be written: the lease runs out and another tick takes the row. Else it is our bug. */
  private async failed(claimed: ClaimedDelivery, error: unknown): Promise<void> {
    if (isTransient(error)) throw error;
    const now = this.clock.now();
    const dueAt = new Date(now.getTime() + FAILURE_PAUSE_MS);
    const parked = await this.deliveries.countFailure(claimed, FAILURES_UNTIL_PARKED, dueAt, now);
    if (parked) this.metrics.parked.inc({ worker: 'delivery' });
    this.logger.error({ err: error, delivery: { id: claimed.id }, parked }, 'a delivery failed by our own fault');
  }
}

function recipientOf(context: DeliveryContext): 'verified' | 'unverified' | 'method_gone' | 'gone' {
  if (context.recipientType === 'webhook') return 'verified';
  if (context.userName === null) return 'gone';
  if (context.address === null) return 'method_gone';
  return context.verifiedAt === null ? 'unverified' : 'verified';
}
