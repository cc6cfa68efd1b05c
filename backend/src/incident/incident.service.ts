import { Inject, Injectable } from '@nestjs/common';
import { decideAction, type Incident, type IncidentAction, type Resolution } from 'incident-core';
import { may, type Caller } from '../access/caller.ts';
import { forbidden } from '../access/route-rules.ts';
import { EscalationService } from '../escalation/escalation.service.ts';
import { Metrics } from '../metrics/metrics.ts';
import { NotificationService } from '../notification/notification.service.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { conflict, notFound } from '../platform/problem.ts';
import { SYSTEM, type Actor, type TimelineEntry, type TimelineKind } from '../timeline/timeline.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import { IncidentRepository } from './incident.repository.ts';
import { resolvedTelegram } from './intake.service.ts';

/** A timeline entry as it was written. */
export type StoredEntry = Omit<TimelineEntry, 'incidentId'> & { readonly id: number };

/** What people do to incidents. Load, decide, apply, in one transaction each. */
@Injectable()
export class IncidentService {
  constructor(
    private readonly incidents: IncidentRepository,
    private readonly escalations: EscalationService,
    private readonly notifications: NotificationService,
    private readonly timeline: TimelineService,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /**
   * The same move again changes nothing.
   *
   * @throws Problem 404, 403 for an incident of a team for which the caller may not, 409 when the incident is resolved
   */
  async act(action: IncidentAction, id: string, by: Caller): Promise<'done' | 'unchanged'> {
    return this.database.transaction(async (transaction) => {
      const incident = await this.incidents.lock(transaction, id);
      if (!incident) throw notFound('incident', id);
      if (!may(by, 'respond', [incident.teamId])) throw forbidden('respond', { teams: 'incident' });
      const decision = decideAction(action, incident, by.userId);
      if (decision.kind === 'nothing') return 'unchanged';
      if (decision.kind === 'refuse') {
        throw conflict('incident-resolved', 'The incident is resolved', {
          detail: `found status resolved (${incident.resolution ?? 'unknown'}); expected triggered, acknowledged or in_progress`,
          resolved_at: incident.resolvedAt,
          resolution: incident.resolution,
        });
      }
      if (decision.to === 'resolved') await this.resolve(transaction, [incident], 'responder', by.actor);
      else await this.hold(transaction, incident, action, decision, by);
      return 'done';
    });
  }

  async note(id: string, text: string, by: Caller): Promise<StoredEntry> {
    const entry = { incidentId: id, at: this.clock.now(), kind: 'note' as const, actor: by.actor, data: { text } };
    const entryId = await this.database.transaction(async (transaction) => {
      if (!(await this.incidents.lock(transaction, id))) throw notFound('incident', id);
      const [written] = await this.timeline.append(transaction, [entry]);
      return written ?? 0;
    });
    const { at, kind, actor, data } = entry;
    return { id: entryId, at, kind, actor, data };
  }

  /** Ends what has waited long enough after its recovery, or only one of them; `claim` hears which. Answers how many. */
  async resolveUnattended(
    limit: number,
    only: string | null = null,
    claim: (id: string) => void = () => undefined,
  ): Promise<number> {
    return this.database.transaction(async (transaction) => {
      const due = await this.incidents.lockResolveDue(transaction, this.clock.now(), limit, only);
      for (const { id } of due) claim(id);
      if (due.length > 0) await this.resolve(transaction, due, 'recovery_unattended', SYSTEM);
      return due.length;
    });
  }

  private async hold(
    transaction: Transaction,
    incident: Incident,
    action: IncidentAction,
    decision: { readonly to: Incident['status']; readonly acknowledges: boolean; readonly tookOver: boolean },
    by: Caller,
  ): Promise<void> {
    const now = this.clock.now();
    await this.incidents.update(transaction, incident.id, {
      status: decision.to,
      assigneeId: by.userId ?? incident.assigneeId,
      acknowledgedAt: incident.acknowledgedAt ?? now,
      startedAt: decision.to === 'in_progress' ? (incident.startedAt ?? now) : incident.startedAt,
    });
    if (decision.acknowledges) {
      await this.escalations.end(transaction, [incident.id], 'acknowledged', now);
      await this.notifications.withhold(transaction, [incident.id], 'acknowledged', now);
    }
    const kind: TimelineKind =
      action === 'start' && incident.status !== 'in_progress'
        ? 'started'
        : decision.tookOver
          ? 'taken_over'
          : 'acknowledged';
    const data = decision.tookOver ? { from: incident.assigneeId } : {};
    await this.timeline.append(transaction, [{ incidentId: incident.id, at: now, kind, actor: by.actor, data }]);
  }

  private async resolve(
    transaction: Transaction,
    incidents: readonly Incident[],
    resolution: Resolution,
    actor: Actor,
  ): Promise<void> {
    const now = this.clock.now();
    const ids = incidents.map(({ id }) => id);
    const stillActive = await this.incidents.endAlerts(transaction, ids);
    await this.incidents.resolve(transaction, ids, resolution, now);
    await this.escalations.end(transaction, ids, 'resolved', now);
    await this.notifications.withhold(transaction, ids, 'resolved', now);
    await this.timeline.append(
      transaction,
      incidents.map(({ id }) => ({
        incidentId: id,
        at: now,
        kind: 'resolved',
        actor,
        data: { reason: resolution, still_active: stillActive.includes(id) },
      })),
    );
    await this.notifications.tellToldBefore(transaction, incidents.map(resolvedTelegram), now);
    for (const { severity, createdAt } of incidents) {
      this.metrics.resolutionSeconds.observe({ severity }, (now.getTime() - createdAt.getTime()) / 1000);
    }
  }
}
