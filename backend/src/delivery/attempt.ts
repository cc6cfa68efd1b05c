import { Injectable } from '@nestjs/common';
import { decideDelivery, GIVE_UP_SECONDS, receiptDueAt, type AttemptOutcome, type Channel } from 'incident-core';
import type { Metrics } from '../metrics/metrics.ts';
import { Clock } from '../platform/clock.ts';
import { Random } from '../platform/random.ts';
import type { SpanPlan } from '../platform/span-plan.ts';
import { Tracing } from '../platform/tracing.ts';
import type { Begun, LinkedPart } from './beginnings.ts';
import { refusedForGood, refusedForNow } from './channel.ts';
import { Channels } from './channels.ts';
import { Composer } from './composer.ts';
import { MergedComposer } from './merged-composer.ts';
import type { Attempted, ClaimedDelivery, DeliveryEnd } from './delivery.repository.ts';

/** How one turn of a message ended. */
export interface Ended {
  readonly end: DeliveryEnd;
  /** Null when nothing was sent. */
  readonly attempted: Attempted | null;
}

/** Shorter than the lease, so that a slow provider cannot outlive it. */
export const ATTEMPT_MS = 30_000;

/** One turn of a delivery under lease: one attempt of what is still true, then what that means. */
@Injectable()
export class Attempt {
  constructor(
    private readonly composer: Composer,
    private readonly mergedComposer: MergedComposer,
    private readonly channels: Channels,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly tracing: Tracing,
  ) {}

  async make({ claimed, live, withheld, beganAt }: Begun): Promise<Ended> {
    const [first, ...others] = live;
    if (first === undefined) {
      const reason = withheld.get(claimed.id) ?? null;
      return { end: { ...ENDED, status: 'suppressed', reason }, attempted: null };
    }
    const outcome = await this.tracing.within(
      () => planSpan(claimed, live.length),
      async (note) => {
        const ended = await this.send(claimed, first, others);
        note({ 'incidents.outcome': ended.kind });
        return ended;
      },
    );
    const latencyMs = Math.max(this.clock.now().getTime() - beganAt.getTime(), 0);
    return { end: this.endOf(claimed, outcome), attempted: { outcome, latencyMs } };
  }

  private async send(
    claimed: ClaimedDelivery,
    first: LinkedPart,
    others: readonly LinkedPart[],
  ): Promise<AttemptOutcome> {
    const channel = this.channels.of(claimed.channel);
    if (!channel) return refusedForNow(`the channel ${claimed.channel} is not configured`);
    const composed =
      others.length === 0
        ? await this.composer.compose(claimed, first, this.clock.now(), ATTEMPT_MS)
        : await this.mergedComposer.compose(claimed, [first, ...others], this.clock.now(), ATTEMPT_MS);
    switch (composed) {
      case 'gone':
        return refusedForGood('the recipient is gone');
      case 'after_another':
        return refusedForNow("the incident's first message there is still on its way");
      default:
        return channel.send(composed);
    }
  }

  /** What the outcome of an attempt means for its delivery. */
  endOf(
    claimed: Pick<ClaimedDelivery, 'attempts' | 'firstAttemptAt' | 'channel'>,
    outcome: AttemptOutcome,
    giveUpSeconds = GIVE_UP_SECONDS,
  ): DeliveryEnd {
    const now = this.clock.now();
    const decision = decideDelivery({
      outcome,
      attempts: claimed.attempts,
      firstAttemptAt: claimed.firstAttemptAt,
      jitter: this.random.fraction(),
      now,
      giveUpSeconds,
    });
    switch (decision.kind) {
      case 'sent': {
        const dueAt = receiptDueAt(claimed.channel, now, this.channels.receiptDeadlineSeconds);
        return { ...ENDED, status: 'sent', providerId: decision.providerId, receiptDueAt: dueAt };
      }
      case 'delivered':
        return { ...ENDED, status: 'delivered', providerId: decision.providerId };
      case 'retry':
        return { ...ENDED, status: 'pending', reason: decision.error, dueAt: decision.at };
      case 'failed':
        return { ...ENDED, status: 'failed', reason: `${decision.reason}: ${decision.error}` };
    }
  }
}

export const ENDED = { reason: null, providerId: null, dueAt: null, receiptDueAt: null } as const;

function planSpan({ id, incidentId, channel, attempts }: ClaimedDelivery, merged: number): SpanPlan {
  return {
    name: `delivery by ${channel}`,
    kind: 'client',
    ...(incidentId === null ? {} : { parent: { incidentId } }),
    attributes: {
      ...(incidentId === null ? {} : { 'incidents.incident_id': incidentId }),
      'incidents.delivery_id': id,
      'incidents.channel': channel,
      'incidents.attempt': attempts,
      'incidents.notifications': merged,
    },
  };
}

/** Counts an attempt and the time that the provider took. */
export function countAttempt(metrics: Metrics, channel: Channel, { outcome, latencyMs }: Attempted): void {
  metrics.attempts.inc({ channel, outcome: outcome.kind });
  metrics.attemptSeconds.observe({ channel, outcome: outcome.kind }, latencyMs / 1000);
}
