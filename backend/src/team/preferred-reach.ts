import { Injectable } from '@nestjs/common';
import { LONGEST_DELAY_SECONDS, quietSpans, type PreferredReach } from 'incident-core';
import type { Database, Transaction } from '../platform/database.ts';
import { OnCall } from './on-call.ts';
import { PreferencesRepository, type PreferencesRow } from './preferences.repository.ts';

/** Says how responders want to be told from this moment on, and when they are not to be disturbed. */
@Injectable()
export class PreferredReaches {
  constructor(
    private readonly preferences: PreferencesRepository,
    private readonly onCall: OnCall,
  ) {}

  /** Those who have said nothing are missing. Who is on call now in any schedule has no quiet hours. */
  async of(db: Database | Transaction, userIds: readonly string[], now: Date): Promise<readonly PreferredReach[]> {
    const rows = await this.preferences.list(db, userIds);
    const until = new Date(now.getTime() + LONGEST_DELAY_SECONDS * 1000);
    const reaches = rows.map((row) => ({ ...toReach(row), quiet: quietSpans(row, row.timeZone, now, until) }));
    const resting = reaches.filter(({ quiet }) => quiet.length > 0).map(({ userId }) => userId);
    const onDuty = await this.onCall.amongUsers(db, resting, now);
    return reaches.map((reach) => (onDuty.has(reach.userId) ? { ...reach, quiet: [] } : reach));
  }
}

function toReach({ userId, timeZone: _, ...preferences }: PreferencesRow): Omit<PreferredReach, 'quiet'> {
  return { userId, preferences };
}
