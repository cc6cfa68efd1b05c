import { Injectable } from '@nestjs/common';
import type { EpisodeEnd, Incident, Resolution } from 'incident-core';
import { EscalationService } from '../escalation/escalation.service.ts';
import { Metrics } from '../metrics/metrics.ts';
import { NotificationService, type Telegram } from '../notification/notification.service.ts';
import { afterCommit, type Transaction } from '../platform/database.ts';
import type { Actor } from '../timeline/timeline.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import { IncidentRepository } from './incident.repository.ts';

/** Ends incidents that are locked, with all that hangs on them, for whatever reason but an alert's. */
@Injectable()
export class IncidentResolver {
  constructor(
    private readonly incidents: IncidentRepository,
    private readonly escalations: EscalationService,
    private readonly notifications: NotificationService,
    private readonly timeline: TimelineService,
    private readonly metrics: Metrics,
  ) {}

  /** `more`: what else their histories say of it. */
  async resolve(
    transaction: Transaction,
    incidents: readonly Incident[],
    resolution: Resolution,
    actor: Actor,
    now: Date,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    if (incidents.length === 0) return;
    const ids = incidents.map(({ id }) => id);
    const stillActive = await this.incidents.endAlerts(transaction, ids, ENDS[resolution] ?? 'resolved_by_responder');
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
        data: { reason: resolution, still_active: stillActive.includes(id), ...more },
      })),
    );
    await this.notifications.tellToldBefore(transaction, incidents.map(resolvedTelegram), now);
    afterCommit(transaction, () => {
      for (const { severity, createdAt } of incidents) {
        this.metrics.resolutionSeconds.observe({ severity }, (now.getTime() - createdAt.getTime()) / 1000);
      }
    });
  }
}

/** What becomes of episodes that go on: after a storm they may open an incident of their own, should they be heard of again. */
const ENDS: Partial<Readonly<Record<Resolution, EpisodeEnd>>> = { storm_over: 'superseded' };

/** The news that an incident is over; one for each time that it ends. */
export function resolvedTelegram(incident: Pick<Incident, 'id' | 'urgency' | 'reopenCount'>): Telegram {
  const { id, urgency, reopenCount } = incident;
  return { incidentId: id, urgency, event: 'resolved', occurrence: `resolution-${reopenCount + 1}`, reason: null };
}
