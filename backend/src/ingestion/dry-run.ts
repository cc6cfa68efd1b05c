import { Injectable } from '@nestjs/common';
import type { DryRunAlert, GivenDryRun } from 'incident-core';
import type { Caller } from '../access/caller.ts';
import { SimulationService } from '../escalation/simulation.service.ts';
import { Foresight, type ForeseenArrival } from '../incident/foresight.ts';
import { PayloadReader } from './payload-reader.ts';
import type { Part } from './post.ts';

/** A payload of Kibana's holds one alert, or those of one run of a rule. */
const MOST_ALERTS = 50;
/** What starts an escalation. */
const STARTS: readonly string[] = ['opened', 'reopened'];

/** Goes the way of a payload through all stages, and leaves no trace on it. */
@Injectable()
export class DryRun {
  constructor(
    private readonly payloads: PayloadReader,
    private readonly foresight: Foresight,
    private readonly simulations: SimulationService,
  ) {}

  /** @throws Problem 422 for an unknown source, 403 for a team that the caller may not see */
  async of({ payload, source_id: sourceId }: GivenDryRun, at: Date, caller: Caller): Promise<DryRunAlert[]> {
    const parts = (await this.payloads.read(payload, sourceId, at)).slice(0, MOST_ALERTS);
    const arrivals = parts.flatMap(({ arrival }) => (arrival ? [arrival] : []));
    const foreseen = [...(await this.foresight.ofArrivals(arrivals, at))];
    const alerts: DryRunAlert[] = [];
    for (const part of parts) {
      const own = part.arrival ? foreseen.shift() : undefined;
      alerts.push(own ? await this.told(part, own, at, caller) : toSkipped(part));
    }
    return alerts;
  }

  private async told(part: Part, foreseen: ForeseenArrival, at: Date, caller: Caller): Promise<DryRunAlert> {
    const { subject, outcome, reason, incident, urgency, rules, heldBy } = foreseen;
    // Also where nothing starts: who may not see the team may not learn this way what it has.
    const escalation = await this.simulations.simulate(subject, {}, at, caller);
    const { reading } = part;
    const problem = reading.kind === 'unreadable' ? reading.problem : null;
    return {
      position: part.position,
      skipped: null,
      unreadable: problem && {
        reason: problem.reason,
        path: problem.path,
        found: problem.found,
        expected: problem.expected,
      },
      alert: toAlert(part),
      outcome: problem ? 'unreadable' : outcome,
      reason: problem?.reason ?? reason,
      incident,
      urgency: {
        urgency: urgency.urgency,
        reason: urgency.reason,
        urgency_due_at: urgency.urgencyDueAt?.toISOString() ?? null,
      },
      rules: [...rules],
      held_by: heldBy && { ...heldBy, until: heldBy.until.toISOString() },
      escalation: STARTS.includes(outcome) ? escalation : null,
      team: escalation.team,
    };
  }
}

function toSkipped({ position, reading }: Part): DryRunAlert {
  const skipped = reading.kind === 'empty' ? reading.reason : 'no_alerts';
  return {
    ...{ position, skipped, unreadable: null, alert: null, outcome: null, reason: null, incident: null },
    ...{ urgency: null, rules: [], held_by: null, escalation: null, team: null },
  };
}

function toAlert({ arrival }: Part): DryRunAlert['alert'] {
  if (!arrival) return null;
  const { alert } = arrival;
  return {
    name: alert.name,
    status: alert.status,
    service: alert.service,
    environment: alert.environment,
    tags: [...alert.tags],
    said: alert.reason,
    date: alert.date.toISOString(),
    date_replaced: alert.replacedDate?.reason ?? null,
    dedup_key: alert.dedupKey,
    episode: alert.episode,
    severity: alert.severity,
    severity_from: alert.severityFrom,
    flapping: alert.flapping,
  };
}
