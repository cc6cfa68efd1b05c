import { Injectable } from '@nestjs/common';
import {
  matchPolicy,
  startEscalation,
  type EscalationEnd,
  type EscalationPolicy,
  type Severity,
  type Urgency,
} from 'incident-core';
import type { Transaction } from '../platform/database.ts';
import { Random } from '../platform/random.ts';
import { Workers } from '../platform/workers.ts';
import { SYSTEM, type TimelineEntry } from '../timeline/timeline.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import { EscalationRepository, type Passage, type StoredEscalation } from './escalation.repository.ts';
import { Holds } from './holds.ts';
import { LoudStates } from './loud-states.ts';
import { PolicyService } from './policy.service.ts';
import { RunEnds } from './run-ends.ts';
import { describePolicy, firstPassage, heldRun, isHeld, newRun, NO_HOLD } from './runs.ts';

/** What a policy is matched on. */
export interface Escalated {
  readonly incidentId: string;
  readonly teamId: string;
  readonly severity: Severity;
  readonly urgency: Urgency;
  readonly service: string | null;
  readonly environment: string | null;
  readonly tags: readonly string[];
  /** True for an incident that has had runs before. */
  readonly again: boolean;
  /** The policy to run, where it is not to be matched: one that is tested. */
  readonly policyId?: string;
}

/** The door of this stage: runs start and end here, in the transaction that opened or closed their incidents. */
@Injectable()
export class EscalationService {
  constructor(
    private readonly escalations: EscalationRepository,
    private readonly policies: PolicyService,
    private readonly loud: LoudStates,
    private readonly holds: Holds,
    private readonly ends: RunEnds,
    private readonly timeline: TimelineService,
    private readonly random: Random,
    private readonly workers: Workers,
  ) {}

  /** Starts a run for each incident at step 1 of the policy that matches now; one that is suppressed waits until that is over. */
  async start(transaction: Transaction, incidents: readonly Escalated[], because: string, now: Date): Promise<void> {
    if (incidents.length === 0) return;
    const again = incidents.filter((incident) => incident.again).map(({ incidentId }) => incidentId);
    const matched = incidents.filter(({ policyId }) => policyId === undefined);
    const matchedIds = matched.map(({ incidentId }) => incidentId);
    const [policies, lastRuns, holding] = await Promise.all([
      this.policies.sharedList(transaction),
      this.escalations.lastRuns(transaction, again),
      this.holds.ofNew(transaction, matchedIds, because, now),
    ]);
    const runs: StoredEscalation[] = [];
    const passages: Passage[] = [];
    const entries: TimelineEntry[] = [];
    for (const incident of incidents) {
      const number = (lastRuns.get(incident.incidentId) ?? 0) + 1;
      const by = holding.get(incident.incidentId);
      const run = by
        ? heldRun({ ...incident, id: this.random.id(), run: number }, by, because, now)
        : this.runFor(incident, policies, number, because, now);
      runs.push(run);
      if (run.dueAt && run.snapshot) {
        passages.push(firstPassage(run, run.dueAt));
        const data = { run: run.run, because, policy: describePolicy(run.snapshot) };
        entries.push({ incidentId: run.incidentId, at: now, kind: 'escalation_started', actor: SYSTEM, data });
      }
    }
    const isAnyDue = runs.some(({ dueAt }) => dueAt !== null && dueAt <= now);
    await Promise.all([
      this.escalations.insert(transaction, runs),
      this.escalations.savePassages(transaction, passages),
      this.timeline.append(transaction, entries),
      // What is due later is found when its time has come.
      isAnyDue && this.workers.ring(transaction, 'escalation'),
    ]);
    await this.holds.note(transaction, runs.filter(isHeld), now);
    const without = runs.filter((run) => run.endReason === 'no_policy');
    await this.loud.nobodyNotified(
      transaction,
      without.map((run) => ({ run, reason: 'no_policy', unreachable: [] })),
      now,
    );
    await this.loud.restart(transaction, without, now);
  }

  /** As `Holds.reconsider`. */
  reconsider(transaction: Transaction, incidentIds: readonly string[], now: Date): Promise<void> {
    return this.holds.reconsider(transaction, incidentIds, now);
  }

  /** Ends the live runs of the incidents: a resolved run never runs again. */
  async end(transaction: Transaction, incidentIds: readonly string[], reason: EscalationEnd, now: Date): Promise<void> {
    if (incidentIds.length === 0) return;
    await this.ends.end(transaction, await this.escalations.lockLive(transaction, incidentIds), reason, now);
  }

  private runFor(
    incident: Escalated,
    policies: readonly EscalationPolicy[],
    number: number,
    because: string,
    now: Date,
  ): StoredEscalation {
    const { incidentId, urgency, policyId } = incident;
    const policy =
      policyId === undefined ? matchedPolicy(incident, policies, now) : policies.find(({ id }) => id === policyId);
    const id = this.random.id();
    if (policy) return newRun(id, startEscalation(incidentId, number, policy, now), urgency, because, now);
    return {
      id,
      incidentId,
      run: number,
      snapshot: null,
      urgency,
      startedBecause: because,
      round: 1,
      step: 1,
      status: 'resolved',
      dueAt: null,
      activatedAt: null,
      roundStartedAt: null,
      nobodyNotified: true,
      createdAt: now,
      endedAt: now,
      endReason: 'no_policy',
      ...NO_HOLD,
    };
  }
}

function matchedPolicy(
  incident: Escalated,
  policies: readonly EscalationPolicy[],
  now: Date,
): EscalationPolicy | undefined {
  const decision = matchPolicy(incident, policies, now);
  return decision.kind === 'matched' ? decision.policy : undefined;
}
