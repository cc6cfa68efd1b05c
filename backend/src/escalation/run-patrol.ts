import { Injectable, type OnModuleInit } from '@nestjs/common';
import { auditRun, planNotifications, type Escalation, type RunFinding } from 'incident-core';
import { NotificationService } from '../notification/notification.service.ts';
import type { Transaction } from '../platform/database.ts';
import { Patrols, toStretch, type Patrol, type Settled, type Stretch, type Suspect } from '../platform/patrols.ts';
import { Workers } from '../platform/workers.ts';
import { DirectoryService } from '../team/directory.service.ts';
import { Advance } from './advance.ts';
import { EscalationRepository } from './escalation.repository.ts';
import { EscalationService } from './escalation.service.ts';
import { RunPatrolRepository, type PatrolledRun } from './run-patrol.repository.ts';
import { firstPassage } from './runs.ts';

/** Proves of every live run that its incident wants it, and that it moves by itself at the right time. */
@Injectable()
export class RunPatrol implements Patrol, OnModuleInit {
  readonly name = 'runs';

  constructor(
    private readonly runs: RunPatrolRepository,
    private readonly escalationRows: EscalationRepository,
    private readonly escalations: EscalationService,
    private readonly advance: Advance,
    private readonly notifications: NotificationService,
    private readonly directory: DirectoryService,
    private readonly workers: Workers,
    private readonly patrols: Patrols,
  ) {}

  onModuleInit(): void {
    this.patrols.register(this);
  }

  async look(place: string | null, limit: number, now: Date): Promise<Stretch> {
    const rows = await this.runs.after(place, limit);
    return toStretch(suspects(rows, now), rows, limit, ({ incidentId }) => incidentId);
  }

  async lookAgain(subjects: readonly string[], now: Date): Promise<readonly Suspect[]> {
    return suspects(await this.runs.these(subjects), now);
  }

  async settle(transaction: Transaction, subject: string, now: Date): Promise<Settled | null> {
    const run = await this.runs.lock(transaction, subject);
    const finding = run && auditRun(run, now);
    if (!finding) return null;
    const isRepaired = await this.repair(transaction, run, finding, now);
    await this.workers.ring(transaction, 'escalation');
    return { kind: finding.kind, subject, incidentId: run.incidentId, isRepaired };
  }

  private async repair(transaction: Transaction, run: PatrolledRun, finding: RunFinding, now: Date): Promise<boolean> {
    switch (finding.kind) {
      case 'run_not_wanted':
        await this.escalations.end(transaction, [run.incidentId], finding.reason, now);
        await this.notifications.withhold(transaction, [run.incidentId], finding.reason, now);
        return true;
      case 'run_parked':
        if (finding.repair === 'none') return false;
        await this.runs.unpark(transaction, run.id, now);
        return true;
      case 'run_without_due_time':
      case 'run_due_too_late':
      case 'run_held_for_nothing':
        await this.runs.setDue(transaction, run.id, finding.dueAt);
        return true;
      case 'passage_missing': {
        const { status, activatedAt } = run;
        const begun = activatedAt ?? run.dueAt ?? now;
        await this.escalationRows.savePassages(transaction, [{ ...firstPassage(run, begun), status, activatedAt }]);
        return true;
      }
      case 'step_untold':
        await this.tellStep(transaction, run, now);
        return true;
      case 'run_overdue':
      case 'step_unheard':
        return false;
    }
  }

  /** Tells those of the active step as at its beginning; when that is nobody, the step is left as one that reached nobody. */
  private async tellStep(transaction: Transaction, run: PatrolledRun, now: Date): Promise<void> {
    const targets = run.snapshot?.steps[run.step - 1]?.targets ?? [];
    const reach = await this.directory.reach(transaction, targets, now);
    const { incidentId, incidentUrgency: urgency, severity } = run;
    const occasion = { incidentId, event: 'escalation_step' as const, passage: passageOf(run), occurrence: '' };
    const plan = planNotifications({ ...occasion, severity, urgency }, targets, reach);
    if (plan.notifications.length === 0) {
      await this.advance.noteHeard(transaction, [{ ...run, reached: false }], now);
      return;
    }
    const tellings = plan.notifications.map((planned) => ({ planned, urgency, reason: null }));
    await this.notifications.planAgain(transaction, tellings, now);
  }
}

function suspects(rows: readonly PatrolledRun[], now: Date): readonly Suspect[] {
  return rows.flatMap((run) => {
    const finding = auditRun(run, now);
    return finding ? [{ kind: finding.kind, subject: run.id, incidentId: run.incidentId }] : [];
  });
}

function passageOf({ id, run, round, step }: Pick<Escalation, 'id' | 'run' | 'round' | 'step'>) {
  return { escalationId: id, run, round, step };
}
