import { Injectable } from '@nestjs/common';
import {
  describeDuty,
  planForToldBefore,
  planNotifications,
  type EscalationTarget,
  type NotificationEvent,
  type NotificationPlan,
  type Occasion,
  type PlannedNotification,
  type Reach,
  type Urgency,
} from 'incident-core';
import { DeliveryService } from '../delivery/delivery.service.ts';
import type { Transaction } from '../platform/database.ts';
import { Random } from '../platform/random.ts';
import { DirectoryService } from '../team/directory.service.ts';
import { Suppressions } from './suppressions.ts';
import { NotificationRepository, type UndeliveredRow, type WaitingNotification } from './notification.repository.ts';

/** One planned notification, with what its delivery must know beside it. */
export interface Telling {
  readonly planned: PlannedNotification;
  readonly urgency: Urgency;
  /** That a schedule has put them on call, where the plan itself does not say by which. */
  readonly isOnCall?: boolean;
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

/** One that has reached none of its targets, and what stood in the way of each. */
export interface Untold<Told extends Telegram> {
  readonly telegram: Told;
  readonly plan: NotificationPlan;
  readonly reach: Reach;
}

/** Writes down who is to be told what, once each; the rows are what the delivery worker finds due. */
@Injectable()
export class NotificationService {
  constructor(
    private readonly notifications: NotificationRepository,
    private readonly deliveries: DeliveryService,
    private readonly directory: DirectoryService,
    private readonly suppressions: Suppressions,
    private readonly random: Random,
  ) {}

  async plan(transaction: Transaction, tellings: readonly Telling[], now: Date): Promise<void> {
    await this.write(transaction, tellings, now);
  }

  /** As `plan`; what was planned before and has lost its delivery has one again. */
  async planAgain(transaction: Transaction, tellings: readonly Telling[], now: Date): Promise<void> {
    await this.write(transaction, tellings, now);
    const keys = tellings.map(({ planned }) => planned.uniqueKey);
    await this.deliverAgain(transaction, await this.notifications.undelivered(transaction, keys), now);
  }

  /** Gives notifications that have no delivery one that is due now. */
  async deliverAgain(transaction: Transaction, lost: readonly UndeliveredRow[], now: Date): Promise<void> {
    await this.deliveries.enqueue(
      transaction,
      lost.map(({ id: notificationId, incidentId, channel, contactMethodId, urgency }) => ({
        ...{ notificationId, incidentId, channel, contactMethodId, urgency: urgency ?? 'high' },
        ...{ dueAt: now, holdReason: null },
      })),
      now,
    );
  }

  private async write(transaction: Transaction, tellings: readonly Telling[], now: Date): Promise<void> {
    const rows = tellings.map(({ planned, urgency, reason, isOnCall = planned.onCall !== null }) => {
      const { onCall, delaySeconds: _, hold, ...intent } = planned;
      const because = reason ?? (onCall && describeDuty(onCall));
      const row = { ...intent, id: this.random.id(), reason: because, onCall: isOnCall, createdAt: now };
      return { row, urgency, dueAt: dueAt(planned, now), holdReason: hold?.reason ?? null };
    });
    const inserted = await this.notifications.insertNew(
      transaction,
      rows.map(({ row }) => row),
    );
    const fresh = rows.filter(({ row }) => inserted.has(row.id));
    await this.deliveries.enqueue(
      transaction,
      fresh.map(({ row, urgency, dueAt, holdReason }) => ({
        notificationId: row.id,
        incidentId: row.incidentId,
        channel: row.channel,
        contactMethodId: row.contactMethodId,
        urgency,
        dueAt,
        holdReason,
      })),
      now,
    );
  }

  /**
   * Tells the people of steps again, since their incidents have become worse. Whom the step has not told yet, by that
   * channel, is told once: what waits takes the new time, with the reason. Of an incident that is urgent now nothing is
   * held any longer.
   */
  async planRisen(transaction: Transaction, tellings: readonly Telling[], now: Date): Promise<void> {
    const waiting = await this.notifications.waitingOf(transaction, [
      ...new Set(tellings.map(({ planned }) => planned.incidentId)),
    ]);
    const again = tellings.map((telling) => {
      const same = waiting.find((one) => one.event === 'escalation_step' && isSamePlace(one, telling.planned));
      return { telling, waitingId: same?.id ?? null };
    });
    const moved = new Set(
      await this.deliveries.bringForward(
        transaction,
        again.flatMap(({ telling: { planned, urgency }, waitingId: notificationId }) =>
          notificationId === null
            ? []
            : [{ notificationId, urgency, dueAt: dueAt(planned, now), holdReason: planned.hold?.reason ?? null }],
        ),
      ),
    );
    for (const reason of new Set(tellings.map((telling) => telling.reason))) {
      const ids = again.flatMap(({ telling, waitingId }) =>
        waitingId !== null && moved.has(waitingId) && telling.reason === reason ? [waitingId] : [],
      );
      if (reason !== null) await this.notifications.addReason(transaction, ids, reason);
    }
    await this.release(
      transaction,
      tellings.filter(isUrgent).map(({ planned }) => planned.incidentId),
      now,
    );
    const rest = again.filter(({ waitingId }) => waitingId === null || !moved.has(waitingId));
    await this.plan(
      transaction,
      rest.map(({ telling }) => telling),
      now,
    );
  }

