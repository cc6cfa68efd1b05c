import type { LedgerEnd, LedgerOutcome } from '../model/ledger.ts';
import type { DeliveryStatus } from '../model/notification.ts';

/** A run that began with an alert or after it. */
export interface FollowingRun {
  readonly nobodyNotified: boolean;
  readonly endedAt: Date | null;
  readonly endReason: string | null;
  /** Why a suppression holds it, or held it when it ended. */
  readonly heldBecause: string | null;
}

/** Somebody who was, or is, to be told since then. */
export interface FollowingTelling {
  readonly status: DeliveryStatus;
  readonly sentAt: Date | null;
  readonly endedAt: Date | null;
  readonly reason: string | null;
  /** Why it waits. */
  readonly holdReason: string | null;
}

/** An entry of the ledger with what followed from it. */
export interface Followed {
  readonly outcome: LedgerOutcome;
  readonly reason: string | null;
  readonly receivedAt: Date;
  /** Whether the incident is there still. */
  readonly hasIncident: boolean;
  readonly runs: readonly FollowingRun[];
  readonly tellings: readonly FollowingTelling[];
}

/** How far an alert has come, since when, and why. */
export interface EndDecision {
  readonly end: LedgerEnd;
  readonly at: Date | null;
  readonly reason: string | null;
}

const CALLS: readonly LedgerOutcome[] = ['opened', 'reopened'];
const DROPS: readonly LedgerOutcome[] = ['duplicate', 'ignored'];

/**
 * Follows an alert to where it is now. What calls for somebody (it opened an incident, or opened one again) is not at its
 * end before a channel took a message, or there is a reason why none did. What could not be read, or was rejected, calls
 * for somebody too where it opened the incident that says so, which is seen by the run that began with it.
 */
export function decideLedgerEnd(followed: Followed): EndDecision {
  const { outcome, reason, receivedAt, hasIncident, runs, tellings } = followed;
  if (outcome === 'open') return { end: 'open', at: null, reason: null };
  if (DROPS.includes(outcome)) return { end: 'dropped', at: receivedAt, reason: reason ?? outcome };
  const sent = earliest(tellings.map(({ sentAt }) => sentAt));
  const calls = CALLS.includes(outcome) || runs.length > 0;
  if (!calls) return { end: 'noted', at: receivedAt, reason };
  if (sent !== null) return { end: 'told', at: sent, reason: null };
  if (!hasIncident) return { end: 'noted', at: receivedAt, reason: 'incident_gone' };
  const waiting = tellings.find(({ status }) => status === 'pending' || status === 'sending');
  if (waiting) return { end: 'waiting', at: null, reason: waiting.holdReason ?? waiting.reason };
  const suppressed = tellings.find(({ status }) => status === 'suppressed');
  if (runs.some(({ nobodyNotified }) => nobodyNotified) || tellings.some(({ status }) => status === 'failed')) {
    const failed = tellings.find(({ status }) => status === 'failed');
    return {
      end: 'nobody_told',
      at: failed?.endedAt ?? null,
      reason: failed?.reason ?? endOf(runs)?.endReason ?? null,
    };
  }
  if (suppressed) return { end: 'suppressed', at: suppressed.endedAt, reason: suppressed.reason };
  const over = endOf(runs);
  if (!over) return { end: 'waiting', at: null, reason: runs.at(-1)?.heldBecause ?? null };
  if (over.heldBecause !== null) return { end: 'suppressed', at: over.endedAt, reason: over.heldBecause };
  return { end: 'answered', at: over.endedAt, reason: over.endReason };
}

function endOf(runs: readonly FollowingRun[]): FollowingRun | null {
  const open = runs.some(({ endedAt }) => endedAt === null);
  return open ? null : (runs.at(-1) ?? null);
}

function earliest(dates: readonly (Date | null)[]): Date | null {
  const times = dates.flatMap((date) => (date === null ? [] : [date.getTime()]));
  return times.length === 0 ? null : new Date(Math.min(...times));
}
