import { Injectable } from '@nestjs/common';
import {
  escalateByHand,
  planNotifications,
  resumeEscalation,
  type Escalation,
  type EscalationTarget,
  type Reach,
} from 'incident-core';
import { NotificationService, type Telling } from '../notification/notification.service.ts';
import type { Transaction } from '../platform/database.ts';
import { Random } from '../platform/random.ts';
import { Workers } from '../platform/workers.ts';
import { DirectoryService } from '../team/directory.service.ts';
import { SYSTEM, type Actor } from '../timeline/timeline.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import { EscalationRepository, type StoredEscalation } from './escalation.repository.ts';
import { EscalationService, type Escalated } from './escalation.service.ts';
import { Holds } from './holds.ts';
import { describePolicy, firstPassage, heldRun, isHeld, newRun } from './runs.ts';

/** A triggered incident that has become worse. */
export interface Risen extends Escalated {
  readonly reason: string;
}

/** The other door of this stage: runs that go on where another stood, since somebody or the time asks for it. */
@Injectable()
export class EscalationByHand {
  constructor(
    private readonly runs: EscalationRepository,
    private readonly escalations: EscalationService,
    private readonly holds: Holds,
    private readonly notifications: NotificationService,
    private readonly directory: DirectoryService,
    private readonly timeline: TimelineService,
    private readonly random: Random,
    private readonly workers: Workers,
  ) {}

  /** A new run on the last one's copy of the policy; without one, on the policy that matches now. */
  async resume(
    transaction: Transaction,
    incident: Escalated,
    at: 'same_step' | 'next_step',
    because: string,
    now: Date,
  ): Promise<void> {
    const last = await this.runs.lastBegun(transaction, incident.incidentId);
    if (!last) return this.escalations.start(transaction, [{ ...incident, again: true }], because, now);
    const number = await this.runs.lastRuns(transaction, [incident.incidentId]);
    const resumed = resumeEscalation({ ...last, run: number.get(incident.incidentId) ?? last.run }, at, now);
    const run = newRun(this.random.id(), resumed, incident.urgency, because, now);
    // Who asks for the next step has it in spite of what holds others.
    if (because === BY_HAND) return this.insert(transaction, { ...run, holdWaived: true }, now);
    const by = (await this.holds.ofNew(transaction, [incident.incidentId], because, now)).get(incident.incidentId);
    if (!by) return this.insert(transaction, run, now);
    const held = heldRun(run, by, because, now);
    await this.runs.insert(transaction, [held]);
    await this.holds.note(transaction, [held], now);
  }

  /** The next step of a triggered incident, now. */
  async escalate(transaction: Transaction, incident: Escalated, actor: Actor, now: Date): Promise<void> {
    const [live] = await this.runs.lockLive(transaction, [incident.incidentId]);
    if (!live) return this.resume(transaction, incident, 'next_step', BY_HAND, now);
    if (isHeld(live)) {
      await this.holds.waive(transaction, live, actor, now);
      await this.workers.ring(transaction, 'escalation');
      return;
    }
    const decision = isBegun(live) ? escalateByHand(live, now) : { kind: 'hasten' as const };
    switch (decision.kind) {
      case 'hasten':
        await this.hasten(transaction, live, now);
        break;
      case 'start_over': {
        await this.escalations.end(transaction, [incident.incidentId], 'started_over', now);
        await this.resume(transaction, incident, 'next_step', BY_HAND, now);
        return;
      }
      case 'escalate': {
        const { round, step, dueAt, reason } = decision;
        const next: StoredEscalation = { ...live, round, step, status: 'pending', dueAt, activatedAt: null };
        const passage = (await this.runs.currentPassages(transaction, [live.id])).get(live.id);
        const left = passage ? [{ ...passage, status: 'escalated' as const, endedAt: now, reason }] : [];
        await this.runs.update(transaction, [{ ...next, nobodyNotified: false }]);
        await this.runs.savePassages(transaction, [...left, firstPassage(next, dueAt)]);
        const data = {
          run: live.run,
          round: live.round,
          step: live.step,
          reason,
          next: { round, step, due_at: dueAt },
        };
        const entry = { incidentId: live.incidentId, at: now, kind: 'step_escalated' as const, actor, data };
        await this.timeline.append(transaction, [entry]);
        break;
      }
    }
    await this.workers.ring(transaction, 'escalation');
  }

