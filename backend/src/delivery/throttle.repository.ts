import { Inject, Injectable } from '@nestjs/common';
import type { ThrottlesAnswer } from 'incident-core';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';

/** The limits that somebody has set. */
@Injectable()
export class ThrottleRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** As they are stored; null when nobody has. */
  async get(): Promise<unknown> {
    const row: { readonly throttles: unknown } | undefined =
      await this.database('throttle_settings').first('throttles');
    return row?.throttles ?? null;
  }

  async replace(transaction: Transaction, throttles: ThrottlesAnswer, now: Date): Promise<void> {
    await transaction('throttle_settings')
      .insert({ id: true, throttles: JSON.stringify(throttles), updatedAt: now })
      .onConflict('id')
      .merge();
  }
}