  /** What waits for its own delay has its turn now, for that reason. */
  async hasten(
    transaction: Transaction,
    notificationIds: readonly string[],
    { urgency, because }: { readonly urgency: Urgency; readonly because: string },
    now: Date,
  ): Promise<void> {
    const rows = notificationIds.map((notificationId) => ({
      notificationId,
      urgency,
      dueAt: now,
      holdReason: null,
    }));
    await this.notifications.addReason(transaction, await this.deliveries.bringForward(transaction, rows), because);
  }

  /**
   * Tells those who were told of the incidents before, in the same ways. Of one that is suppressed nobody hears but who
   * holds it, and messages in Slack are brought up to date.
   */
  async tellToldBefore(transaction: Transaction, telegrams: readonly Telegram[], now: Date): Promise<void> {
    if (telegrams.length === 0) return;
    const incidentIds = telegrams.map(({ incidentId }) => incidentId);
    const before = await this.notifications.toldOf(transaction, incidentIds);
    const asked = before.map(({ incidentId }) => ({ incidentId, isNew: false }));
    const quiet = await this.suppressions.decide(transaction, asked, now);
    const told = before.filter(
      ({ incidentId, isHolder, channel }) => isHolder || channel === 'slack' || !quiet.has(incidentId),
    );
    const userIds = told.flatMap(({ recipient }) => (recipient.type === 'user' ? [recipient.id] : []));
    const preferences = await this.directory.preferencesOf(transaction, [...new Set(userIds)], now);
    const tellings = telegrams.flatMap((telegram) =>
      planForToldBefore(
        { ...toOccasion(telegram), urgency: telegram.urgency },
        told.filter(({ incidentId }) => incidentId === telegram.incidentId),
        { at: now, preferences },
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
    const each = telegrams.map(({ target, ...telegram }) => ({ ...telegram, targets: [target] }));
    await this.tellFirst(transaction, each, now);
  }

  /** As `tell`, but of the targets of each only the first that anything reaches. Answers those that have none. */
  async tellFirst<Told extends Telegram & { readonly targets: readonly EscalationTarget[] }>(
    transaction: Transaction,
    telegrams: readonly Told[],
    now: Date,
  ): Promise<readonly Untold<Told>[]> {
    if (telegrams.length === 0) return [];
    const reach = await this.directory.reach(
      transaction,
      telegrams.flatMap(({ targets }) => targets),
      now,
    );
    const severities = await this.notifications.severitiesOf(
      transaction,
      telegrams.map(({ incidentId }) => incidentId),
    );
    const toFull = (telegram: Telegram): Occasion => ({
      ...toOccasion(telegram),
      severity: severities.get(telegram.incidentId) ?? 'error',
      urgency: telegram.urgency,
    });
    const plans = telegrams.map((telegram) => {
      const planFor = (targets: readonly EscalationTarget[]) => planNotifications(toFull(telegram), targets, reach);
      const first = telegram.targets.find((target) => planFor([target]).notifications.length > 0);
      return { telegram, plan: planFor(first ? [first] : telegram.targets), reach };
    });
    const tellings = plans.flatMap(({ telegram: { urgency, reason }, plan }) =>
      plan.notifications.map((planned) => ({ planned, urgency, reason })),
    );
    const risen = telegrams.filter(({ event, urgency }) => event === 'severity_rose' && urgency === 'high');
    await this.release(
      transaction,
      risen.map(({ incidentId }) => incidentId),
      now,
    );
    await this.plan(transaction, tellings, now);
    return plans.filter(({ plan }) => plan.notifications.length === 0);
  }

  /** What waits to be sent of the incidents' escalations is withheld, with the reason. */
  async withhold(transaction: Transaction, incidentIds: readonly string[], reason: string, now: Date): Promise<void> {
    await this.deliveries.suppressWaiting(transaction, incidentIds, reason, now);
  }

  /** Nothing of incidents that have become urgent waits for the end of quiet hours. */
  private async release(transaction: Transaction, incidentIds: readonly string[], now: Date): Promise<void> {
    const waiting = await this.notifications.waitingOf(transaction, [...new Set(incidentIds)]);
    const held = waiting.filter(({ isHeld }) => isHeld);
    await this.deliveries.bringForward(
      transaction,
      held.map(({ id }) => ({ notificationId: id, urgency: 'high', dueAt: now, holdReason: null })),
    );
  }
}

/** After the recipient's own delay, and not before a hold is over. */
function dueAt({ delaySeconds, hold }: PlannedNotification, now: Date): Date {
  const due = new Date(now.getTime() + delaySeconds * 1000);
  return hold !== null && hold.until > due ? hold.until : due;
}

function isUrgent({ urgency }: Telling): boolean {
  return urgency === 'high';
}

/** Whether both are of one passage, for one recipient, by one channel. */
function isSamePlace(one: WaitingNotification, other: PlannedNotification): boolean {
  return (
    one.escalationId === other.escalationId &&
    one.round === other.round &&
    one.step === other.step &&
    one.recipientType === other.recipient.type &&
    one.recipientId === other.recipient.id &&
    one.channel === other.channel
  );
}

function toOccasion(telegram: Telegram): Omit<Occasion, 'severity' | 'urgency'> {
  const { incidentId, event, occurrence } = telegram;
  return { incidentId, event, passage: null, occurrence };
}
