import { Inject, Injectable } from '@nestjs/common';
import { restartAt, type EscalationTarget } from 'incident-core';
import { Metrics } from '../metrics/metrics.ts';
import { NotificationService, type Telegram, type Untold } from '../notification/notification.service.ts';
import { afterCommit, type Transaction } from '../platform/database.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { Random } from '../platform/random.ts';
import { DirectoryService } from '../team/directory.service.ts';
import { SYSTEM, type TimelineEntry } from '../timeline/timeline.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import { describeUnreachable, type UnheardReason } from './describe-step.ts';
import { EscalationRepository, type StoredEscalation } from './escalation.repository.ts';
import { laterRun } from './runs.ts';

/** A step (or a whole run without a policy) that reached nobody. */
export interface Unheard {
  readonly run: StoredEscalation;
  readonly reason: UnheardReason;
  readonly unreachable: readonly unknown[];
}

const WORDS: Readonly<Record<UnheardReason, string>> = {
  no_policy: 'no escalation policy matches this incident',
  no_target_reachable: 'no target of the step can be reached',
  schedule_gap: 'nobody is on call in the schedule of the step',
  all_deliveries_failed: 'all deliveries of the step failed',
};

/** What a fallback is told of a run. */
interface FallbackCall extends Telegram {
  readonly run: StoredEscalation;
  readonly targets: readonly EscalationTarget[];
}

/** Says aloud that nobody was reached, or that nobody answered: timeline, metric, log, and the team's fallback. */
@Injectable()
export class LoudStates {
  constructor(
    private readonly escalations: EscalationRepository,
    private readonly notifications: NotificationService,
    private readonly directory: DirectoryService,
    private readonly timeline: TimelineService,
    private readonly metrics: Metrics,
    private readonly random: Random,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async nobodyNotified(transaction: Transaction, unheard: readonly Unheard[], now: Date): Promise<void> {
    if (unheard.length === 0) return;
    afterCommit(transaction, () => {
      for (const { run, reason } of unheard) {
        this.metrics.nobodyNotified.inc();
        this.logger.error({ incident: { id: run.incidentId }, reason }, 'a step reached nobody');
      }
    });
    await this.timeline.append(
      transaction,
      unheard.map(({ run, reason, unreachable }) => ({
        incidentId: run.incidentId,
        at: now,
        kind: 'nobody_notified',
        actor: SYSTEM,
        data: { run: run.run, round: run.round, step: run.step, reason, unreachable },
      })),
    );
    await this.tellFallback(
      transaction,
      unheard.map(({ run, reason }) => ({ run, event: 'nobody_notified', reason: WORDS[reason] })),
      now,
    );
  }

  async exhausted(transaction: Transaction, runs: readonly StoredEscalation[], now: Date): Promise<void> {
    if (runs.length === 0) return;
    afterCommit(transaction, () => {
      for (const run of runs) {
        this.metrics.exhausted.inc();
        this.logger.error({ incident: { id: run.incidentId }, run: run.run }, 'an escalation ran out unheard');
      }
    });
    await this.timeline.append(
      transaction,
      runs.map((run) => ({
        incidentId: run.incidentId,
        at: now,
        kind: 'exhausted',
        actor: SYSTEM,
        data: { run: run.run, rounds: run.round, next_run_at: restartAt(run.urgency, now) },
      })),
    );
    await this.tellFallback(
      transaction,
      runs.map((run) => ({ run, event: 'exhausted', reason: 'the escalation policy ran out and nobody acknowledged' })),
      now,
    );
    await this.restart(transaction, runs, now);
  }

  /** High urgency starts over later, on the policy that matches then; without a policy any urgency does, for one may be made. */
  async restart(transaction: Transaction, runs: readonly StoredEscalation[], now: Date): Promise<void> {
    const again = runs.flatMap((run) => {
      const dueAt = restartAt(run.endReason === 'no_policy' ? 'high' : run.urgency, now);
      return dueAt === null ? [] : [laterRun(this.random.id(), run, run.endReason ?? 'exhausted', dueAt, now)];
    });
    await this.escalations.insert(transaction, again);
  }

  /** Once a run and event, however many of its steps reach nobody. That a fallback reaches nobody either is said each time. */
  private async tellFallback(
    transaction: Transaction,
    calls: readonly { run: StoredEscalation; event: 'nobody_notified' | 'exhausted'; reason: string }[],
    now: Date,
  ): Promise<void> {
    const teams = await this.escalations.teamsOf(
      transaction,
      calls.map(({ run }) => run.incidentId),
    );
    const targets = await this.directory.fallbackTargets(transaction, [...new Set(teams.values())]);
    const telegrams = calls.map(({ run, event, reason }): FallbackCall => {
      const { incidentId, urgency } = run;
      const ofTeam = targets.get(teams.get(incidentId) ?? '') ?? [];
      return { run, incidentId, urgency, event, occurrence: `run-${run.run}`, reason, targets: ofTeam };
    });
    await this.sayUntold(transaction, await this.notifications.tellFirst(transaction, telegrams, now), now);
  }

  private async sayUntold(transaction: Transaction, untold: readonly Untold<FallbackCall>[], now: Date): Promise<void> {
    const entries = untold.map(({ telegram: { run, targets }, plan, reach }): TimelineEntry => {
      const reason = targets.length === 0 ? 'no_fallback' : 'fallback_unreachable';
      const at = { run: run.run, round: run.round, step: run.step };
      const data = { ...at, reason, unreachable: describeUnreachable(plan, reach) };
      return { incidentId: run.incidentId, at: now, kind: 'nobody_notified', actor: SYSTEM, data };
    });
    afterCommit(transaction, () => {
      for (const { incidentId, data } of entries)
        this.logger.error(
          { incident: { id: incidentId }, ...data },
          'the fallback that was to hear of it reaches nobody',
        );
    });
    await this.timeline.append(transaction, entries);
  }
}
