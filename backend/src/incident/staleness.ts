import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { isStale, STALE_AFTER_SECONDS } from 'incident-core';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { Workers } from '../platform/workers.ts';
import { SYSTEM } from '../timeline/timeline.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import { StalenessRepository, type WatchedIncident } from './staleness.repository.ts';

const LOOKED_EVERY_MS = 60_000;
const BATCH = 500;

/** Marks open incidents that everybody has forgotten, so that they can be listed; takes the mark back once they are touched. */
@Injectable()
export class Staleness implements OnModuleInit {
  private lookedAt: Date | null = null;

  constructor(
    private readonly incidents: StalenessRepository,
    private readonly timeline: TimelineService,
    private readonly clock: Clock,
    private readonly workers: Workers,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.workers.register('staleness', () => this.tick());
  }

  /** Nothing waits for it: it never finds anything due. */
  private async tick(): Promise<number> {
    const now = this.clock.now();
    if (this.lookedAt !== null && now.getTime() - this.lookedAt.getTime() < LOOKED_EVERY_MS) return 0;
    this.lookedAt = now;
    const since = new Date(now.getTime() - STALE_AFTER_SECONDS * 1000);
    let last: WatchedIncident | null = null;
    for (;;) {
      const batch: readonly WatchedIncident[] = await this.incidents.candidates(since, last, BATCH);
      for (const incident of batch) await this.judge(incident, now);
      last = batch.at(-1) ?? null;
      if (batch.length < BATCH) return 0;
    }
  }

  private async judge(incident: WatchedIncident, now: Date): Promise<void> {
    const stale = isStale(incident, now);
    if (stale === (incident.staleAt !== null)) return;
    await this.database.transaction(async (transaction) => {
      if (!stale) return this.incidents.unmark(transaction, incident.id);
      if (!(await this.incidents.mark(transaction, incident, now))) return;
      const data = { last_seen_at: incident.lastSeenAt, touched_at: incident.touchedAt };
      await this.timeline.append(transaction, [
        { incidentId: incident.id, at: now, kind: 'stale', actor: SYSTEM, data },
      ]);
    });
  }
}
