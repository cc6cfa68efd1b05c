import { Injectable } from '@nestjs/common';
import type { Incident } from 'incident-core';
import { Metrics } from '../metrics/metrics.ts';
import { afterCommit, type Transaction } from '../platform/database.ts';
import { IncidentRepository } from './incident.repository.ts';

/** Writes changes of incidents that may be their first acknowledgement, which is counted once. */
@Injectable()
export class Acknowledgements {
  constructor(
    private readonly incidents: IncidentRepository,
    private readonly metrics: Metrics,
  ) {}

  async write(transaction: Transaction, incident: Incident, change: Partial<Incident>, now: Date): Promise<void> {
    const isFirst = await this.incidents.update(transaction, incident.id, change);
    if (!isFirst) return;
    const seconds = (now.getTime() - incident.createdAt.getTime()) / 1000;
    afterCommit(transaction, () => this.metrics.acknowledgeSeconds.observe({ severity: incident.severity }, seconds));
  }
}
