import { Inject, Injectable } from '@nestjs/common';
import { decideTimer, decideUrgency, type Incident, type TimerDecision } from 'incident-core';
import { NotificationService } from '../notification/notification.service.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { DirectoryService } from '../team/directory.service.ts';
import { SYSTEM } from '../timeline/timeline.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import { IncidentOrders } from './incident-orders.ts';
import { IncidentRepository } from './incident.repository.ts';
import { IncidentResolver } from './resolver.ts';

const RESOLUTIONS = ['recovery', 'recovery_unattended', 'untracked', 'flapping_over', 'storm_over'] as const;

const WHY: Readonly<Record<Extract<TimerDecision, { kind: 'trigger' }>['reason'], string>> = {
  snooze_over: 'its snooze is over, and it is still active',
  acknowledgement_over: 'the acknowledgement ran out and no work was started',
  not_confirmed: 'it became critical and nobody confirmed',
};

/** Moves the incidents whose time has come: a snooze or an acknowledgement ends, somebody is warned, it resolves by itself. */
@Injectable()
export class IncidentTimers {
  constructor(
    private readonly incidents: IncidentRepository,
    private readonly resolver: IncidentResolver,
    private readonly orders: IncidentOrders,
    private readonly directory: DirectoryService,
    private readonly notifications: NotificationService,
    private readonly timeline: TimelineService,
    private readonly clock: Clock,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** Moves what is due, or only one of them; `claim` hears which. Answers how many. */
  async tick(
    limit: number,
    only: string | null = null,
    claim: (id: string) => void = () => undefined,
  ): Promise<number> {
    return this.database.transaction(async (transaction) => {
      const now = this.clock.now();
      const due = await this.incidents.lockTimersDue(transaction, now, limit, only);
      for (const { id } of due) claim(id);
      const ids = due.map(({ id }) => id);
      const recovered = await this.incidents.recovered(transaction, ids);
      const decided = due.map((incident) => ({
        incident,
        decision: decideTimer(incident, recovered.has(incident.id), now),
      }));
      for (const resolution of RESOLUTIONS) {
        const over = decided.filter(({ decision }) => decision.kind === 'resolve' && decision.reason === resolution);
        const incidents = over.map(({ incident }) => incident);
        await this.resolver.resolve(transaction, incidents, resolution, SYSTEM, now);
      }
      for (const { incident, decision } of decided) {
        if (decision.kind === 'trigger') await this.trigger(transaction, incident, decision, now);
        if (decision.kind === 'rest') await this.incidents.update(transaction, incident.id, decision.set);
        if (decision.kind === 'raise') await this.raise(transaction, incident, decision, now);
        if (decision.kind === 'tell') await this.tell(transaction, incident, decision, now);
      }
      return due.length;
    });
  }

  private async trigger(
    transaction: Transaction,
    incident: Incident,
    { reason, set }: Extract<TimerDecision, { kind: 'trigger' }>,
    now: Date,
  ): Promise<void> {
    const { id, assigneeId, severity, teamId } = incident;
    const settings = await this.directory.settingsOf(transaction, teamId);
    const { urgency, urgencyDueAt } = decideUrgency(severity, settings, now);
    const free = { status: 'triggered' as const, assigneeId: null, acknowledgedAt: null, startedAt: null };
    const nobodys = { ...free, ...set, urgency, urgencyDueAt };
    await this.incidents.update(transaction, id, nobodys);
    const data = { reason, held_by: assigneeId };
    await this.timeline.append(transaction, [
      { incidentId: id, at: now, kind: 'triggered_again', actor: SYSTEM, data },
    ]);
    await this.orders.tellFormerHolder(transaction, incident, WHY[reason]);
    const order = reason === 'snooze_over' ? 'fresh' : 'same_step';
    const occasion = { because: reason, ends: 'acknowledged' as const, actor: SYSTEM };
    await this.orders.give(transaction, { ...incident, ...nobodys }, order, occasion);
  }

  private async raise(
    transaction: Transaction,
    incident: Incident,
    { set }: Extract<TimerDecision, { kind: 'raise' }>,
    now: Date,
  ): Promise<void> {
    const { id } = incident;
    await this.incidents.update(transaction, id, set);
    const data = { from: incident.urgency, to: set.urgency, reason: 'support_hours_began' };
    await this.timeline.append(transaction, [
      { incidentId: id, at: now, kind: 'urgency_changed', actor: SYSTEM, data },
    ]);
    const reason = 'support hours have begun: it is urgent now';
    await this.orders.tellRisen(
      transaction,
      { ...incident, ...set },
      { tell: 'step', set: {} },
      { reason, occurrence: now.toISOString() },
    );
  }

  private async tell(
    transaction: Transaction,
    incident: Incident,
    { event, set }: Extract<TimerDecision, { kind: 'tell' }>,
    now: Date,
  ): Promise<void> {
    const { id, assigneeId, urgency, acknowledgementDueAt } = incident;
    await this.incidents.update(transaction, id, set);
    const data = event === 'acknowledgement_ending' ? { due_at: acknowledgementDueAt } : {};
    await this.timeline.append(transaction, [{ incidentId: id, at: now, kind: event, actor: SYSTEM, data }]);
    if (assigneeId === null) return;
    const target = { type: 'user' as const, id: assigneeId };
    const telegram = { incidentId: id, urgency, event, occurrence: now.toISOString(), reason: null, target };
    await this.notifications.tell(transaction, [telegram], now);
  }
}
