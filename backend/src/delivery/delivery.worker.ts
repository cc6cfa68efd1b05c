import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CHANNELS, type Channel } from 'incident-core';
import { Metrics } from '../metrics/metrics.ts';
import { Clock } from '../platform/clock.ts';
import { isTransient } from '../platform/database.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { Workers } from '../platform/workers.ts';
import { Attempt } from './attempt.ts';
import { Beginnings, type Beginning } from './beginnings.ts';
import { Claims } from './claims.ts';
import { DeliveryEnds } from './delivery-ends.ts';
import { Receipts } from './receipts.ts';
import { DeliveryRepository, type ClaimedDelivery } from './delivery.repository.ts';

/** Workers of each channel. */
const LANES = 2;
/** All that is under way must get through the provider's connections in the time of an attempt. */
const BATCH = 25;
const LEASE_SECONDS = 60;
const FAILURES_UNTIL_PARKED = 5;
const FAILURE_PAUSE_MS = 30_000;

/** Takes due deliveries, makes one attempt each, and writes down what came of it. */
@Injectable()
export class DeliveryWorker implements OnModuleInit {
  constructor(
    private readonly claims: Claims,
    private readonly beginnings: Beginnings,
    private readonly deliveries: DeliveryRepository,
    private readonly ends: DeliveryEnds,
    private readonly attempt: Attempt,
    private readonly receipts: Receipts,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly workers: Workers,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    // A slow provider holds up nobody else's; a slow recipient not all of their channel's. While one lane writes and
    // claims, the other sends.
    for (let lane = 1; lane <= LANES; lane += 1) {
      for (const channel of CHANNELS) this.workers.register('delivery', () => this.tick(channel));
    }
    this.workers.register('delivery', () => this.receipts.tick());
  }

  async tick(channel: Channel): Promise<number> {
    const claimed = await this.claims.take(channel, this.clock.now(), LEASE_SECONDS, BATCH);
    const beginnings = await this.beginnings.of(claimed.deliveries);
    const turns = await Promise.allSettled(beginnings.map((beginning) => this.deliver(beginning)));
    for (const turn of turns) if (turn.status === 'rejected') throw turn.reason;
    // What waits for a person or a place may hide others behind it; what waits for the provider has nobody behind it that need not.
    return claimed.isMore ? Math.max(claimed.deliveries.length, 1) : 0;
  }

  private async deliver(beginning: Beginning): Promise<void> {
    if (beginning.kind === 'failed') return this.failed(beginning.claimed, beginning.error);
    const { begun } = beginning;
    try {
      await this.ends.write(begun, await this.attempt.make(begun));
    } catch (error) {
      await this.failed(begun.claimed, error);
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
