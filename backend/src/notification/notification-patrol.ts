import { Injectable, type OnModuleInit } from '@nestjs/common';
import { GIVE_UP_SECONDS, isDeliveryMissing, NOTICE_EVENTS, type NoticeEvent } from 'incident-core';
import type { Transaction } from '../platform/database.ts';
import { Patrols, toStretch, type Patrol, type Settled, type Stretch, type Suspect } from '../platform/patrols.ts';
import { Random } from '../platform/random.ts';
import { NotificationPatrolRepository, type LostNotification } from './notification-patrol.repository.ts';
import { NotificationService } from './notification.service.ts';

/**
 * Proves of every notification that it has a delivery, for as long as it would have been tried. What a step that goes on
 * longer has lost is found with its run.
 */
@Injectable()
export class NotificationPatrol implements Patrol, OnModuleInit {
  readonly name = 'notifications';

  constructor(
    private readonly rows: NotificationPatrolRepository,
    private readonly notifications: NotificationService,
    private readonly random: Random,
    private readonly patrols: Patrols,
  ) {}

  onModuleInit(): void {
    this.patrols.register(this);
  }

  async look(place: string | null, limit: number, now: Date): Promise<Stretch> {
    const oldest = this.random.firstIdOf(new Date(now.getTime() - GIVE_UP_SECONDS * 1000));
    const rows = await this.rows.after(place !== null && place > oldest ? place : oldest, limit);
    const lost = rows.filter(({ isDelivered }) => !isDelivered).map(({ id }) => id);
    return toStretch(await this.lookAgain(lost, now), rows, limit, ({ id }) => id);
  }

  async lookAgain(subjects: readonly string[], now: Date): Promise<readonly Suspect[]> {
    const lost = await this.rows.lost(subjects);
    return lost
      .filter((row) => isWanted(row, now))
      .map(({ id, incidentId }) => ({ kind: 'delivery_missing', subject: id, incidentId }));
  }

  async settle(transaction: Transaction, subject: string, now: Date): Promise<Settled | null> {
    if (!(await this.rows.lock(transaction, subject))) return null;
    const [lost] = await this.rows.lost([subject], transaction);
    if (!lost || !isWanted(lost, now)) return null;
    await this.notifications.deliverAgain(transaction, [lost], now);
    return { kind: 'delivery_missing', subject, incidentId: lost.incidentId, isRepaired: true };
  }
}

function isWanted(lost: LostNotification, now: Date): boolean {
  const { event, createdAt, incidentStatus, runStatus: status, runEnd: end } = lost;
  const recipient = recipientOf(lost);
  if (isNoticeEvent(event)) return isDeliveryMissing({ event, recipient, createdAt }, now);
  if (incidentStatus === null) return false;
  const run = status === null ? null : { status, end };
  return isDeliveryMissing({ event, incidentStatus, run, recipient, createdAt }, now);
}

function isNoticeEvent(event: LostNotification['event']): event is NoticeEvent {
  return (NOTICE_EVENTS as readonly string[]).includes(event);
}

function recipientOf({ recipientType, userId, methodId, verifiedAt }: LostNotification) {
  if (recipientType !== 'user') return 'verified';
  if (userId === null) return 'gone';
  if (methodId === null) return 'method_gone';
  return verifiedAt === null ? 'unverified' : 'verified';
}
