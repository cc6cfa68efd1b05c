import { minutesOf } from '../model/thresholds.ts';

/** How often rules may run, and which of Kibana's limits says so. */
export interface RuleBudget {
  readonly runsPerMinute: number;
  readonly limit: 'scheduled_per_minute' | 'task_capacity';
  /** Taken by rules of others. */
  readonly taken: number;
}

/** What bounds how many rules can run. */
export interface KibanaCapacity {
  /** `xpack.alerting.rules.maxScheduledPerMinute`; null for Kibana's default. Serverless Kibana has 400. */
  readonly scheduledPerMinute: number | null;
  /** How many Kibanas share the work. */
  readonly instances: number;
  /** Runs a minute of the rules that are not ours. */
  readonly taken: number;
}

/** The default of `xpack.alerting.rules.maxScheduledPerMinute` since 8.12; beyond it Kibana refuses new rules. */
export const SCHEDULED_PER_MINUTE = 10_000;
/** Ten tasks every three seconds: what one Kibana gets through with its defaults. Newer ones look more often, and are not promised more here. */
export const TASKS_PER_MINUTE = 200;

/** The smaller of what Kibana allows and what it gets through, less what others take. */
export function toRuleBudget({ scheduledPerMinute, instances, taken }: KibanaCapacity): RuleBudget {
  const allowed = scheduledPerMinute ?? SCHEDULED_PER_MINUTE;
  const capacity = instances * TASKS_PER_MINUTE;
  const limit = allowed <= capacity ? 'scheduled_per_minute' : 'task_capacity';
  return { runsPerMinute: Math.max(0, Math.min(allowed, capacity) - taken), limit, taken };
}

/** Runs a minute of rules that are checked so often, as `1m`. Kibana also knows seconds, as in `30s`. */
export function runsPerMinute(intervals: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const interval of intervals) counts.set(interval, (counts.get(interval) ?? 0) + 1);
  return [...counts].reduce((sum, [interval, count]) => sum + count / minutesBetween(interval), 0);
}

function minutesBetween(interval: string): number {
  const minutes = interval.endsWith('s') ? Number.parseInt(interval, 10) / 60 : minutesOf(interval);
  return minutes > 0 ? minutes : 1;
}
