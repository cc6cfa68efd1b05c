/** How finely time is cut in figures. */
export const BUCKET_UNITS = ['hour', 'day', 'week'] as const;
export type BucketUnit = (typeof BUCKET_UNITS)[number];

/** Ends of an incident that nobody had a hand in: without an acknowledgement before them it was noise. */
export const UNATTENDED_RESOLUTIONS = ['recovery', 'recovery_unattended', 'untracked'] as const;

/** Sums over incidents that were created in some time, of some team, service or severity. Seconds are whole sums. */
export interface IncidentSums {
  readonly created: number;
  /** Those that went on beyond a step of their escalation, whatever came of them. */
  readonly escalated: number;
  readonly acknowledged: number;
  /** From creation to the first acknowledgement, of those that have one. */
  readonly acknowledgeSeconds: number;
  readonly resolved: number;
  /** From creation, the first trigger, to the last resolution, of those that are resolved. */
  readonly resolveSeconds: number;
  /** Resolved by themselves, and nobody ever acknowledged them. */
  readonly unattended: number;
}

export const NO_INCIDENTS: IncidentSums = {
  created: 0,
  escalated: 0,
  acknowledged: 0,
  acknowledgeSeconds: 0,
  resolved: 0,
  resolveSeconds: 0,
  unattended: 0,
};

/** Posts of a source in some time. */
export interface WebhookCounts {
  /** Kept, and answered 202. */
  readonly accepted: number;
  /** Answered with anything else. */
  readonly refused: number;
  /** What no webhook brought: found in Elasticsearch, and it was news. */
  readonly foundByPull: number;
}

/** What of the pages of some time is known: how many of each verdict. */
export interface PageCounts {
  readonly good: number;
  readonly bad: number;
  readonly pending: number;
  readonly excused: number;
}

/** What is promised: this share of alerts that call for somebody has a first message sent within these seconds. */
export interface ServiceLevelTarget {
  /** From 0 up to but not including 1. */
  readonly share: number;
  readonly withinSeconds: number;
}
