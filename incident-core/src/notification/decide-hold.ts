import type { Hold } from '../model/notification.ts';
import type { QuietSpan } from '../model/preferences.ts';
import type { Urgency } from '../model/severity.ts';

/** Whom a notification is for, and how much it matters. */
export interface HoldFacts {
  readonly urgency: Urgency;
  /** Whether a schedule says that they are on call. */
  readonly isOnCall: boolean;
  readonly quiet: readonly QuietSpan[];
}

/** Decides whether what would be due then waits for the end of quiet hours: low urgency does, but never for who is on call. */
export function decideHold({ urgency, isOnCall, quiet }: HoldFacts, dueAt: Date): Hold | null {
  if (urgency === 'high' || isOnCall) return null;
  const span = quiet.find(({ from, until }) => from <= dueAt && dueAt < until);
  return span ? { reason: 'quiet_hours', until: span.until } : null;
}
