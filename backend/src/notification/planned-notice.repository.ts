import { Injectable } from '@nestjs/common';
import type { PlannedNotice } from 'incident-core';
import type { Transaction } from '../platform/database.ts';

export interface PlannedNoticeRow extends PlannedNotice {
  readonly id: string;
  readonly createdAt: Date;
}

const COLUMNS = {
  schedule: 'scheduleId',
  verification: 'verificationId',
  page_test: 'pageTestId',
  suppression: 'suppressionId',
  source_token: 'sourceTokenId',
  api_token: 'apiTokenId',
} as const;

/** Notifications that are of no incident. */
@Injectable()
export class PlannedNoticeRepository {
  /** Answers the ids of those that are new; one that was planned before is left as it is. */
  async insertNew(transaction: Transaction, rows: readonly PlannedNoticeRow[]): Promise<ReadonlySet<string>> {
    if (rows.length === 0) return new Set();
    const inserted: readonly { readonly id: string }[] = await transaction('notifications')
      .insert(
        rows.map(({ about, recipient, ...row }) => ({
          ...row,
          [COLUMNS[about.type]]: about.id,
          run: 0,
          round: 0,
          step: 0,
          recipientType: recipient.type,
          recipientId: recipient.id,
          onCall: row.event === 'handoff' && recipient.type === 'user',
        })),
      )
      .onConflict('uniqueKey')
      .ignore()
      .returning('id');
    return new Set(inserted.map(({ id }) => id));
  }
}
