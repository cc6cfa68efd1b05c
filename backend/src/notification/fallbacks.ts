import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  channelOrder,
  decideFallback,
  decideHold,
  DEFAULT_PREFERENCES,
  FALLBACK_AFTER_SECONDS,
  planFallback,
} from 'incident-core';
import { DeliveryService } from '../delivery/delivery.service.ts';
import type { UnreachedDelivery } from '../delivery/unreached.ts';
import type { Transaction } from '../platform/database.ts';
import { DirectoryService } from '../team/directory.service.ts';
import { FallbackRepository } from './fallback.repository.ts';
import { NotificationService } from './notification.service.ts';

/** Tells a recipient by the next channel when one does not get through, in the commit that says so. */
@Injectable()
export class Fallbacks implements OnModuleInit {
  constructor(
    private readonly tellings: FallbackRepository,
    private readonly notifications: NotificationService,
    private readonly deliveries: DeliveryService,
    private readonly directory: DirectoryService,
  ) {}

  onModuleInit(): void {
    this.deliveries.whenUnreached((transaction, unreached, now) => this.plan(transaction, unreached, now));
  }

  private async plan(
    transaction: Transaction,
    { claimed, nextAfterMs, reason }: UnreachedDelivery,
    now: Date,
  ): Promise<void> {
    if (nextAfterMs !== null && nextAfterMs < FALLBACK_AFTER_SECONDS * 1000) return;
    const telling = await this.tellings.lock(transaction, claimed.notificationId, now);
    if (telling?.recipient.type !== 'user') return;
    const { contactMethods, preferences } = await this.directory.reach(transaction, [telling.recipient], now);
    const verified = contactMethods.filter((method) => method.verified);
    const order = channelOrder(preferences[0]?.preferences ?? DEFAULT_PREFERENCES, telling.urgency);
    const decision = decideFallback({
      event: telling.event,
      urgency: telling.urgency,
      state: nextAfterMs === null ? { kind: 'failed' } : { kind: 'refused', nextAfterSeconds: nextAfterMs / 1000 },
      others: telling.others,
      channels: order.filter((channel) => verified.some((method) => method.channel === channel)),
      channel: claimed.channel,
    });
    if (decision.kind === 'none') return;
    const { urgency, isOnCall } = telling;
    const hold = decideHold({ urgency, isOnCall, quiet: preferences[0]?.quiet ?? [] }, now);
    const because = `${claimed.channel} did not get through (${reason})`;
    if (decision.kind === 'hasten') {
      // Its own turn comes when the quiet hours are over.
      if (hold !== null) return;
      const hastened = telling.others.filter(({ channel }) => channel === decision.channel).map(({ id }) => id);
      await this.notifications.hasten(transaction, hastened, { urgency, because }, now);
      return;
    }
    const method = verified.find(({ channel }) => channel === decision.channel);
    if (!method) throw new Error('a fallback was decided on a channel that the responder does not have');
    const planned = planFallback(telling, method, hold);
    await this.notifications.plan(transaction, [{ planned, urgency, reason: because, isOnCall }], now);
  }
}
