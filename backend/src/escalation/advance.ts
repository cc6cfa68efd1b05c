import { Injectable } from '@nestjs/common';
import {
  decideEscalation,
  matchPolicy,
  planNotifications,
  startEscalation,
  type Escalation,
  type EscalationPolicy,
  type Reach,
  type StepReason,
} from 'incident-core';
import { Metrics } from '../metrics/metrics.ts';
import { NotificationService, type Telling } from '../notification/notification.service.ts';
import { afterCommit, type Transaction } from '../platform/database.ts';
import { DirectoryService } from '../team/directory.service.ts';
import { SYSTEM, type TimelineEntry } from '../timeline/timeline.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import { describeTold, describeUnreachable, reasonUnheard, whyNow } from './describe-step.ts';
import {
  EscalationRepository,
  type DueEscalation,
  type Passage,
  type StoredEscalation,
} from './escalation.repository.ts';
import { Holds } from './holds.ts';
import { LoudStates, type Unheard } from './loud-states.ts';
import { PolicyService } from './policy.service.ts';
import { describePolicy, ended, firstPassage } from './runs.ts';

/** A run whose policy is there. */
type Begun = DueEscalation & Escalation;

/** What a batch of moves comes to; written down at its end. */
interface Moves {
  readonly runs: StoredEscalation[];
  readonly passages: Passage[];
  readonly tellings: Telling[];
  readonly entries: TimelineEntry[];
  readonly unheard: Unheard[];
  /** Why steps were left that had another after them. */
  readonly left: StepReason[];
  readonly exhausted: StoredEscalation[];
  readonly withoutPolicy: StoredEscalation[];
}

/** Load, decide, apply: moves locked runs as far as they go now, all in the caller's transaction. */
@Injectable()
export class Advance {
  constructor(
    private readonly escalations: EscalationRepository,
    private readonly policies: PolicyService,
    private readonly directory: DirectoryService,
    private readonly notifications: NotificationService,
    private readonly loud: LoudStates,
    private readonly holds: Holds,
    private readonly timeline: TimelineService,
    private readonly metrics: Metrics,
  ) {}

  async move(transaction: Transaction, due: readonly DueEscalation[], now: Date): Promise<void> {
    const moves: Moves = {
      runs: [],
      passages: [],
      tellings: [],
      entries: [],
      unheard: [],
      left: [],
      exhausted: [],
      withoutPolicy: [],
    };
    const begun = await this.begin(transaction, await this.holds.letGo(transaction, due, now), moves, now);
    const passages = await this.escalations.currentPassages(
      transaction,
      begun.map(({ id }) => id),
    );
    const targets = begun.flatMap(({ snapshot }) => snapshot.steps.flatMap((step) => step.targets));
    const reach = await this.directory.reach(transaction, targets, now);
    for (const run of begun)
      this.moveOne(run, passages.get(run.id) ?? firstPassage(run, run.dueAt ?? now), reach, moves, now);
    await this.write(transaction, moves, now);
  }

  /** Takes note of steps that have been heard of: notified, or left by `move` at once since nobody was reached. */
  async noteHeard(
    transaction: Transaction,
    heard: readonly (DueEscalation & { readonly reached: boolean })[],
    now: Date,
  ): Promise<void> {
    const passages = await this.escalations.currentPassages(
      transaction,
      heard.map(({ id }) => id),
    );
    const reached = heard.filter((run) => run.reached);
    const unheard = heard.filter((run) => !run.reached);
    await this.escalations.update(transaction, [
      ...reached.map((run): StoredEscalation => ({ ...run, status: 'notified' })),
      ...unheard.map((run): StoredEscalation => ({ ...run, nobodyNotified: true, dueAt: now })),
    ]);
    await this.escalations.savePassages(
      transaction,
      reached.flatMap((run) => {
        const passage = passages.get(run.id);
        return passage ? [{ ...passage, status: 'notified' as const, notifiedAt: now }] : [];
      }),
    );
    const calls = unheard.map((run): Unheard => ({ run, reason: 'all_deliveries_failed', unreachable: [] }));
    await this.loud.nobodyNotified(transaction, calls, now);
  }

  /** Runs that waited without a policy take the one that matches now. */
  private async begin(
    transaction: Transaction,
    due: readonly DueEscalation[],
    moves: Moves,
    now: Date,
  ): Promise<readonly Begun[]> {
    const waiting = due.filter((run) => run.snapshot === null);
    const policies = waiting.length === 0 ? [] : await this.policies.sharedList(transaction);
    return due.flatMap((run): readonly Begun[] => {
      if (run.snapshot !== null) return [{ ...run, snapshot: run.snapshot }];
      const begun = beginOne(run, policies, now);
      if (begun === null) {
        const over = ended({ ...run, nobodyNotified: true }, 'no_policy', now);
        moves.runs.push(over);
        moves.withoutPolicy.push(over);
        return [];
      }
      const data = { run: run.run, because: run.startedBecause, policy: describePolicy(begun.snapshot) };
      moves.entries.push({ incidentId: run.incidentId, at: now, kind: 'escalation_started', actor: SYSTEM, data });
      return [begun];
    });
  }

