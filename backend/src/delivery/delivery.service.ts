import { Injectable } from '@nestjs/common';
import { Metrics } from '../metrics/metrics.ts';
import { afterCommit, type Transaction } from '../platform/database.ts';
import { Random } from '../platform/random.ts';
import { Workers } from '../platform/workers.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import { describeEnd, describeHold } from './describe-end.ts';
import { DeliveryRepository, type BroughtForward, type NewDelivery } from './delivery.repository.ts';
import { Unreached, type OnUnreached } from './unreached.ts';

/** The door of this stage: what is to be delivered is put down here, in the transaction that decided it. */
@Injectable()
export class DeliveryService {
  constructor(
    private readonly deliveries: DeliveryRepository,
    private readonly random: Random,
    private readonly timeline: TimelineService,
    private readonly workers: Workers,
    private readonly unreached: Unreached,
    private readonly metrics: Metrics,
  ) {}

  async enqueue(transaction: Transaction, deliveries: readonly NewDelivery[], now: Date): Promise<void> {
    if (deliveries.length === 0) return;
    const rows = deliveries.map((delivery) => ({
      ...delivery,
      id: this.random.id(),
      status: 'pending' as const,
      createdAt: now,
      plannedFor: delivery.dueAt,
    }));
    await this.deliveries.insert(transaction, rows);
    await this.noteHolds(transaction, rows, now);
    await this.workers.ring(transaction, 'delivery');
  }

  /** What waits takes these times instead. Answers the notifications of those that were still waiting. */
  async bringForward(transaction: Transaction, rows: readonly BroughtForward[]): Promise<readonly string[]> {
    if (rows.length === 0) return [];
    const moved = await this.deliveries.bringForward(transaction, rows);
    await this.workers.ring(transaction, 'delivery');
    return moved;
  }

  /** What waits from the beginning is in the history from the beginning. */
  private async noteHolds(
    transaction: Transaction,
    rows: readonly (NewDelivery & { readonly id: string })[],
    now: Date,
  ): Promise<void> {
    const held = rows.filter(({ holdReason, incidentId }) => holdReason !== null && incidentId !== null);
    if (held.length === 0) return;
    const described = await this.deliveries.described(
      transaction,
      held.map(({ id }) => id),
    );
    afterCommit(transaction, () => {
      for (const { holdReason } of described) this.metrics.deliveriesHeld.inc({ reason: holdReason });
    });
    await this.timeline.append(
      transaction,
      described.map((each) => describeHold(each, { reason: each.holdReason, until: each.dueAt }, now)),
    );
  }

  /** What is done, in the same transaction, about a delivery that does not get through. */
  whenUnreached(act: OnUnreached): void {
    this.unreached.register(act);
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
