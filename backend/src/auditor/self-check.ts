import { Inject, Injectable } from '@nestjs/common';
import type { SelfCheckAnswer } from 'incident-core';
import { Clock } from '../platform/clock.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import { AuditRepository } from './audit.repository.ts';

const MOST_SHOWN = 100;
/** So many intervals may pass before the auditor counts as stopped. */
const MOST_MISSED = 3;

/** What people see of the auditor. */
@Injectable()
export class SelfCheck {
  constructor(
    private readonly audits: AuditRepository,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async read(): Promise<SelfCheckAnswer> {
    const [state, open] = await Promise.all([this.audits.state(), this.audits.open(MOST_SHOWN)]);
    const patience = this.config.AUDIT_INTERVAL_SECONDS * MOST_MISSED * 1000;
    const isFresh = state !== null && this.clock.now().getTime() - state.ranAt.getTime() <= patience;
    return {
      well: isFresh && open.length === 0,
      ran_at: state?.ranAt.toISOString() ?? null,
      well_at: state?.wellAt?.toISOString() ?? null,
      duration_seconds: state ? state.durationMs / 1000 : null,
      found: { ...state?.found },
      repaired: { ...state?.repaired },
      open: open.map(({ kind, subject, incidentId, foundAt }) => ({
        kind,
        subject,
        incident_id: incidentId,
        found_at: foundAt.toISOString(),
      })),
    };
  }
}
