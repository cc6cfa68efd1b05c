import { isBeyondSlack } from '../model/audit.ts';

/** Signs of life that are expected of a source, as the auditor sees them. */
export interface WatchedHeartbeat {
  readonly intervalSeconds: number;
  readonly graceSeconds: number;
  readonly setUpAt: Date;
  readonly lastBeatAt: Date | null;
  readonly dueAt: Date;
  /** Since when it is silent, and its incident says so. */
  readonly silentAt: Date | null;
}

/** What is wrong with it, and when the next sign is due at the latest. */
export interface HeartbeatFinding {
  readonly kind: 'heartbeat_due_too_late' | 'heartbeat_overdue';
  readonly dueAt: Date;
}

/**
 * Proves that a silence would be noticed: the next sign is due no later than an interval and its grace from now, for it
 * was set when one came, or the heartbeat was; and one that is due and did not come is told of.
 */
export function auditHeartbeat(heartbeat: WatchedHeartbeat, now: Date): HeartbeatFinding | null {
  const { intervalSeconds, graceSeconds, setUpAt, lastBeatAt, dueAt, silentAt } = heartbeat;
  if (silentAt !== null) return null;
  const spanMs = (intervalSeconds + graceSeconds) * 1000;
  if (isBeyondSlack('heartbeat_due_too_late', new Date(now.getTime() + spanMs), dueAt)) {
    const since = lastBeatAt ?? setUpAt;
    return { kind: 'heartbeat_due_too_late', dueAt: new Date(Math.max(since.getTime() + spanMs, now.getTime())) };
  }
  return isBeyondSlack('heartbeat_overdue', dueAt, now) ? { kind: 'heartbeat_overdue', dueAt } : null;
}
