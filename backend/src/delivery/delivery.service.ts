import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database.ts';
import { Random } from '../platform/random.ts';
import { Workers } from '../platform/workers.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import { describeEnd } from './describe-end.ts';
import { DeliveryRepository, type NewDelivery } from './delivery.repository.ts';

/** The door of this stage: what is to be delivered is put down here, in the transaction that decided it. */
@Injectable()
export class DeliveryService {
  constructor(
    private readonly deliveries: DeliveryRepository,
    private readonly random: Random,
    private readonly timeline: TimelineService,
    private readonly workers: Workers,
  ) {}

  async enqueue(transaction: Transaction, deliveries: readonly NewDelivery[], now: Date): Promise<void> {
    if (deliveries.length === 0) return;
    await this.deliveries.insert(
      transaction,
      deliveries.map((delivery) => ({
        ...delivery,
        id: this.random.id(),
        status: 'pending',
        dueAt: now,
        createdAt: now,
      })),
    );
    await this.workers.ring(transaction, 'delivery');
  }

  /** Deliveries of escalations that still wait are ended now rather than when their turn comes, so that people see it. */
  async suppressWaiting(
    transaction: Transaction,
    incidentIds: readonly string[],
    reason: string,
    now: Date,
  ): Promise<void> {
    if (incidentIds.length === 0) return;
    const withheld = await this.deliveries.suppressWaiting(transaction, incidentIds, reason, now);
    await this.timeline.append(
      transaction,
      withheld.map((delivery) => describeEnd(delivery, 'suppressed', reason, now)),
    );
  }
}
