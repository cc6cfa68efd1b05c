import { Injectable } from '@nestjs/common';
import { decideDelivery, decideSend, type AttemptOutcome } from 'incident-core';
import { Clock } from '../platform/clock.ts';
import { Random } from '../platform/random.ts';
import { Channels } from './channels.ts';
import { Composer } from './composer.ts';
import {
  DeliveryRepository,
  type ClaimedDelivery,
  type DeliveryContext,
  type DeliveryEnd,
} from './delivery.repository.ts';

/** How one turn of a delivery ended; `outcome` is null when nothing was sent. */
export interface Ended {
  readonly end: DeliveryEnd;
  readonly outcome: AttemptOutcome | null;
}

/** Shorter than the lease, so that a slow provider cannot outlive it. */
const ATTEMPT_MS = 30_000;

/** One turn of a delivery under lease: is it still true, then one attempt, then what that means. */
@Injectable()
export class Attempt {
  constructor(
    private readonly deliveries: DeliveryRepository,
    private readonly composer: Composer,
    private readonly channels: Channels,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  async make(claimed: ClaimedDelivery, context: DeliveryContext): Promise<Ended> {
    const decision = decideSend({
      event: context.event,
      incidentStatus: context.status,
      run: context.runStatus === null ? null : { status: context.runStatus, end: context.runEnd },
      recipient: recipientOf(context),
    });
    if (decision.kind === 'suppress') {
      return { end: { status: 'suppressed', reason: decision.reason, providerId: null, dueAt: null }, outcome: null };
    }
    const outcome = await this.send(claimed, context);
    return { end: this.endOf(claimed, outcome), outcome };
  }

  private async send(claimed: ClaimedDelivery, context: DeliveryContext): Promise<AttemptOutcome> {
    await this.deliveries.beginAttempt(claimed.id, claimed.attempts, this.clock.now());
    const channel = this.channels.of(claimed.channel);
    if (!channel) return refused(`the channel ${claimed.channel} is not configured`, true);
    const message = await this.composer.compose(claimed, context, this.clock.now(), ATTEMPT_MS);
    return message ? channel.send(message) : refused('the recipient is gone', false);
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
}

function refused(error: string, retryable: boolean): AttemptOutcome {
  return { kind: 'refused', retryable, error, retryAfterSeconds: null, gone: false };
}

function recipientOf(context: DeliveryContext): 'verified' | 'unverified' | 'method_gone' | 'gone' {
  if (context.recipientType === 'webhook') return 'verified';
  if (context.userName === null) return 'gone';
  if (context.address === null) return 'method_gone';
  return context.verifiedAt === null ? 'unverified' : 'verified';
}