  private moveOne(start: Begun, first: Passage, reach: Reach, moves: Moves, now: Date): void {
    let run: Begun = { ...start, urgency: start.incidentUrgency };
    let passage = first;
    for (;;) {
      const facts = { incidentStatus: run.incidentStatus, nobodyNotified: run.nobodyNotified };
      const decision = decideEscalation(run, facts, now);
      const { incidentId } = run;
      const at = { run: run.run, round: run.round, step: run.step };
      switch (decision.kind) {
        case 'wait':
          moves.runs.push(run);
          moves.passages.push(passage);
          return;
        case 'end':
          moves.runs.push(ended(run, decision.reason, now));
          moves.passages.push({ ...passage, status: 'resolved', endedAt: now, reason: decision.reason });
          moves.entries.push({
            incidentId,
            at: now,
            kind: 'escalation_ended',
            actor: SYSTEM,
            data: { ...at, reason: decision.reason },
          });
          return;
        case 'activate': {
          const occasion = {
            incidentId,
            event: 'escalation_step' as const,
            passage: { ...at, escalationId: run.id },
            occurrence: '',
            severity: run.severity,
            urgency: run.urgency,
          };
          const plan = planNotifications(occasion, decision.step.targets, reach);
          const nobody = plan.notifications.length === 0;
          const unreachable = describeUnreachable(plan, reach);
          run = {
            ...run,
            status: 'active',
            activatedAt: now,
            dueAt: decision.dueAt,
            roundStartedAt: decision.roundStartedAt,
            nobodyNotified: nobody,
          };
          passage = { ...passage, status: 'active', activatedAt: now, unreachable: plan.unreachable };
          moves.tellings.push(
            ...plan.notifications.map((planned) => ({ planned, urgency: run.urgency, reason: whyNow(run, planned) })),
          );
          const data = {
            ...at,
            told: plan.notifications.map(describeTold),
            unreachable,
          };
          moves.entries.push({ incidentId, at: now, kind: 'step_activated', actor: SYSTEM, data });
          if (nobody) moves.unheard.push({ run, reason: reasonUnheard(plan), unreachable });
          break;
        }
        case 'escalate':
          moves.left.push(decision.reason);
          moves.passages.push({ ...passage, status: 'escalated', endedAt: now, reason: decision.reason });
          moves.entries.push({
            incidentId,
            at: now,
            kind: 'step_escalated',
            actor: SYSTEM,
            data: {
              ...at,
              reason: decision.reason,
              next: { round: decision.round, step: decision.step, due_at: decision.dueAt },
            },
          });
          run = {
            ...run,
            round: decision.round,
            step: decision.step,
            status: 'pending',
            dueAt: decision.dueAt,
            activatedAt: null,
            nobodyNotified: false,
          };
          passage = firstPassage(run, decision.dueAt);
          break;
        case 'exhaust': {
          const over = ended(run, 'exhausted', now);
          moves.runs.push(over);
          moves.exhausted.push(over);
          moves.passages.push({ ...passage, status: 'escalated', endedAt: now, reason: decision.reason });
          return;
        }
      }
    }
  }

  private async write(transaction: Transaction, moves: Moves, now: Date): Promise<void> {
    await this.escalations.update(transaction, moves.runs);
    await this.escalations.savePassages(transaction, moves.passages);
    await this.timeline.append(transaction, moves.entries);
    await this.notifications.plan(transaction, moves.tellings, now);
    await this.loud.nobodyNotified(
      transaction,
      [...moves.unheard, ...moves.withoutPolicy.map((run): Unheard => ({ run, reason: 'no_policy', unreachable: [] }))],
      now,
    );
    await this.loud.exhausted(transaction, moves.exhausted, now);
    await this.loud.restart(transaction, moves.withoutPolicy, now);
    afterCommit(transaction, () => {
      for (const reason of moves.left) this.metrics.escalated.inc({ reason });
    });
  }
}

function beginOne(run: DueEscalation, policies: readonly EscalationPolicy[], now: Date): Begun | null {
  const decision = matchPolicy(run, policies, now);
  if (decision.kind === 'none') return null;
  const start = startEscalation(run.incidentId, run.run, decision.policy, run.dueAt ?? now);
  return { ...run, ...start };
}
