import { Injectable } from '@nestjs/common';
import type { GivenSimulation, SimulationAnswer } from 'incident-core';
import type { SimulatedSubject } from '../escalation/simulation.service.ts';
import { Foresight, type ForeseenArrival } from '../incident/foresight.ts';
import type { Arrival } from '../incident/intake.service.ts';
import { invalid, Problem } from '../platform/problem.ts';
import { PayloadReader } from './payload-reader.ts';
import type { Part } from './post.ts';

/** A part of a payload that something would become of. */
type ArrivingPart = Part & { readonly arrival: Arrival };

/** Reads a payload as the intake would, and keeps none of it. */
@Injectable()
export class SimulatedPayload {
  constructor(
    private readonly payloads: PayloadReader,
    private readonly foresight: Foresight,
  ) {}

  /** @throws Problem 422 for an unknown source or a payload without alerts, 400 for an alert that it does not have */
  async read(
    { payload, source_id: sourceId = '', alert: wanted = 0 }: GivenSimulation,
    at: Date,
  ): Promise<{ readonly subject: SimulatedSubject; readonly alert: NonNullable<SimulationAnswer['alert']> }> {
    const parts = await this.partsOf(payload, sourceId, at);
    const part = parts[wanted];
    if (!part) {
      const expected = `a number below ${parts.length}, for the payload holds so many alerts`;
      throw invalid([{ path: '$.alert', found: String(wanted), expected }]);
    }
    const foreseen = await this.foresight.ofArrival(part.arrival, at);
    return { subject: foreseen.subject, alert: toAlertAnswer(part, parts.length, foreseen) };
  }

  private async partsOf(payload: unknown, sourceId: string, receivedAt: Date): Promise<readonly ArrivingPart[]> {
    const parts = await this.payloads.read(payload, sourceId, receivedAt);
    const arriving = parts.flatMap((part) => (part.arrival ? [{ ...part, arrival: part.arrival }] : []));
    if (arriving.length > 0) return arriving;
    const reasons = parts.flatMap(({ reading }) => (reading.kind === 'empty' ? [reading.reason] : []));
    throw new Problem(422, 'nothing-to-escalate', 'The payload holds nothing to act on', {
      errors: [{ path: '$.payload', found: reasons.join(', '), expected: 'an alert' }],
    });
  }
}

function toAlertAnswer(
  { arrival: { alert }, reading }: ArrivingPart,
  count: number,
  foreseen: ForeseenArrival,
): NonNullable<SimulationAnswer['alert']> {
  const { name, status, severityFrom, service, environment, tags, dedupKey } = alert;
  const problem = reading.kind === 'unreadable' ? reading.problem : null;
  return {
    count,
    name,
    status,
    severity_from: severityFrom,
    service,
    environment,
    tags: [...tags],
    dedup_key: dedupKey,
    outcome: problem ? 'unreadable' : foreseen.outcome,
    reason: problem?.reason ?? foreseen.reason,
    incident_id: foreseen.incident?.id ?? null,
    unreadable: problem && {
      reason: problem.reason,
      path: problem.path,
      found: problem.found,
      expected: problem.expected,
    },
  };
}
