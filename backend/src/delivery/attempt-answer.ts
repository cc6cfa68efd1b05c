import type { AttemptOutcome, DeliveryAnswer } from 'incident-core';

/** One attempt as it is stored, with the delivery that made it. */
export interface AttemptRow {
  readonly deliveryId: string;
  readonly attempt: number;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly latencyMs: number | null;
  readonly outcome: AttemptOutcome['kind'] | null;
  readonly providerId: string | null;
  readonly error: string | null;
}

/** An attempt as the API shows it. */
export function toAttemptAnswer(row: AttemptRow): DeliveryAnswer['attempts'][number] {
  const { attempt, startedAt, endedAt, latencyMs, outcome, providerId, error } = row;
  return {
    attempt,
    started_at: startedAt.toISOString(),
    ended_at: toTime(endedAt),
    latency_ms: latencyMs,
    outcome,
    provider_id: providerId,
    error,
  };
}

/** A time as the API shows it. */
export function toTime(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}
