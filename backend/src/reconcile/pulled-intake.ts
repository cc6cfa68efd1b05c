import { Injectable } from '@nestjs/common';
import type { PulledAlert, PullPermit } from 'incident-core';
import type { Transaction } from '../platform/database.ts';

/** An alert document that was found, as it goes to the intake. */
export interface FoundAlert {
  /** Its JSON text, as it is kept. */
  readonly body: Buffer;
  readonly pulled: PulledAlert;
  readonly permit: PullPermit;
}

/** What a page of a source led to. */
export interface FoundPage {
  readonly source: { readonly id: string; readonly name: string; readonly teamId: string | null };
  readonly foundAt: Date;
  readonly alerts: readonly FoundAlert[];
}

/** What became of one. `isNews`: it changed something, or will be remembered. */
export interface FoundFate {
  readonly outcome: string;
  readonly reason: string | null;
  readonly isNews: boolean;
}

/** The way in that pushed alerts take too. */
export interface FoundTaker {
  /** In the caller's transaction; answers in the order of the alerts. */
  take(transaction: Transaction, page: FoundPage): Promise<readonly FoundFate[]>;
}

/** The intake says here that it takes what was found: imports point the other way. */
@Injectable()
export class PulledIntake implements FoundTaker {
  private taker: FoundTaker | null = null;

  register(taker: FoundTaker): void {
    this.taker = taker;
  }

  async take(transaction: Transaction, page: FoundPage): Promise<readonly FoundFate[]> {
    if (!this.taker) throw new Error('nobody takes the alerts that are pulled');
    return this.taker.take(transaction, page);
  }
}
