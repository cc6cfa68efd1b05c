import { Injectable } from '@nestjs/common';
import type { EscalationEnd } from 'incident-core';
import type { Transaction } from '../platform/database.ts';
import { SYSTEM } from '../timeline/timeline.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import { EscalationRepository, type StoredEscalation } from './escalation.repository.ts';
import { ended } from './runs.ts';

/** Ends runs that are locked, with their present passages: a resolved run never runs again. */
@Injectable()
export class RunEnds {
  constructor(
    private readonly escalations: EscalationRepository,
    private readonly timeline: TimelineService,
  ) {}

  async end(
    transaction: Transaction,
    live: readonly StoredEscalation[],
    reason: EscalationEnd,
    now: Date,
  ): Promise<void> {
    if (live.length === 0) return;
    const passages = await this.escalations.currentPassages(
      transaction,
      live.map(({ id }) => id),
    );
    await this.escalations.update(
      transaction,
      live.map((run) => ended(run, reason, now)),
    );
    await this.escalations.savePassages(
      transaction,
      [...passages.values()].map((passage) => ({ ...passage, status: 'resolved', endedAt: now, reason })),
    );
    await this.timeline.append(
      transaction,
      live.map(({ incidentId, run }) => ({
        incidentId,
        at: now,
        kind: 'escalation_ended',
        actor: SYSTEM,
        data: { run, reason },
      })),
    );
  }
}