  /**
   * Tells the people of the step that is active once more, at the urgency that the incident has now. Where the policy had
   * run out, or there was none, what is urgent now starts over, without the hour that it was to wait.
   */
  async tellAgain(transaction: Transaction, risen: readonly Risen[], now: Date): Promise<void> {
    if (risen.length === 0) return;
    const live = await this.runs.lockLive(
      transaction,
      risen.map(({ incidentId }) => incidentId),
    );
    const active = live.filter(isBegun).filter(({ status }) => status === 'active' || status === 'notified');
    const reach = await this.directory.reach(transaction, active.flatMap(targetsOf), now);
    const tellings = active.flatMap((run) => {
      const about = risen.find(({ incidentId }) => incidentId === run.incidentId);
      return about ? planAgain(run, about, reach) : [];
    });
    await this.notifications.planRisen(transaction, tellings, now);
    const urgent = risen.filter(({ urgency }) => urgency === 'high');
    const over = urgent.filter(({ incidentId }) => !live.some((run) => run.incidentId === incidentId));
    await this.escalations.start(transaction, over, BECAME_URGENT, now);
    const later = live.filter(
      (run) => isToStartOver(run, now) && urgent.some(({ incidentId }) => incidentId === run.incidentId),
    );
    for (const run of later) await this.hasten(transaction, { ...run, startedBecause: BECAME_URGENT }, now);
    if (later.length > 0) await this.workers.ring(transaction, 'escalation');
  }

  private async hasten(transaction: Transaction, run: StoredEscalation, now: Date): Promise<void> {
    const hastened = { ...run, dueAt: now };
    await this.runs.update(transaction, [hastened]);
    if (run.snapshot !== null) await this.runs.savePassages(transaction, [firstPassage(hastened, now)]);
  }

  private async insert(transaction: Transaction, run: StoredEscalation, now: Date): Promise<void> {
    await this.runs.insert(transaction, [run]);
    await this.runs.savePassages(transaction, [firstPassage(run, run.dueAt ?? now)]);
    const policy = run.snapshot && describePolicy(run.snapshot);
    const data = { run: run.run, because: run.startedBecause, policy, step: run.step };
    const entry = { incidentId: run.incidentId, at: now, kind: 'escalation_started' as const, actor: SYSTEM, data };
    await this.timeline.append(transaction, [entry]);
    await this.workers.ring(transaction, 'escalation');
  }
}

const BY_HAND = 'escalated_by_hand';
const BECAME_URGENT = 'became_urgent';

function isBegun(run: StoredEscalation): run is StoredEscalation & Escalation {
  return run.snapshot !== null;
}

/** A run that waits until its policy may be tried again; one that a suppression holds waits for its end. */
function isToStartOver(run: StoredEscalation, now: Date): boolean {
  return !isBegun(run) && !isHeld(run) && run.dueAt !== null && run.dueAt > now;
}

function targetsOf({ snapshot, step }: Escalation): readonly EscalationTarget[] {
  return snapshot.steps[step - 1]?.targets ?? [];
}

function planAgain(run: StoredEscalation & Escalation, about: Risen, reach: Reach): readonly Telling[] {
  const passage = { escalationId: run.id, run: run.run, round: run.round, step: run.step };
  const { incidentId, severity, urgency, reason } = about;
  const occasion = { incidentId, event: 'severity_rose' as const, passage, occurrence: severity, severity, urgency };
  return planNotifications(occasion, targetsOf(run), reach).notifications.map((planned) => ({
    planned,
    urgency,
    reason,
  }));
}
