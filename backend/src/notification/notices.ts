import { Injectable } from '@nestjs/common';
import type { PlannedNotice } from 'incident-core';
import { DeliveryService } from '../delivery/delivery.service.ts';
import type { Transaction } from '../platform/database.ts';
import { Random } from '../platform/random.ts';
import { PlannedNoticeRepository } from './planned-notice.repository.ts';

/** Writes down what people are to be told that is of no incident, once each. It is delivered as all else is. */
@Injectable()
export class Notices {
  constructor(
    private readonly notices: PlannedNoticeRepository,
    private readonly deliveries: DeliveryService,
    private readonly random: Random,
  ) {}

  async plan(transaction: Transaction, planned: readonly PlannedNotice[], now: Date): Promise<void> {
    const rows = planned.map((notice) => ({ ...notice, id: this.random.id(), createdAt: now }));
    const inserted = await this.notices.insertNew(transaction, rows);
    const due = { incidentId: null, urgency: 'high', dueAt: now, holdReason: null } as const;
    const fresh = rows.filter(({ id }) => inserted.has(id));
    await this.deliveries.enqueue(
      transaction,
      fresh.map(({ id, channel, contactMethodId }) => ({ ...due, notificationId: id, channel, contactMethodId })),
      now,
    );
  }
}
