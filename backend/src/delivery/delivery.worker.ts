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
import { Lane } from './lane.ts';

/** Workers of each channel. */
const LANES = 2;
const BATCH = 25;
/**
 * Messages that a lane has under way at most. What one provider takes must get through its connections in the time of an
 * attempt; where each recipient has a server of its own, many that say nothing must leave room for the others.
 */
const MOST_UNDER_WAY: Readonly<Record<Channel, number>> = {
  ...{ email: BATCH, slack: BATCH, sms: BATCH, voice: BATCH },
  ...{ webhook: 100, teams: 100 },
};
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
    // A slow provider holds up nobody else's. While one lane writes and claims, the other sends.
    for (let count = 1; count <= LANES; count += 1) {
      for (const channel of CHANNELS) {
        const lane = new Lane(channel, MOST_UNDER_WAY[channel]);
        this.workers.register('delivery', () => this.tick(lane));
      }
    }
    this.workers.register('delivery', () => this.receipts.tick());
  }

  private async tick(lane: Lane): Promise<number> {
    const room = Math.min(lane.room, BATCH);
    if (room <= 0) return 0;
    const claimed = await this.claims.take(lane, this.clock.now(), LEASE_SECONDS, room);
    const beginnings = await this.beginnings.of(claimed.deliveries);
    // A recipient that says nothing holds up no other: the lane goes on without it.
    await this.workers.begun('delivery', this.deliverAll(lane, beginnings, claimed.servers));
    // What waits for a person or a place may hide others behind it; what waits for the provider has nobody behind it that
    // need not.
    return claimed.isMore ? Math.max(claimed.deliveries.length, 1) : 0;
  }

  private async deliverAll(
    lane: Lane,
    beginnings: readonly Beginning[],
    servers: ReadonlyMap<string, string>,
  ): Promise<void> {
    const ended = lane.begin(beginnings.map((beginning) => servers.get(claimedIn(beginning).id) ?? null));
    const turns = await Promise.allSettled(
      beginnings.map((beginning, at) => this.deliver(beginning).finally(() => ended[at]?.())),
    );
    for (const turn of turns) if (turn.status === 'rejected') throw turn.reason;
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

function claimedIn(beginning: Beginning): ClaimedDelivery {
  return beginning.kind === 'failed' ? beginning.claimed : beginning.begun.claimed;
}
