import { Inject, Injectable } from '@nestjs/common';
import { decideReceipt, type Receipt } from 'incident-core';
import { Metrics } from '../metrics/metrics.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { Workers } from '../platform/workers.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import { describeEnd } from './describe-end.ts';
import { ReceiptRepository, type ReceivedDelivery } from './receipt.repository.ts';
import { UnheardHandoffs } from './unheard-handoffs.ts';
import { Unreached } from './unreached.ts';

const BATCH = 50;
const NO_RECEIPT: Receipt = { kind: 'failed', error: 'no receipt came in time' };

/** What providers say of messages that they took, and what their silence means. */
@Injectable()
export class Receipts {
  constructor(
    private readonly receipts: ReceiptRepository,
    private readonly timeline: TimelineService,
    private readonly unreached: Unreached,
    private readonly unheard: UnheardHandoffs,
    private readonly workers: Workers,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Takes a receipt for a delivery of ours, and for all that went in its message; one for a delivery that is none, or that comes late or twice, changes nothing. */
  async take(deliveryId: string, receipt: Receipt): Promise<void> {
    await this.database.transaction(async (transaction) => {
      for (const delivery of await this.receipts.lockMessage(transaction, deliveryId))
        await this.apply(transaction, delivery, receipt);
    });
  }

  /** Gives up what has waited for its receipt too long. Answers how many there were. */
  async tick(): Promise<number> {
    return this.database.transaction(async (transaction) => {
      const overdue = await this.receipts.lockOverdue(transaction, this.clock.now(), BATCH);
      for (const delivery of overdue) await this.apply(transaction, delivery, NO_RECEIPT);
      return overdue.length;
    });
  }

  private async apply(transaction: Transaction, delivery: ReceivedDelivery, receipt: Receipt): Promise<void> {
    const decision = decideReceipt(delivery.status, receipt);
    if (decision.kind === 'ignore') return;
    const now = this.clock.now();
    const { id, channel } = delivery;
    const reason = receipt.kind === 'failed' ? receipt.error : null;
    await this.receipts.end(transaction, id, { status: decision.to, reason, now });
    this.metrics.deliveries.inc({ channel, status: decision.to });
    if (reason !== null) {
      this.logger.error({ delivery: { id, channel }, reason }, 'what was sent was not delivered');
    }
    if (delivery.incidentId !== null)
      await this.follow(
        transaction,
        { ...delivery, incidentId: delivery.incidentId },
        { to: decision.to, reason, now },
      );
    else if (reason !== null) await this.unheard.note(transaction, delivery, delivery.notificationId);
  }

  /** What follows for the incident, and for its recipient, who may be told by another channel. */
  private async follow(
    transaction: Transaction,
    delivery: ReceivedDelivery & { readonly incidentId: string },
    { to, reason, now }: { readonly to: 'delivered' | 'failed'; readonly reason: string | null; readonly now: Date },
  ): Promise<void> {
    const entry = describeEnd(delivery, to, reason, now);
    const kind = to === 'delivered' ? 'notification_delivered' : entry.kind;
    await this.timeline.append(transaction, [{ ...entry, kind }]);
    if (reason !== null) {
      await this.unreached.tell(transaction, { claimed: delivery, nextAfterMs: null, reason }, now);
    }
    if (delivery.escalationId !== null) await this.workers.ring(transaction, 'heard');
  }
}
