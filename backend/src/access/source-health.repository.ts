import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '../platform/database.ts';

/** What is known of a source by which it is judged; all of the pull is null where it has none. */
export interface SourceSignsRow {
  readonly id: string;
  readonly lastPushAt: Date | null;
  readonly intervalSeconds: number | null;
  readonly setUpAt: Date | null;
  readonly pulledAt: Date | null;
  readonly fault: string | null;
  readonly faultText: string | null;
  readonly found: number | null;
}

@Injectable()
export class SourceHealthRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Of these sources; null for all. */
  async signs(ids: readonly string[] | null): Promise<readonly SourceSignsRow[]> {
    const { rows } = await this.database.raw<{ rows: readonly SourceSignsRow[] }>(
      `select s.id, t.last_push_at, p.interval_seconds, p.set_up_at, p.pulled_at, p.fault, p.fault_text, p.found
         from sources s
         left join lateral (select max(last_used_at) as last_push_at from source_tokens where source_id = s.id) t on true
         left join source_pulls p on p.source_id = s.id
        where :ids::uuid[] is null or s.id = any(:ids)`,
      { ids: ids && [...ids] },
    );
    return rows;
  }
}
