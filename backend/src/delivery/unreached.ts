import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database.ts';
import type { ClaimedDelivery } from './delivery.repository.ts';

/** A delivery that has not got through. */
export interface UnreachedDelivery {
  readonly claimed: Pick<ClaimedDelivery, 'id' | 'notificationId' | 'channel'>;
  /** How long after its first attempt it is tried again; null when it has failed. */
  readonly nextAfterMs: number | null;
  readonly reason: string;
}

/** Decides, in the transaction that says so, how else the recipient is told. */
export type OnUnreached = (transaction: Transaction, unreached: UnreachedDelivery, now: Date) => Promise<void>;

/**
 * Says which deliveries have not got through. Who plans notifications says here what is then done: imports point the
 * other way, but what has failed and what takes its place must be of one commit.
 */
@Injectable()
export class Unreached {
  private onUnreached: OnUnreached | null = null;

  register(onUnreached: OnUnreached): void {
    this.onUnreached = onUnreached;
  }

  async tell(transaction: Transaction, unreached: UnreachedDelivery, now: Date): Promise<void> {
    if (!this.onUnreached) throw new Error('nobody has said what follows a delivery that did not get through');
    await this.onUnreached(transaction, unreached, now);
  }
}
