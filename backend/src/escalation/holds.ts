import { Injectable } from '@nestjs/common';
import type { Suppressing } from 'incident-core';
import { Metrics } from '../metrics/metrics.ts';
import { NotificationService } from '../notification/notification.service.ts';
import { Suppressions } from '../notification/suppressions.ts';
import { afterCommit, type Transaction } from '../platform/database.ts';
import { Random } from '../platform/random.ts';
import { Workers } from '../platform/workers.ts';
import { SYSTEM, type Actor, type TimelineEntry } from '../timeline/timeline.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import { EscalationRepository, type DueEscalation, type StoredEscalation } from './escalation.repository.ts';
import { HoldRepository } from './hold.repository.ts';
import { RunEnds } from './run-ends.ts';
import { heldBy, heldRun, isHeld } from './runs.ts';

/** A live run, and what holds it from now on. */
export interface Holding {
  readonly run: StoredEscalation;
  readonly by: Suppressing;
}

/**
 * Holds runs while a suppression lasts. A run that is held has no policy yet: at the end it starts at step 1 of the one
 * that matches then. One that has begun ends, and a new one is held in its place.
 */
@Injectable()
export class Holds {
  constructor(
    private readonly escalations: EscalationRepository,
    private readonly rows: HoldRepository,
    private readonly ends: RunEnds,
    private readonly workers: Workers,
    private readonly suppressions: Suppressions,
    private readonly notifications: NotificationService,
    private readonly timeline: TimelineService,
    private readonly metrics: Metrics,
    private readonly random: Random,
  ) {}

  /** What holds runs that are about to begin, by incident. Only what is new may be waited for whether it passes. */
  ofNew(
    transaction: Transaction,
    incidentIds: readonly string[],
    because: string,
    now: Date,
  ): Promise<ReadonlyMap<string, Suppressing>> {
    const asked = incidentIds.map((incidentId) => ({ incidentId, isNew: because === OPENED }));
    return this.suppressions.decide(transaction, asked, now);
  }

  /** Of runs that are due: those that are suppressed are held, and the others answered, let go of where they were held. */
  async letGo<Run extends DueEscalation>(
    transaction: Transaction,
    due: readonly Run[],
    now: Date,
  ): Promise<readonly Run[]> {
    const triggered = due.filter((run) => run.incidentStatus === 'triggered' && !run.holdWaived);
    const asked = triggered.map(({ incidentId, run, startedBecause }) => ({
      incidentId,
      isNew: run === 1 && startedBecause === OPENED,
    }));
    const holding = await this.suppressions.decide(transaction, asked, now);
    const held = triggered.flatMap((run): readonly Holding[] => {
      const by = holding.get(run.incidentId);
      return by ? [{ run, by }] : [];
    });
    await this.hold(transaction, held, now);
    const free = due.filter((run) => !held.some((each) => each.run === run));
    await this.say(transaction, free.filter(isHeld), SYSTEM, now);
    return free.map((run) => (isHeld(run) ? { ...run, ...over(run, now) } : run));
  }

  /** Holds live runs that are locked. */
  async hold(transaction: Transaction, holding: readonly Holding[], now: Date): Promise<void> {
    if (holding.length === 0) return;
    const waiting = holding.filter(({ run }) => run.snapshot === null);
    await this.escalations.update(
      transaction,
      waiting.map(({ run, by }) => ({ ...run, ...heldBy(by, isHeld(run) ? (run.heldAt ?? now) : now) })),
    );
    const begun = holding.filter(({ run }) => run.snapshot !== null);
    await this.ends.end(
      transaction,
      begun.map(({ run }) => run),
      'held',
      now,
    );
    await this.notifications.withhold(
      transaction,
      begun.map(({ run }) => run.incidentId),
      'held',
      now,
    );
    const instead = begun.map(({ run, by }) =>
      heldRun({ ...run, id: this.random.id(), run: run.run + 1 }, by, 'held', now),
    );
    await this.escalations.insert(transaction, instead);
    const anew = waiting.filter(({ run, by }) => !isHeldSo(run, by));
    await this.note(transaction, [...anew.map(({ run, by }) => ({ ...run, ...heldBy(by, now) })), ...instead], now);
  }

  /** Incidents have changed in what suppressions are held against: what holds them may hold them no more. */
  async reconsider(transaction: Transaction, incidentIds: readonly string[], now: Date): Promise<void> {
    if (incidentIds.length === 0) return;
    if (await this.rows.reconsider(transaction, incidentIds, now)) await this.workers.ring(transaction, 'escalation');
  }

  /** Says of runs that are held that they are: `runs` as they are written. */
  async note(transaction: Transaction, runs: readonly StoredEscalation[], now: Date): Promise<void> {
    afterCommit(transaction, () => {
      for (const { holdKind } of runs) if (holdKind !== null) this.metrics.held.inc({ kind: holdKind });
    });
    await this.timeline.append(
      transaction,
      runs.map((run): TimelineEntry => {
        const data = { ...describe(run), until: run.holdEndsAt };
        return { incidentId: run.incidentId, at: now, kind: 'held', actor: SYSTEM, data };
      }),
    );
  }

  /** Somebody asks for the run in spite of what holds it: it is due now, and held no more. */
  async waive(transaction: Transaction, run: StoredEscalation, actor: Actor, now: Date): Promise<void> {
    await this.say(transaction, [run], actor, now);
    const waived = { ...run, ...over(run, now), startedBecause: 'escalated_by_hand', holdWaived: true, dueAt: now };
    await this.escalations.update(transaction, [waived]);
  }

  private async say(transaction: Transaction, runs: readonly StoredEscalation[], actor: Actor, now: Date) {
    afterCommit(transaction, () => {
      for (const { holdKind } of runs) if (holdKind !== null) this.metrics.holdsOver.inc({ kind: holdKind });
    });
    await this.timeline.append(
      transaction,
      runs.map((run): TimelineEntry => {
        const data = { ...describe(run), held_since: run.heldAt };
        return { incidentId: run.incidentId, at: now, kind: 'hold_over', actor, data };
      }),
    );
  }
}

function isHeldSo(run: StoredEscalation, { id, until }: Suppressing): boolean {
  return isHeld(run) && run.holdId === id && run.holdEndsAt?.getTime() === until.getTime();
}

/** What the first run of an incident that an alert opened says it began for. */
const OPENED = 'opened';

function over({ holdKind }: StoredEscalation, now: Date) {
  return { holdOverAt: now, dueAt: now, startedBecause: `${holdKind ?? 'hold'}_over` };
}

function describe({ run, holdKind, holdId, holdReason }: StoredEscalation) {
  return { run, suppression: { kind: holdKind, id: holdId }, reason: holdReason };
}
