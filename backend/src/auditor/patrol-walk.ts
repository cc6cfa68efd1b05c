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

/** Walks one patrol for as far as a tick may, and settles what it finds, each in a transaction of its own. */
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
    for (const suspect of new Map(suspects.map((each) => [each.subject, each])).values()) {
      const found = await this.settle(patrol, suspect, now);
      if (found) settled.push(found);
    }
    const open = settled.filter(({ isRepaired }) => !isRepaired);
    await this.audits.endPatrol(patrol.name, { place, again, open }, now);
    return settled;
  }

  private async settle(patrol: Patrol, suspect: Suspect, now: Date): Promise<Settled | null> {
    const found = await this.trySettle(patrol, suspect, now);
    if (!found) return null;
    const { kind, subject, incidentId, isRepaired } = found;
    this.metrics.auditFound.inc({ kind });
    if (isRepaired) this.metrics.auditRepaired.inc({ kind });
    const about = { finding: { kind, subject }, incident: { id: incidentId } };
    if (isRepaired) this.logger.warn(about, 'the auditor repaired what was wrong');
    else this.logger.error(about, 'something is wrong that the auditor cannot repair');
    return found;
  }

  /** What cannot be repaired by our own fault stays wrong, and holds up nothing else. */
  private async trySettle(patrol: Patrol, suspect: Suspect, now: Date): Promise<Settled | null> {
    try {
      return await this.database.transaction(async (transaction) => {
        const found = await patrol.settle(transaction, suspect.subject, now);
        if (!found?.isRepaired || found.incidentId === null) return found;
        const { kind, incidentId } = found;
        const data = { finding: kind };
        await this.timeline.append(transaction, [{ incidentId, at: now, kind: 'repaired', actor: SYSTEM, data }]);
        return found;
      });
    } catch (error) {
      if (isTransient(error)) throw error;
      this.logger.error({ err: error, finding: suspect }, 'a repair failed by our own fault');
      return { ...suspect, isRepaired: false };
    }
  }
}
