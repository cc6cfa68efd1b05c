import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';

/** What was posted, untouched. */
export interface RawEvent {
  readonly id: string;
  readonly receivedAt: Date;
  readonly sourceId: string;
  readonly contentType: string | null;
  /** The whole body, or the beginning of one that was too large. */
  readonly body: Buffer;
  readonly bodySize: number;
  readonly bodySha256: Buffer;
  readonly truncated: boolean;
}

const DAY_MS = 86_400_000;

@Injectable()
export class RawEventRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Those that are there already stay as they are: a commit whose answer was lost is tried again. */
  async insert(transaction: Transaction, events: readonly RawEvent[]): Promise<void> {
    if (events.length > 0) await transaction('raw_events').insert(events).onConflict(['receivedAt', 'id']).ignore();
  }

  /**
   * Makes the partitions of the coming days, a day each. A day that the default partition holds rows of stays there:
   * moving them would lock the intake.
   */
  async makePartitions(now: Date, days: number): Promise<void> {
    for (let day = 0; day <= days; day += 1) {
      const from = new Date(Math.floor(now.getTime() / DAY_MS + day) * DAY_MS);
      const to = new Date(from.getTime() + DAY_MS);
      const name = `raw_events_${from.toISOString().slice(0, 10).replaceAll('-', '')}`;
      await this.makePartition(name, from, to);
    }
  }

  private async makePartition(name: string, from: Date, to: Date): Promise<void> {
    try {
      await this.database.transaction(async (transaction) => {
        await transaction.raw('select pg_advisory_xact_lock(?)', [PARTITION_LOCK]);
        const { rows } = await transaction.raw<{ rows: readonly { readonly wanted: boolean }[] }>(
          `select to_regclass(:name) is null
                  and not exists (select from raw_events_default where received_at >= :from and received_at < :to) as wanted`,
          { name, from, to },
        );
        if (!rows[0]?.wanted) return;
        await transaction.raw(
          `create table ${name} partition of raw_events for values from ('${from.toISOString()}') to ('${to.toISOString()}')`,
        );
      });
    } catch (error) {
      // An event of that day came in between: it stays in the default partition, and so does its day.
      if (!(error instanceof Error && 'code' in error && error.code === CHECK_VIOLATION)) throw error;
    }
  }
}

const PARTITION_LOCK = 5_120_871;
const CHECK_VIOLATION = '23514';
