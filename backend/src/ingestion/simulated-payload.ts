import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { GivenSimulation, SimulationAnswer } from 'incident-core';
import { unknownReference } from '../access/constraints.ts';
import { SourceService } from '../access/source.service.ts';
import type { SimulatedSubject } from '../escalation/simulation.service.ts';
import { Foresight } from '../incident/foresight.ts';
import type { Arrival } from '../incident/intake.service.ts';
import { invalid, Problem } from '../platform/problem.ts';
import { Random } from '../platform/random.ts';
import { IngestionService } from './ingestion.service.ts';
import type { Part } from './post.ts';

/** A part of a payload that something would become of. */
type ArrivingPart = Part & { readonly arrival: Arrival };

/** Reads a payload as the intake would, and keeps none of it. */
@Injectable()
export class SimulatedPayload {
  constructor(
    private readonly ingestion: IngestionService,
    private readonly sources: SourceService,
    private readonly foresight: Foresight,
    private readonly random: Random,
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
    const { subject, foreseen } = await this.foresight.ofArrival(part.arrival, at);
    return { subject, alert: toAlertAnswer(part, parts.length, foreseen) };
  }

  private async partsOf(payload: unknown, sourceId: string, receivedAt: Date): Promise<readonly ArrivingPart[]> {
    const source = await this.sources.find(sourceId);
    if (!source) {
      throw unknownReference([{ path: '$.source_id', found: sourceId, expected: 'the id of a source' }]);
    }
    const body = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
    const { parts } = this.ingestion.read({
      source,
      event: {
        id: this.random.id(),
        receivedAt,
        sourceId,
        contentType: 'application/json',
        body,
        bodySize: body.length,
        bodySha256: createHash('sha256').update(body).digest(),
        truncated: false,
        via: 'push',
      },
    });
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
  foreseen: Awaited<ReturnType<Foresight['ofArrival']>>['foreseen'],
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
    incident_id: foreseen.incidentId,
    unreadable: problem && {
      reason: problem.reason,
      path: problem.path,
      found: problem.found,
      expected: problem.expected,
    },
  };
}
