import { Injectable } from '@nestjs/common';
import type { EscalationEnd, EscalationOrder, Incident, RiseDecision } from 'incident-core';
import { EscalationByHand } from '../escalation/by-hand.ts';
import { EscalationService } from '../escalation/escalation.service.ts';
import { NotificationService } from '../notification/notification.service.ts';
import { ShownChanges } from '../notification/shown-changes.ts';
import { Clock } from '../platform/clock.ts';
import type { Transaction } from '../platform/database.ts';
import { SYSTEM, type Actor } from '../timeline/timeline.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import { toEscalated } from './to-escalated.ts';

interface Occasion {
  /** What the new run says it began for. */
  readonly because: string;
  /** What the run that lives until now ends with. */
  readonly ends: EscalationEnd;
  readonly actor: Actor;
  /** What threads in Slack hear of it, where it is not whose it is now. */
  readonly shown?: string;
}

/** Carries out what a change of an incident asks of its escalation. */
@Injectable()
export class IncidentOrders {
  constructor(
    private readonly escalations: EscalationService,
    private readonly byHand: EscalationByHand,
    private readonly notifications: NotificationService,
    private readonly shownChanges: ShownChanges,
    private readonly timeline: TimelineService,
    private readonly clock: Clock,
  ) {}

  /** `incident` as it is after the change; where it is shown, that is brought up to date. */
  async give(transaction: Transaction, incident: Incident, order: EscalationOrder, occasion: Occasion): Promise<void> {
    const now = this.clock.now();
    const { because, ends, actor, shown: reason = null } = occasion;
    const { id: incidentId, urgency } = incident;
    const occurrence = `${because}-${now.toISOString()}`;
    const telegram = { incidentId, urgency, event: 'standing_changed' as const, occurrence, reason };
    await this.notifications.tellToldBefore(transaction, [telegram], now);
    // Of one that was over nobody has been told yet, but Slack shows it as it was.
    if (because === 'reopened' && reason !== null) {
      await this.shownChanges.show(transaction, [{ incidentId, urgency, reason }], now);
    }
    switch (order) {
      case 'none':
        return;
      case 'end':
        await this.escalations.end(transaction, [incident.id], ends, now);
        await this.notifications.withhold(transaction, [incident.id], ends, now);
        return;
      case 'fresh':
        await this.escalations.end(transaction, [incident.id], ends, now);
        await this.notifications.withhold(transaction, [incident.id], ends, now);
        await this.escalations.start(transaction, [toEscalated(incident, true)], because, now);
        return;
      case 'same_step':
        await this.byHand.resume(transaction, toEscalated(incident, true), 'same_step', because, now);
        return;
      case 'next_step':
        await this.byHand.escalate(transaction, toEscalated(incident, true), actor, now);
        return;
    }
  }

  /** An open incident has become worse: those of its step hear it, or whoever holds it. */
  async tellRisen(
    transaction: Transaction,
    incident: Incident,
    { tell, set }: RiseDecision,
    { reason, occurrence }: { readonly reason: string; readonly occurrence: string },
  ): Promise<void> {
    const now = this.clock.now();
    const { id: incidentId, urgency, assigneeId } = incident;
    if (set.confirmDueAt) {
      const data = { reason: 'became_critical', due_at: set.confirmDueAt };
      await this.timeline.append(transaction, [
        { incidentId, at: now, kind: 'confirmation_asked', actor: SYSTEM, data },
      ]);
    }
    if (tell === 'step') {
      await this.byHand.tellAgain(transaction, [{ ...toEscalated(incident, true), reason }], now);
    } else if (assigneeId !== null) {
      const target = { type: 'user' as const, id: assigneeId };
      const telegram = { incidentId, urgency, event: 'severity_rose' as const, occurrence, reason, target };
      await this.notifications.tell(transaction, [telegram], now);
    }
    await this.shownChanges.show(transaction, [{ incidentId, urgency, reason }], now);
  }

  /** The one who held it is told first that it is nobody's any more. */
  async tellFormerHolder(transaction: Transaction, incident: Incident, reason: string): Promise<void> {
    if (incident.assigneeId === null) return;
    const now = this.clock.now();
    const target = { type: 'user' as const, id: incident.assigneeId };
    const about = { incidentId: incident.id, urgency: incident.urgency, event: 'acknowledgement_over' as const };
    await this.notifications.tell(transaction, [{ ...about, occurrence: now.toISOString(), reason, target }], now);
  }
}
