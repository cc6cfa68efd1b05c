import type { IncidentSums, WebhookCounts } from '../model/figures.ts';

/** What is made of sums; null where there is nothing to divide by, for nothing is not zero. */
export interface IncidentFigures {
  /** Escalation rate: the share of the incidents created that went on beyond a step. */
  readonly escalationRate: number | null;
  /** MTTA: mean seconds from creation to the first acknowledgement. */
  readonly meanAcknowledgeSeconds: number | null;
  /** MTTR, the seed's resolution time: mean seconds from the first trigger to the last resolution. */
  readonly meanResolveSeconds: number | null;
  /** Noise: the share of the resolved incidents that nobody acknowledged and that ended by themselves. */
  readonly noiseRate: number | null;
}

/** The figures of incidents. An incident belongs to the time at which it was created, whenever the rest came to pass. */
export function toIncidentFigures(sums: IncidentSums): IncidentFigures {
  return {
    escalationRate: divide(sums.escalated, sums.created),
    meanAcknowledgeSeconds: divide(sums.acknowledgeSeconds, sums.acknowledged),
    meanResolveSeconds: divide(sums.resolveSeconds, sums.resolved),
    noiseRate: divide(sums.unattended, sums.resolved),
  };
}

/** Webhook success rate: accepted of all that should have come by webhook; null when nothing should have. */
export function webhookSuccessRate({ accepted, refused, foundByPull }: WebhookCounts): number | null {
  return divide(accepted, accepted + refused + foundByPull);
}

/** How many there were an hour; null for no time at all. */
export function ratePerHour(count: number, from: Date, to: Date): number | null {
  return divide(count, (to.getTime() - from.getTime()) / 3_600_000);
}

function divide(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
