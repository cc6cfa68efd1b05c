import { Inject, Injectable } from '@nestjs/common';
import type { AttemptOutcome } from 'incident-core';
import { Metrics } from '../metrics/metrics.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { Workers } from '../platform/workers.ts';
import { DirectoryService } from '../team/directory.service.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import { describeEnd } from './describe-end.ts';
import {
  DeliveryRepository,
  type ClaimedDelivery,
  type DeliveryContext,
  type DeliveryEnd,
} from './delivery.repository.ts';

/** Writes what came of an attempt, with its place in the timeline, in one commit. */
@Injectable()
export class DeliveryEnds {
  constructor(
    private readonly deliveries: DeliveryRepository,
    private readonly timeline: TimelineService,
    private readonly directory: DirectoryService,
    private readonly workers: Workers,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async write(
    claimed: ClaimedDelivery,
    context: DeliveryContext,
    end: DeliveryEnd,
    outcome: AttemptOutcome | null,
  ): Promise<void> {
    const now = this.clock.now();
    const kept = await this.database.transaction(async (transaction) => {
      const error = outcome?.kind === 'refused' ? outcome.error : null;
      if (outcome) await this.deliveries.endAttempt(transaction, claimed, outcome.kind, error, now);
      if (!(await this.deliveries.end(transaction, claimed, end, now))) return false;
      if (outcome?.kind === 'refused' && outcome.gone && context.recipientType === 'webhook') {
        await this.directory.turnOffWebhook(transaction, context.recipientId, 'it answered 410 Gone', now);
      }
      if (end.status === 'pending') return true;
      await this.timeline.append(transaction, [describeEnd({ ...context, ...claimed }, end.status, end.reason, now)]);
      // The escalation looks whether its step has reached anybody.
      if (context.escalationId !== null) await this.workers.ring(transaction, 'escalation');
      return true;
    });
    this.count(claimed, end, outcome, kept, now);
  }

  private count(
    claimed: ClaimedDelivery,
    end: DeliveryEnd,
    outcome: AttemptOutcome | null,
    kept: boolean,
    now: Date,
  ): void {
    const { channel } = claimed;
    if (outcome) this.metrics.attempts.inc({ channel, outcome: outcome.kind });
    const about = {
      delivery: { id: claimed.id, channel, attempts: claimed.attempts },
      incident: { id: claimed.incidentId },
    };
    if (!kept) {
      this.logger.warn(about, 'the lease on a delivery was lost; another worker writes what came of it');
      return;
    }
    if (end.status === 'pending') {
      this.logger.warn(
        { ...about, reason: end.reason, retry_at: end.dueAt },
        'a delivery was refused and is tried again',
      );
      return;
    }
    this.metrics.deliveries.inc({ channel, status: end.status });
    if (end.status === 'failed') this.logger.error({ ...about, reason: end.reason }, 'a delivery failed');
    if (end.status === 'sent' || end.status === 'delivered') {
      this.metrics.plannedToSentSeconds.observe({ channel }, (now.getTime() - claimed.createdAt.getTime()) / 1000);
    }
  }
}
