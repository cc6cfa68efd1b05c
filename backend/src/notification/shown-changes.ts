import { Injectable } from '@nestjs/common';
import { planForToldBefore, type Urgency } from 'incident-core';
import type { Transaction } from '../platform/database.ts';
import { NotificationRepository } from './notification.repository.ts';
import { NotificationService } from './notification.service.ts';

/** An open incident of which something is shown that is so no longer. */
export interface ShownChange {
  readonly incidentId: string;
  readonly urgency: Urgency;
  /** What changed, for the thread: "it rose from warning to critical". */
  readonly reason: string;
}

/** Brings messages in Slack up to date where nobody is told anything else. */
@Injectable()
export class ShownChanges {
  constructor(
    private readonly notifications: NotificationRepository,
    private readonly tellings: NotificationService,
  ) {}

  /** Comes last: where people are told the same in this transaction, that brings the message up to date as well. */
  async show(transaction: Transaction, changes: readonly ShownChange[], now: Date): Promise<void> {
    if (changes.length === 0) return;
    const ids = changes.map(({ incidentId }) => incidentId);
    const shown = await this.notifications.shownOf(transaction, ids, now);
    const occasion = { event: 'standing_changed' as const, passage: null, occurrence: `shown-${now.toISOString()}` };
    const planned = changes.flatMap(({ incidentId, urgency, reason }) =>
      planForToldBefore(
        { ...occasion, incidentId, urgency },
        shown.filter((one) => one.incidentId === incidentId),
        { at: now, preferences: [] },
      ).map((each) => ({ planned: each, urgency, reason })),
    );
    await this.tellings.plan(transaction, planned, now);
  }
}
