import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { FINDING_KINDS } from 'incident-core';
import { Metrics } from '../metrics/metrics.ts';
import { Clock } from '../platform/clock.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { Patrols, type Patrol, type Settled } from '../platform/patrols.ts';
import { Workers, type Occasion } from '../platform/workers.ts';
import { AuditRepository, type Counts } from './audit.repository.ts';
import { Heartbeat } from './heartbeat.ts';
import { PatrolWalk } from './patrol-walk.ts';

/** What the patrols of one tick came to. */
interface Tally {
  readonly settled: readonly Settled[];
  /** Whether every patrol came to its end. */
  readonly isWhole: boolean;
}

/**
 * Proves that nobody is forgotten: walks the patrols of all stages, one backend at a time, and says outside that all is
 * well only while it is. It is no part of what it proves: all that it finds, the stages' own workers should have seen to.
 */
@Injectable()
export class Auditor implements OnModuleInit {
  constructor(
    private readonly patrols: Patrols,
    private readonly walk: PatrolWalk,
    private readonly audits: AuditRepository,
    private readonly heartbeat: Heartbeat,
    private readonly workers: Workers,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.workers.registerRound('audit', this.config.AUDIT_INTERVAL_SECONDS, (occasion) => this.tick(occasion));
  }

  /** Answers whether it could look, or another backend's look was enough: false while another one is looking. */
  async tick(occasion: Occasion): Promise<boolean> {
    const isWell: boolean[] = [];
    const isAlone = await this.audits.alone(async () => {
      if (occasion === 'clock_went_back' || (await this.isDue())) isWell.push(await this.audit());
    });
    await this.show();
    // After the lock is gone: whoever listens outside may be slow.
    if (isWell[0] === true) await this.heartbeat.beat();
    return isAlone;
  }

  /** Another backend may have looked just now. */
  private async isDue(): Promise<boolean> {
    const state = await this.audits.state();
    const half = (this.config.AUDIT_INTERVAL_SECONDS * 1000) / 2;
    // One that looked ahead of now had a clock that was wrong: that is worth a look.
    return state === null || Math.abs(this.clock.now().getTime() - state.ranAt.getTime()) >= half;
  }

  /** Answers whether all is well. */
  private async audit(): Promise<boolean> {
    const now = this.clock.now();
    const { settled, isWhole } = await this.walkAll(now);
    // A patrol that failed has proved nothing: the age of the last whole look shows it.
    if (!isWhole) return false;
    const open = await this.audits.countOpen();
    const isWell = Object.keys(open).length === 0;
    const wellAt = isWell ? now : ((await this.audits.state())?.wellAt ?? null);
    const durationMs = this.clock.now().getTime() - now.getTime();
    const repaired = settled.filter(({ isRepaired }) => isRepaired);
    await this.audits.saveState({ ranAt: now, wellAt, durationMs, found: count(settled), repaired: count(repaired) });
    return isWell;
  }

  private async walkAll(now: Date): Promise<Tally> {
    const settled: Settled[] = [];
    let isWhole = true;
    for (const patrol of this.patrols.all) {
      const found = await this.tryWalk(patrol, now);
      if (found) settled.push(...found);
      else isWhole = false;
    }
    return { settled, isWhole };
  }

  /** Null when it failed; the others go on, and the next tick tries again. */
  private async tryWalk(patrol: Patrol, now: Date): Promise<readonly Settled[] | null> {
    try {
      return await this.walk.make(patrol, now);
    } catch (error) {
      this.metrics.auditFailures.inc({ patrol: patrol.name });
      this.logger.error({ err: error, patrol: { name: patrol.name } }, 'a patrol of the auditor failed');
      return null;
    }
  }

  /** Every backend shows the same figures, whichever of them looked. */
  private async show(): Promise<void> {
    const state = await this.audits.state();
    const open = await this.audits.countOpen();
    for (const kind of FINDING_KINDS) this.metrics.auditOpen.set({ kind }, open[kind] ?? 0);
    if (!state) return;
    this.metrics.auditRan.set(state.ranAt.getTime() / 1000);
    this.metrics.auditSeconds.set(state.durationMs / 1000);
    if (state.wellAt) this.metrics.auditWell.set(state.wellAt.getTime() / 1000);
  }
}

function count(settled: readonly Settled[]): Counts {
  const counts: Partial<Record<Settled['kind'], number>> = {};
  for (const { kind } of settled) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
