import { Injectable } from '@nestjs/common';
import {
  planForToldBefore,
  planNotifications,
  type EscalationTarget,
  type NotificationEvent,
  type Occasion,
  type PlannedNotification,
  type Urgency,
} from 'incident-core';
import { DeliveryService } from '../delivery/delivery.service.ts';
import type { Transaction } from '../platform/database.ts';
import { Random } from '../platform/random.ts';
import { DirectoryService } from '../team/directory.service.ts';
import { NotificationRepository } from './notification.repository.ts';

/** One planned notification, with what its delivery must know beside it. */
export interface Telling {
  readonly planned: PlannedNotification;
  readonly urgency: Urgency;
  /** Why now, for the reader. */
  readonly reason: string | null;
}

/** An incident about which somebody is told something that no escalation asked for. */
export interface Telegram {
  readonly incidentId: string;
  readonly urgency: Urgency;
  readonly event: NotificationEvent;
  /** Keeps this telling apart from another of the same event. */
  readonly occurrence: string;
  readonly reason: string | null;
}

/** Writes down who is to be told what, once each; the rows are what the delivery worker finds due. */
@Injectable()
export class NotificationService {
  constructor(
    private readonly notifications: NotificationRepository,
    private readonly deliveries: DeliveryService,
    private readonly directory: DirectoryService,
    private readonly random: Random,
  ) {}

  async plan(transaction: Transaction, tellings: readonly Telling[], now: Date): Promise<void> {
    const rows = tellings.map(({ planned, urgency, reason }) => ({
      row: { ...planned, id: this.random.id(), reason, createdAt: now },
      urgency,
    }));
    const inserted = await this.notifications.insertNew(
      transaction,
      rows.map(({ row }) => row),
    );
    const fresh = rows.filter(({ row }) => inserted.has(row.id));
    await this.deliveries.enqueue(
      transaction,
      fresh.map(({ row, urgency }) => ({
        notificationId: row.id,
        incidentId: row.incidentId,
        channel: row.channel,
        urgency,
      })),
      now,
    );
  }

  /** Tells those who were told of the incidents before, in the same ways. */
  async tellToldBefore(transaction: Transaction, telegrams: readonly Telegram[], now: Date): Promise<void> {
    if (telegrams.length === 0) return;
    const told = await this.notifications.toldOf(
      transaction,
      telegrams.map(({ incidentId }) => incidentId),
    );
    const tellings = telegrams.flatMap((telegram) =>
      planForToldBefore(
        toOccasion(telegram),
        told.filter(({ incidentId }) => incidentId === telegram.incidentId),
      ).map((planned) => ({ planned, urgency: telegram.urgency, reason: telegram.reason })),
    );
    await this.plan(transaction, tellings, now);
  }

  /** Tells certain targets, by whatever reaches them. */
  async tell(
    transaction: Transaction,
    telegrams: readonly (Telegram & { readonly target: EscalationTarget })[],
    now: Date,
  ): Promise<void> {
    if (telegrams.length === 0) return;
    const reach = await this.directory.reach(
      transaction,
      telegrams.map(({ target }) => target),
    );
    const tellings = telegrams.flatMap((telegram) =>
      planNotifications(toOccasion(telegram), [telegram.target], reach).notifications.map((planned) => ({
        planned,
        urgency: telegram.urgency,
        reason: telegram.reason,
      })),
    );
    await this.plan(transaction, tellings, now);
  }

  /** What waits to be sent of the incidents' escalations is withheld, with the reason. */
  async withhold(transaction: Transaction, incidentIds: readonly string[], reason: string, now: Date): Promise<void> {
    await this.deliveries.suppressWaiting(transaction, incidentIds, reason, now);
  }
}

function toOccasion(telegram: Telegram): Occasion {
  const { incidentId, event, occurrence } = telegram;
  return { incidentId, event, passage: null, occurrence };
}
