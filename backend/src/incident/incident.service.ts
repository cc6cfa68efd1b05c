import { Inject, Injectable } from '@nestjs/common';
import {
  decideAction,
  DEFAULT_TEAM_SETTINGS,
  holdTimers,
  type Incident,
  type IncidentAction,
  type TimelineKind,
} from 'incident-core';
import { may, type Caller } from '../access/caller.ts';
import { forbidden } from '../access/route-rules.ts';
import { EscalationService } from '../escalation/escalation.service.ts';
import { NotificationService } from '../notification/notification.service.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { conflict, notFound } from '../platform/problem.ts';
import { DirectoryService } from '../team/directory.service.ts';
import type { TimelineEntry } from '../timeline/timeline.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import { Acknowledgements } from './acknowledgements.ts';
import { IncidentRepository } from './incident.repository.ts';
import { IncidentResolver } from './resolver.ts';

/** A timeline entry as it was written. */
export type StoredEntry = Omit<TimelineEntry, 'incidentId'> & { readonly id: number };

/** What people do to incidents. Load, decide, apply, in one transaction each. */
@Injectable()
export class IncidentService {
  constructor(
    private readonly incidents: IncidentRepository,
    private readonly acknowledgements: Acknowledgements,
    private readonly resolver: IncidentResolver,
    private readonly directory: DirectoryService,
    private readonly escalations: EscalationService,
    private readonly notifications: NotificationService,
    private readonly timeline: TimelineService,
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
      if (decision.to === 'resolved') {
        await this.resolver.resolve(transaction, [incident], 'responder', by.actor, this.clock.now());
      } else await this.hold(transaction, incident, action, decision, by);
      return 'done';
    });
  }

  async note(id: string, text: string, by: Caller): Promise<StoredEntry> {
    const entry = { incidentId: id, at: this.clock.now(), kind: 'note' as const, actor: by.actor, data: { text } };
    const entryId = await this.database.transaction(async (transaction) => {
      const incident = await this.incidents.lock(transaction, id);
      if (!incident) throw notFound('incident', id);
      // Whoever writes works.
      const { reminderDueAt } = holdTimers(incident.status, incident.urgency, DEFAULT_TEAM_SETTINGS, entry.at);
      if (reminderDueAt) await this.incidents.update(transaction, id, { reminderDueAt });
      const [written] = await this.timeline.append(transaction, [entry]);
      return written ?? 0;
    });
    const { at, kind, actor, data } = entry;
    return { id: entryId, at, kind, actor, data };
  }

  private async hold(
    transaction: Transaction,
    incident: Incident,
    action: IncidentAction,
    decision: { readonly to: Incident['status']; readonly acknowledges: boolean; readonly tookOver: boolean },
    by: Caller,
  ): Promise<void> {
    const now = this.clock.now();
    const settings = await this.directory.settingsOf(transaction, incident.teamId);
    const timers = holdTimers(decision.to, incident.urgency, settings, now);
    const change = {
      ...timers,
      status: decision.to,
      assigneeId: by.userId ?? incident.assigneeId,
      acknowledgedAt: incident.acknowledgedAt ?? now,
      startedAt: decision.to === 'in_progress' ? (incident.startedAt ?? now) : incident.startedAt,
    };
    await this.acknowledgements.write(transaction, incident, change, now);
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
    const { id: incidentId, urgency } = incident;
    const occurrence = `${kind}-${now.toISOString()}-${by.userId ?? ''}`;
    await this.notifications.tellToldBefore(
      transaction,
      [{ incidentId, urgency, event: 'standing_changed', occurrence, reason: null }],
      now,
    );
  }
}
