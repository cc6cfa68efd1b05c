import { Injectable } from '@nestjs/common';
import type { Preferences } from 'incident-core';
import type { Database, Transaction } from '../platform/database.ts';

export interface PreferencesRow extends Preferences {
  readonly userId: string;
  /** That of the user. */
  readonly timeZone: string;
}

@Injectable()
export class PreferencesRepository {
  /** Of those who have said something. */
  async list(db: Database | Transaction, userIds: readonly string[]): Promise<readonly PreferencesRow[]> {
    if (userIds.length === 0) return [];
    return db('user_preferences')
      .join('users', 'users.id', 'user_preferences.userId')
      .whereIn('userId', [...userIds])
      .select('userId', 'high', 'low', 'quietHours', 'workingDays', 'statusUpdates', 'users.timeZone');
  }

  async save(transaction: Transaction, userId: string, preferences: Preferences, now: Date): Promise<void> {
    const { high, low, quietHours, workingDays, statusUpdates } = preferences;
    await transaction('user_preferences')
      .insert({
        userId,
        high: JSON.stringify(high),
        low: JSON.stringify(low),
        quietHours: quietHours && JSON.stringify(quietHours),
        workingDays: workingDays && JSON.stringify(workingDays),
        statusUpdates,
        updatedAt: now,
      })
      .onConflict('userId')
      .merge();
  }
}
