import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CHANNELS, type Channel } from 'incident-core';
import { Metrics } from '../metrics/metrics.ts';
import { Clock } from '../platform/clock.ts';
import { isTransient } from '../platform/database.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { Workers } from '../platform/workers.ts';
import { Attempt } from './attempt.ts';
import { DeliveryEnds } from './delivery-ends.ts';
import { DeliveryRepository, type ClaimedDelivery, type DeliveryContext } from './delivery.repository.ts';

const BATCH = 50;
const LEASE_SECONDS = 60;
const FAILURES_UNTIL_PARKED = 5;
const FAILURE_PAUSE_MS = 30_000;

/** Takes due deliveries, makes one attempt each, and writes down what came of it. */
@Injectable()
export class DeliveryWorker implements OnModuleInit {
  constructor(
    private readonly deliveries: DeliveryRepository,
    private readonly ends: DeliveryEnds,
    private readonly attempt: Attempt,
    private readonly clock: Clock,
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
    const turns = await Promise.allSettled(
      claimed.map((delivery) => this.deliver(delivery, contexts.get(delivery.id))),
    );
    for (const turn of turns) if (turn.status === 'rejected') throw turn.reason;
    return claimed.length;
  }

  private async deliver(claimed: ClaimedDelivery, context: DeliveryContext | undefined): Promise<void> {
    try {
      if (!context) throw new Error(`delivery ${claimed.id} has no notification`);
      const { end, outcome } = await this.attempt.make(claimed, context);
      await this.ends.write(claimed, context, end, outcome);
    } catch (error) {
      await this.failed(claimed, error);
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
