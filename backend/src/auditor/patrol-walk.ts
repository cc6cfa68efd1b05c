import { Inject, Injectable } from '@nestjs/common';
import { Metrics } from '../metrics/metrics.ts';
import { DATABASE, isTransient, type Database } from '../platform/database.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import type { Patrol, Settled, Suspect } from '../platform/patrols.ts';
import { SYSTEM } from '../timeline/timeline.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import { AuditRepository } from './audit.repository.ts';

/** Rows at a time, and times a tick: what one tick costs at most, whatever the tables hold. */
const STRETCH = 1_000;
const MOST_STRETCHES = 10;
const MOST_AGAIN = 5_000;
/** Settled in one transaction: a clock that was an hour ahead leaves thousands, and people wait for each. */
const TOGETHER = 100;

/** Walks one patrol for as far as a tick may, and settles what it finds. */
@Injectable()
export class PatrolWalk {
  constructor(
    private readonly audits: AuditRepository,
    private readonly timeline: TimelineService,
    private readonly metrics: Metrics,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Looks again at what was wrong, then goes on from where the last tick stopped. Answers what was wrong now. */
  async make(patrol: Patrol, now: Date): Promise<readonly Settled[]> {
    const again = (await this.audits.open(MOST_AGAIN, patrol.name)).map(({ subject }) => subject);
    const suspects = again.length === 0 ? [] : [...(await patrol.lookAgain(again, now))];
    let place = await this.audits.placeOf(patrol.name);
    for (let stretch = 0; stretch < MOST_STRETCHES; stretch += 1) {
      const seen = await patrol.look(place, STRETCH, now);
      suspects.push(...seen.suspects);
      place = seen.place;
      if (!seen.more) break;
    }
    const settled: Settled[] = [];
    const each = [...new Map(suspects.map((suspect) => [suspect.subject, suspect])).values()];
    for (let at = 0; at < each.length; at += TOGETHER) {
      settled.push(...(await this.settle(patrol, each.slice(at, at + TOGETHER), now)));
    }
    const open = settled.filter(({ isRepaired }) => !isRepaired);
    await this.audits.endPatrol(patrol.name, { place, again, open }, now);
    return settled;
  }

  /** Together, and where that fails each alone: what cannot be repaired by our own fault stays wrong, and holds up nothing else. */
  private async settle(patrol: Patrol, suspects: readonly Suspect[], now: Date): Promise<readonly Settled[]> {
    try {
      return this.tell(await this.settleTogether(patrol, suspects, now));
    } catch (error) {
      const [suspect, ...others] = suspects;
      if (suspect && others.length === 0) {
        if (isTransient(error)) throw error;
        this.logger.error({ err: error, finding: suspect }, 'a repair failed by our own fault');
        return this.tell([{ ...suspect, isRepaired: false }]);
      }
      this.logger.warn({ err: error, patrol: { name: patrol.name } }, 'repairs failed together; each is tried alone');
    }
    const settled: Settled[] = [];
    for (const suspect of suspects) settled.push(...(await this.settle(patrol, [suspect], now)));
    return settled;
  }

  /** As soon as it stands in the database: what comes after it may fail. */
  private tell(settled: readonly Settled[]): readonly Settled[] {
    for (const { kind, subject, incidentId, isRepaired } of settled) {
      this.metrics.auditFound.inc({ kind });
      if (isRepaired) this.metrics.auditRepaired.inc({ kind });
      const about = { finding: { kind, subject }, incident: { id: incidentId } };
      if (isRepaired) this.logger.warn(about, 'the auditor repaired what was wrong');
      else this.logger.error(about, 'something is wrong that the auditor cannot repair');
    }
    return settled;
  }

  private settleTogether(patrol: Patrol, suspects: readonly Suspect[], now: Date): Promise<readonly Settled[]> {
    return this.database.transaction(async (transaction) => {
      const settled: Settled[] = [];
      for (const { subject } of suspects) {
        const found = await patrol.settle(transaction, subject, now);
        if (found) settled.push(found);
      }
      const entries = settled.flatMap(({ kind, incidentId, isRepaired }) =>
        isRepaired && incidentId !== null
          ? [{ incidentId, at: now, kind: 'repaired' as const, actor: SYSTEM, data: { finding: kind } }]
          : [],
      );
      await this.timeline.append(transaction, entries);
      return settled;
    });
  }
}
