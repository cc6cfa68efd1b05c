import { Injectable, type OnModuleInit } from '@nestjs/common';
import { auditTimers, INCIDENT_STATUSES, isRunMissing, type TimerFinding } from 'incident-core';
import { EscalationService } from '../escalation/escalation.service.ts';
import type { Transaction } from '../platform/database.ts';
import { Patrols, toStretch, type Patrol, type Settled, type Stretch, type Suspect } from '../platform/patrols.ts';
import { Workers } from '../platform/workers.ts';
import { IncidentPatrolRepository, type IncidentPlace, type PatrolledIncident } from './incident-patrol.repository.ts';
import { IncidentRepository } from './incident.repository.ts';
import { toEscalated } from './to-escalated.ts';

/** Proves of every open incident that it escalates, has said aloud that it does not, or is held and moves by itself in time. */
@Injectable()
export class IncidentPatrol implements Patrol, OnModuleInit {
  readonly name = 'incidents';

  constructor(
    private readonly rows: IncidentPatrolRepository,
    private readonly incidents: IncidentRepository,
    private readonly escalations: EscalationService,
    private readonly workers: Workers,
    private readonly patrols: Patrols,
  ) {}

  onModuleInit(): void {
    this.patrols.register(this);
  }

  async look(place: string | null, limit: number, now: Date): Promise<Stretch> {
    const rows = await this.rows.after(readPlace(place), limit);
    return toStretch(suspects(rows, now), rows, limit, writePlace);
  }

  async lookAgain(subjects: readonly string[], now: Date): Promise<readonly Suspect[]> {
    return suspects(await this.rows.these(subjects), now);
  }

  async settle(transaction: Transaction, subject: string, now: Date): Promise<Settled | null> {
    const incident = await this.rows.lock(transaction, subject);
    const finding = incident && judge(incident, now);
    if (!finding) return null;
    const { kind } = finding;
    switch (kind) {
      case 'run_missing':
        await this.escalations.start(transaction, [toEscalated(incident, true)], 'auditor', now);
        break;
      case 'timer_missing':
      case 'timer_too_late':
        await this.incidents.update(transaction, incident.id, finding.set);
        break;
      case 'timer_overdue':
        await this.workers.ring(transaction, 'incident');
        break;
    }
    return { kind, subject, incidentId: incident.id, isRepaired: kind !== 'timer_overdue' };
  }
}

function judge(incident: PatrolledIncident, now: Date): { readonly kind: 'run_missing' } | TimerFinding | null {
  const { status, urgency, lastRunStatus, lastRunEnd } = incident;
  const lastRun = lastRunStatus === null ? null : { status: lastRunStatus, endReason: lastRunEnd };
  if (isRunMissing({ status, urgency, lastRun }, now)) return { kind: 'run_missing' };
  return auditTimers(incident, incident, now);
}

function suspects(rows: readonly PatrolledIncident[], now: Date): readonly Suspect[] {
  return rows.flatMap((incident) => {
    const finding = judge(incident, now);
    return finding ? [{ kind: finding.kind, subject: incident.id, incidentId: incident.id }] : [];
  });
}

function writePlace({ status, createdAt, id }: PatrolledIncident): string {
  return `${status} ${createdAt.toISOString()} ${id}`;
}

function readPlace(place: string | null): IncidentPlace | null {
  const [status, createdAt, id] = place?.split(' ') ?? [];
  const known = INCIDENT_STATUSES.find((each) => each === status);
  return known && createdAt !== undefined && id !== undefined
    ? { status: known, createdAt: new Date(createdAt), id }
    : null;
}
